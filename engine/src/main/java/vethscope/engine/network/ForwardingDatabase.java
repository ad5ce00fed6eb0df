package vethscope.engine.network;

import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import vethscope.model.Id;
import vethscope.model.address.Mac;

/// What bridges have learned (`bridge fdb`): behind which port an address was last seen.
public record ForwardingDatabase(PMap<Key, String> ports) {

    public static final ForwardingDatabase EMPTY = new ForwardingDatabase(HashTreePMap.empty());

    public record Key(Id netns, String bridge, Mac mac) {}

    public @Nullable String port(Id netns, String bridge, Mac mac) {
        return ports.get(new Key(netns, bridge, mac));
    }

    ForwardingDatabase with(Learned change) {
        return new ForwardingDatabase(ports.plus(new Key(change.netns, change.bridge, change.mac), change.port));
    }

    public record Learned(Id netns, String bridge, Mac mac, String port) implements Change {
        @Override
        public String table() {
            return "fdb";
        }

        @Override
        public String entry() {
            return mac + " dev " + port + " master " + bridge;
        }
    }
}
