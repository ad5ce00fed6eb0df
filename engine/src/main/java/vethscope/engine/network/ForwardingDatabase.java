package vethscope.engine.network;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;
import vethscope.model.address.Mac;

/// What bridges have learned (`bridge fdb`): behind which port an address was last seen.
public record ForwardingDatabase(Trie<Key, String> ports) {

    public static final ForwardingDatabase EMPTY = new ForwardingDatabase(Trie.empty());

    public record Key(Id netns, String bridge, Mac mac) {}

    public @Nullable String port(Id netns, String bridge, Mac mac) {
        return ports.get(new Key(netns, bridge, mac));
    }

    ForwardingDatabase with(Learned change) {
        return new ForwardingDatabase(ports.plus(new Key(change.netns, change.bridge, change.mac), change.port));
    }

    ForwardingDatabase without(Learned entry) {
        return new ForwardingDatabase(ports.minus(new Key(entry.netns, entry.bridge, entry.mac)));
    }

    Stream<Learned> all() {
        return ports.entrySet().stream().map(e -> {
            Key key = e.getKey();
            return new Learned(key.netns, key.bridge, key.mac, e.getValue());
        });
    }

    public record Learned(Id netns, String bridge, Mac mac, String port) implements Change.Made {
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
