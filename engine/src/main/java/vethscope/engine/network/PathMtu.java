package vethscope.engine.network;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import vethscope.model.Id;
import vethscope.model.address.Ip;

/// Route exceptions: the path MTU learned for a destination from "fragmentation needed" errors.
public record PathMtu(PMap<Key, Learned> learned) {

    public static final PathMtu EMPTY = new PathMtu(HashTreePMap.empty());

    public record Key(Id netns, Ip destination) {}

    public @Nullable Integer to(Id netns, Ip destination) {
        Learned known = learned.isEmpty() ? null : learned.get(new Key(netns, destination));
        return known == null ? null : known.mtu;
    }

    /// Without what is too old (mtu_expires).
    PathMtu at(long micros) {
        if (learned.isEmpty()) {
            return this;
        }
        PathMtu left = this;
        for (var entry : learned.entrySet()) {
            if (entry.getValue().expires <= micros) {
                left = new PathMtu(left.learned.minus(entry.getKey()));
            }
        }
        return left;
    }

    PathMtu with(Learned change) {
        return new PathMtu(learned.plus(new Key(change.netns, change.destination), change));
    }

    PathMtu without(Learned entry) {
        return new PathMtu(learned.minus(new Key(entry.netns, entry.destination)));
    }

    Stream<Learned> all() {
        return learned.values().stream();
    }

    /// @param expires simulated microseconds
    public record Learned(Id netns, Ip destination, int mtu, long expires) implements Change.Made {

        /// A path forgets what it learned after ten minutes and does not believe less than 552 bytes, 1280 for IPv6
        /// (net/ipv4/route.c ip_rt_mtu_expires, ip_rt_min_pmtu; RFC 8201).
        public static Learned now(Id netns, Ip destination, int mtu, long micros) {
            return new Learned(netns, destination, Math.max(mtu, destination.v6() ? 1280 : 552), micros + 600_000_000L);
        }

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
