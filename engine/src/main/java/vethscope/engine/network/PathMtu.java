package vethscope.engine.network;

import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import vethscope.model.Id;
import vethscope.model.address.Ip;

/// Route exceptions: the path MTU learned for a destination from "fragmentation needed" errors.
public record PathMtu(PMap<Key, Integer> learned) {

    public static final PathMtu EMPTY = new PathMtu(HashTreePMap.empty());

    public record Key(Id netns, Ip destination) {}

    public @Nullable Integer to(Id netns, Ip destination) {
        return learned.get(new Key(netns, destination));
    }

    PathMtu with(Learned change) {
        return new PathMtu(learned.plus(new Key(change.netns, change.destination), change.mtu));
    }

    public record Learned(Id netns, Ip destination, int mtu) implements Change {
        @Override
        public String table() {
            return "pmtu";
        }

        @Override
        public String entry() {
            return destination + " mtu " + mtu;
        }
    }
}
