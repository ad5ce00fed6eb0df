package vethscope.engine.network;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;
import vethscope.model.Id;
import vethscope.model.address.Ip;

/// The lists of the `recent` match: session affinity's memory (net/netfilter/xt_recent.c). Times are simulated
/// microseconds, the latest last.
public record Recent(PMap<Key, PVector<Long>> seen) {

    public static final Recent EMPTY = new Recent(HashTreePMap.empty());

    /// Addresses that one list holds, unless the module was told otherwise (ip_list_tot); the one that was not seen for
    /// longest goes.
    private static final int ADDRESSES = 100;

    /// Times kept of one address (XT_RECENT_MAX_NSTAMPS).
    private static final int TIMES = 255;

    public record Key(Id netns, String list, Ip source) {}

    /// How often an address was seen in the last so many seconds.
    ///
    /// @param seconds 0: ever
    public int times(Id netns, String list, Ip source, long nowMicros, long seconds) {
        PVector<Long> times = seen.get(new Key(netns, list, source));
        return times == null
                ? 0
                : (int) times.stream()
                        .filter(at -> seconds == 0 || nowMicros - at <= seconds * 1_000_000)
                        .count();
    }

    Recent with(Seen change) {
        Key key = new Key(change.netns, change.list, change.source);
        PVector<Long> before = seen.get(key);
        PVector<Long> times = before == null ? TreePVector.singleton(change.micros) : before.plus(change.micros);
        PMap<Key, PVector<Long>> room = before == null && isLimited(change.list) ? withRoom(change) : seen;
        return new Recent(room.plus(key, times.size() > TIMES ? times.minus(0) : times));
    }

    /// An address was taken off a list (`--remove`), with all its times.
    Recent without(Seen entry) {
        return new Recent(seen.minus(new Key(entry.netns, entry.list, entry.source)));
    }

    /// The latest of each address.
    Stream<Seen> all() {
        return seen.entrySet().stream().map(e -> {
            Key key = e.getKey();
            return new Seen(key.netns, key.list, key.source, e.getValue().getLast());
        });
    }

    /// A name with a slash cannot be a list of xt_recent (xt_check_proc_name): it is a set of nftables, without a
    /// limit.
    private static boolean isLimited(String list) {
        return list.indexOf('/') < 0;
    }

    private PMap<Key, PVector<Long>> withRoom(Seen change) {
        if (seen.size() < ADDRESSES) {
            return seen;
        }
        var same = seen.entrySet().stream()
                .filter(e -> e.getKey().netns().equals(change.netns)
                        && e.getKey().list().equals(change.list))
                .toList();
        return same.size() < ADDRESSES
                ? seen
                : same.stream()
                        .min(Comparator.comparing((Map.Entry<Key, PVector<Long>> e) ->
                                        e.getValue().getLast())
                                .thenComparing(e -> e.getKey().source()))
                        .map(oldest -> seen.minus(oldest.getKey()))
                        .orElse(seen);
    }

    public record Seen(Id netns, String list, Ip source, long micros) implements Change.Made {
        @Override
        public String table() {
            return "recent";
        }

        @Override
        public String entry() {
            return "src=" + source + " list " + list;
        }
    }
}
