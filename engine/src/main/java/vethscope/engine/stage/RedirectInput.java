package vethscope.engine.stage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Change;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Neighbours;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Redirects;
import vethscope.engine.network.Route;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.trace.Sentence;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// What a machine does that is told of a shorter way (RFC 1122 3.2.2.2; net/ipv4/route.c ip_do_redirect; RFC 4861 8;
/// net/ipv6/ndisc.c ndisc_redirect_rcv, net/ipv6/route.c ip6_redirect, rt6_do_redirect).
///
/// Over IPv4 it must come from the next hop, and is taken at once only if the better one's hardware address is known:
/// else that is asked for, and the next redirect is the one that counts. A connecting TCP socket is busy when it comes
/// back and passes it over; datagrams and pings, questions and answers, take it.
///
/// Over IPv6 who believes it is up to the protocol of the packet that it is about. TCP and SCTP hand it to the route of
/// their own
/// socket and do not ask who sent it. For an echo it must come from the next hop of the route, so from its link-local
/// address. A UDP socket looks for a route of the device that it is bound to, and being bound to none finds none.
final class RedirectInput {

    private RedirectInput() {}

    static Outcome apply(Skb skb, Payload.IcmpError error, Kernel kernel) {
        String dev = HardwareAddress.in(skb);
        Ip router = skb.packet().source();
        Ip to = error.quoted().destination();
        Payload.IcmpError.Hop hop = error.gateway();
        if (hop != null && !to.v6() && isBelieved4(skb.packet(), error, hop.ip(), dev, kernel)) {
            return believed4(skb, to, hop.ip(), dev, kernel);
        }
        if (hop == null || !to.v6() || !isBelieved(skb.packet(), error, hop.ip(), dev, kernel)) {
            return new Outcome.Done(
                    List.of(), List.of(Draft.of("deliver", skb, Sentence.of("deliver.redirect.ignored", router, to))));
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new Redirects.Followed(kernel.netns().id(), to, hop.ip(), dev, router));
        Mac link = hop.link();
        if (link != null && !link.equals(Neighbour.known(kernel, dev, hop.ip()))) {
            changes.add(new Neighbours.Learned(kernel.netns().id(), dev, hop.ip(), link, Neighbours.State.STALE));
        }
        Draft step = Draft.of("deliver", skb, Sentence.of("deliver.redirect", router, to, hop.ip()));
        return new Outcome.Done(List.of(), List.of(step.changing(changes)));
    }

    private static boolean isBelieved4(Packet redirect, Payload.IcmpError error, Ip hop, String dev, Kernel kernel) {
        boolean listened = switch (error.quoted().payload()) {
            case Payload.Udp _, Payload.Echo _ -> true;
            case Payload.Tcp _, Payload.Sctp _, Payload.Ipip _, Payload.IcmpError _, Payload.Neighbour _ -> false;
        };
        if (!listened
                || hop.equals(redirect.source())
                || hop.isMulticast()
                || kernel.netns().owns(hop)
                || !kernel.netns().owns(error.quoted().source())
                || !kernel.netns().sysctl().acceptsRedirects4(dev)) {
            return false;
        }
        Ip to = error.quoted().destination();
        return kernel.netns()
                .fib()
                .lookup(new Fib.Query(to, error.quoted().source(), null, null, 0))
                .map(route ->
                        kernel.world().redirects().instead(route, kernel.netns().id(), to))
                .filter(route -> redirect.source().equals(route.via()) && dev.equals(route.dev()))
                .isPresent();
    }

    private static Outcome believed4(Skb skb, Ip to, Ip hop, String dev, Kernel kernel) {
        Ip router = skb.packet().source();
        Netns netns = kernel.netns();
        if (Neighbour.known(kernel, dev, hop) != null) {
            return new Outcome.Done(
                    List.of(),
                    List.of(Draft.of("deliver", skb, Sentence.of("deliver.redirect", router, to, hop))
                            .changing(new Redirects.Followed(netns.id(), to, hop, dev, router))));
        }
        return new Outcome.Done(
                List.of(new Effect.Solicit(dev, hop)),
                List.of(Draft.of("deliver", skb, Sentence.of("deliver.redirect.asks", router, to, hop))
                        .changing(
                                new Neighbours.Learned(netns.id(), dev, hop, Mac.ZERO, Neighbours.State.INCOMPLETE))));
    }

    private static boolean isBelieved(Packet redirect, Payload.IcmpError error, Ip hop, String dev, Kernel kernel) {
        Ip to = error.quoted().destination();
        if (redirect.ttl() != Payload.Neighbour.HOP_LIMIT
                || !redirect.source().isLinkLocal()
                || !hop.equals(to) && !hop.isLinkLocal()
                || !kernel.netns().sysctl().acceptsRedirects6(dev)) {
            return false;
        }
        Route route = kernel.netns()
                .fib()
                .lookup(new Fib.Query(to, error.quoted().source(), null, null, 0))
                .filter(r -> r.type() == Route.Type.UNICAST && dev.equals(r.dev()))
                .orElse(null);
        return route != null && isBelieved(error.quoted().payload(), redirect.source(), route, to, kernel);
    }

    private static boolean isBelieved(Payload about, Ip router, Route route, Ip to, Kernel kernel) {
        return switch (about) {
            // a SYN-ACK has no socket yet, and a reset none any more
            case Payload.Tcp tcp -> tcp.flags() == Payload.Tcp.Flags.SYN;
            case Payload.Sctp sctp -> sctp.chunk() == Payload.Sctp.Chunk.INIT;
            case Payload.Echo _ -> {
                @Nullable
                Ip now = kernel.world()
                        .redirects()
                        .instead(route, kernel.netns().id(), to)
                        .via();
                yield router.equals(route.via()) || router.equals(now);
            }
            case Payload.Udp _, Payload.Ipip _, Payload.IcmpError _, Payload.Neighbour _ -> false;
        };
    }
}
