package vethscope.engine.network;

import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import vethscope.model.Id;
import vethscope.model.address.Ip;

/// The lists of the `recent` match: session affinity's memory. Times are simulated microseconds.
public record Recent(PMap<Key, Long> seen) {

    public static final Recent EMPTY = new Recent(HashTreePMap.empty());

    public record Key(Id netns, String list, Ip source) {}

    public boolean within(Id netns, String list, Ip source, long nowMicros, long seconds) {
        Long at = seen.get(new Key(netns, list, source));
        return at != null && (seconds == 0 || nowMicros - at <= seconds * 1_000_000);
    }

    Recent with(Seen change) {
        return new Recent(seen.plus(new Key(change.netns, change.list, change.source), change.micros));
    }

    public record Seen(Id netns, String list, Ip source, long micros) implements Change {
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
