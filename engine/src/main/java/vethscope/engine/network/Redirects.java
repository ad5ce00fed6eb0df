package vethscope.engine.network;

import java.util.stream.Stream;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import vethscope.engine.origin.Origin;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// Shorter ways: whom a machine told of one, and which a machine was told.
///
/// @param sent how often a machine told a sender: it does not insist (net/ipv4/route.c ip_rt_send_redirect)
/// @param followed by destination: route exceptions, as `ip -6 route show cache` prints them
public record Redirects(PMap<Key, Sent> sent, PMap<Key, Followed> followed) {

    public static final Redirects EMPTY = new Redirects(HashTreePMap.empty(), HashTreePMap.empty());

    /// Microseconds in which a sender is not told again, doubled by each redirect (ip_rt_redirect_load).
    private static final long PAUSE = 20_000;

    /// Redirects after which a sender is given up (ip_rt_redirect_number).
    private static final int MOST = 9;

    /// Microseconds after which all is forgotten (ip_rt_redirect_silence).
    private static final long SILENCE = PAUSE << (MOST + 1);

    /// @param times without a long silence between them
    /// @param last in microseconds
    public record Sent(int times, long last) {

        static final Sent NEVER = new Sent(0, 0);

        private Sent at(long micros) {
            return micros - last > SILENCE ? NEVER : this;
        }

        private boolean mayRepeat(long micros) {
            return times == 0 || times < MOST && micros - last > PAUSE << times;
        }
    }

    public record Key(Id netns, Ip ip) {}

    /// Whether the sender may be told now.
    public boolean mayTell(Id netns, Ip sender, long micros) {
        return sent(new Key(netns, sender), micros).mayRepeat(micros);
    }

    private Sent sent(Key key, long micros) {
        return sent.getOrDefault(key, Sent.NEVER).at(micros);
    }

    /// Without the ways that were taken; who was told how often is no cache and stays.
    Redirects cold() {
        return new Redirects(sent, HashTreePMap.empty());
    }

    /// What a machine's own packets take in the place of a route, if they were told of a shorter way on its link.
    public Route instead(Route route, Id netns, Ip destination) {
        Followed way = followed.isEmpty() ? null : followed.get(new Key(netns, destination));
        return way == null || !way.dev.equals(route.dev())
                ? route
                : new Route(
                        Route.Type.UNICAST,
                        Cidr.host(destination),
                        way.hop.equals(destination) ? null : way.hop,
                        way.dev,
                        route.src(),
                        route.metric(),
                        false,
                        Origin.redirect(way.router.toString()),
                        route.mtu());
    }

    Redirects with(Told change) {
        Key key = new Key(change.netns, change.sender);
        Sent before = sent(key, change.micros);
        return new Redirects(sent.plus(key, new Sent(before.times + 1, change.micros)), followed);
    }

    Redirects with(Followed change) {
        return new Redirects(sent, followed.plus(new Key(change.netns, change.destination), change));
    }

    Redirects without(Told entry) {
        return new Redirects(sent.minus(new Key(entry.netns, entry.sender)), followed);
    }

    Redirects without(Followed entry) {
        return new Redirects(sent, followed.minus(new Key(entry.netns, entry.destination)));
    }

    Stream<Change.Made> all() {
        return Stream.concat(
                sent.entrySet().stream().map(e -> new Told(e.getKey().netns, e.getKey().ip, e.getValue().last)),
                followed.values().stream());
    }

    public record Told(Id netns, Ip sender, long micros) implements Change.Made {
        @Override
        public String table() {
            return "redirects";
        }

        @Override
        public String entry() {
            return sender.toString();
        }
    }

    /// @param hop the next hop from now on; the destination itself if it is on the link
    /// @param router who said so
    public record Followed(Id netns, Ip destination, Ip hop, String dev, Ip router) implements Change.Made {
        @Override
        public String table() {
            return "redirects";
        }

        @Override
        public String entry() {
            return destination + (hop.equals(destination) ? "" : " via " + hop) + " dev " + dev;
        }
    }
}
