package vethscope.engine.stage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Change;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Neighbours;
import vethscope.engine.network.Redirects;
import vethscope.engine.network.Route;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.trace.Sentence;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// What a machine does that is told of a shorter way over IPv6 (RFC 4861 8; net/ipv6/ndisc.c ndisc_redirect_rcv,
/// net/ipv6/route.c ip6_redirect, rt6_do_redirect).
///
/// Who believes it is up to the protocol of the packet that it is about. TCP and SCTP hand it to the route of their own
/// socket and do not ask who sent it. For an echo it must come from the next hop of the route, so from its link-local
/// address. A UDP socket looks for a route of the device that it is bound to, and being bound to none finds none.
final class RedirectInput {

    private RedirectInput() {}

    static Outcome apply(Skb skb, Payload.IcmpError error, Kernel kernel) {
        String dev = HardwareAddress.in(skb);
        Ip router = skb.packet().source();
        Ip to = error.quoted().destination();
        Payload.IcmpError.Hop hop = error.gateway();
        if (hop == null || !isBelieved(skb.packet(), error, hop.ip(), dev, kernel)) {
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
