package vethscope.engine.network;

import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import vethscope.model.Id;
import vethscope.model.address.Ip;

/// When a machine last told a sender of a shorter way: it does not insist (net/ipv4/route.c ip_rt_send_redirect).
public record Redirects(PMap<Key, Long> sent) {

    public static final Redirects EMPTY = new Redirects(HashTreePMap.empty());

    /// Microseconds in which a sender is not told again (ip_rt_redirect_load, doubled by the first redirect).
    private static final long PAUSE = 40_000;

    public record Key(Id netns, Ip sender) {}

    /// Whether the sender may be told now.
    public boolean mayTell(Id netns, Ip sender, long micros) {
        @Nullable Long last = sent.get(new Key(netns, sender));
        return last == null || micros - last > PAUSE;
    }

    Redirects with(Told change) {
        return new Redirects(sent.plus(new Key(change.netns, change.sender), change.micros));
    }

    public record Told(Id netns, Ip sender, long micros) implements Change {
        @Override
        public String table() {
            return "redirects";
        }

        @Override
        public String entry() {
            return sender.toString();
        }
    }
}
