package vethscope.engine.network;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// The hardware addresses of neighbours, in all namespaces (`ip neigh`).
public record Neighbours(Trie<Key, Entry> entries) {

    public static final Neighbours EMPTY = new Neighbours(Trie.empty());

    public record Key(Id netns, String dev, Ip ip) {}

    /// Only a confirmed entry is REACHABLE; one learned from somebody's own request is STALE and used without asking.
    public enum State {
        INCOMPLETE,
        REACHABLE,
        STALE,
        FAILED
    }

    public record Entry(Mac mac, State state) {
        public boolean isValid() {
            return state == State.REACHABLE || state == State.STALE;
        }
    }

    public @Nullable Entry get(Id netns, String dev, Ip ip) {
        return entries.get(new Key(netns, dev, ip));
    }

    Neighbours with(Learned change) {
        return new Neighbours(
                entries.plus(new Key(change.netns, change.dev, change.ip), new Entry(change.mac, change.state)));
    }

    Neighbours without(Learned entry) {
        return new Neighbours(entries.minus(new Key(entry.netns, entry.dev, entry.ip)));
    }

    Stream<Learned> all() {
        return entries.entrySet().stream().map(e -> {
            Key key = e.getKey();
            return new Learned(key.netns, key.dev, key.ip, e.getValue().mac, e.getValue().state);
        });
    }

    public record Learned(Id netns, String dev, Ip ip, Mac mac, State state) implements Change.Made {
        @Override
        public String table() {
            return ip.v6() ? "ndp" : "arp";
        }

        @Override
        public String entry() {
            return state == State.FAILED || state == State.INCOMPLETE
                    ? ip + " dev " + dev + " " + state.name().toUpperCase(Locale.ROOT)
                    : ip + " dev " + dev + " lladdr " + mac + " " + state.name().toUpperCase(Locale.ROOT);
        }
    }
}
