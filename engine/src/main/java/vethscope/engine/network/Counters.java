package vethscope.engine.network;

import java.util.stream.Stream;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import vethscope.model.Id;

/// What rules count for themselves: `statistic --mode nth` (net/netfilter/xt_statistic.c).
public record Counters(PMap<Key, Long> packets) {

    public static final Counters EMPTY = new Counters(HashTreePMap.empty());

    /// @param rule table, chain and number
    public record Key(Id netns, String rule) {}

    /// Packets that met the rule so far.
    public long of(Id netns, String rule) {
        return packets.getOrDefault(new Key(netns, rule), 0L);
    }

    Counters with(Counted change) {
        return new Counters(packets.plus(new Key(change.netns, change.rule), change.packets));
    }

    Counters without(Counted entry) {
        return new Counters(packets.minus(new Key(entry.netns, entry.rule)));
    }

    Stream<Counted> all() {
        return packets.entrySet().stream().map(e -> new Counted(e.getKey().netns, e.getKey().rule, e.getValue()));
    }

    /// @param packets with this one
    public record Counted(Id netns, String rule, long packets) implements Change.Made {
        @Override
        public String table() {
            return "statistic";
        }

        @Override
        public String entry() {
            return rule + ": packet " + packets;
        }
    }
}
