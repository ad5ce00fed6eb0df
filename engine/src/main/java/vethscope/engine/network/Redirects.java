package vethscope.engine.network;

import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import vethscope.engine.origin.Origin;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// Shorter ways: whom a machine told of one, and which a machine was told.
///
/// @param sent when a machine last told a sender: it does not insist (net/ipv4/route.c ip_rt_send_redirect)
/// @param followed by destination: route exceptions, as `ip -6 route show cache` prints them
public record Redirects(PMap<Key, Long> sent, PMap<Key, Followed> followed) {

    public static final Redirects EMPTY = new Redirects(HashTreePMap.empty(), HashTreePMap.empty());

    /// Microseconds in which a sender is not told again (ip_rt_redirect_load, doubled by the first redirect).
    private static final long PAUSE = 40_000;

    public record Key(Id netns, Ip ip) {}

    /// Whether the sender may be told now.
    public boolean mayTell(Id netns, Ip sender, long micros) {
        @Nullable Long last = sent.get(new Key(netns, sender));
        return last == null || micros - last > PAUSE;
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
        return new Redirects(sent.plus(new Key(change.netns, change.sender), change.micros), followed);
    }

    Redirects with(Followed change) {
        return new Redirects(sent, followed.plus(new Key(change.netns, change.destination), change));
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

    /// @param hop the next hop from now on; the destination itself if it is on the link
    /// @param router who said so
    public record Followed(Id netns, Ip destination, Ip hop, String dev, Ip router) implements Change {
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
