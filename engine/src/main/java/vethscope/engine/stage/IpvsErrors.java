package vethscope.engine.stage;

import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.network.Conntrack.Tuple;
import vethscope.engine.network.IpvsTable.Connection;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.packet.Problem;

/// ICMP errors about what IPVS rewrote, either way.
final class IpvsErrors {

    private IpvsErrors() {}

    /// An error about what IPVS sent to a real server: as if the virtual server said it (`ip_vs_out_icmp`).
    static @Nullable Outcome errorAboutRequest(Hook hook, Skb skb, Payload.IcmpError error, Kernel kernel) {
        if (error.problem() == Problem.REDIRECT) {
            return null;
        }
        Tuple expected = Tuples.of(error.quoted()).reversed();
        Connection c = Ipvs.table(kernel).answered(kernel.netns().id(), expected, kernel.micros());
        if (c == null) {
            return null;
        }
        Packet quoted = Tuples.withDestination(error.quoted(), c.asked());
        Packet packet = skb.packet().withSource(c.asked().destination()).withPayload(error.withQuoted(quoted));
        Skb after = IpvsTransmit.handled(skb, packet, kernel);
        return IpvsAnswers.onward(
                hook,
                after,
                Ipvs.step(hook, after, "ipvs.error", c.asked().destination())
                        .by(new Entries.OfIpvs(c))
                        .rewriting(Nat.rewrite(skb.packet(), packet, true)),
                kernel);
    }

    /// An error about what a client was answered goes to the real server that answered (`ip_vs_in_icmp`).
    static @Nullable Outcome errorForServer(Hook hook, Skb skb, Kernel kernel) {
        if (!(skb.packet().payload() instanceof Payload.IcmpError error) || error.problem() == Problem.REDIRECT) {
            return null;
        }
        Tuple asked = Tuples.of(error.quoted()).reversed();
        Connection c = Ipvs.table(kernel).asked(kernel.netns().id(), asked, kernel.micros());
        if (c == null) {
            return null;
        }
        Packet quoted = Tuples.withSource(error.quoted(), c.served().reversed());
        Packet packet = skb.packet().withDestination(c.served().destination()).withPayload(error.withQuoted(quoted));
        Skb after = IpvsTransmit.handled(skb, packet, kernel);
        Draft step = Ipvs.step(hook, after, "ipvs.error.server", IpvsRequests.at(c))
                .by(new Entries.OfIpvs(c))
                .rewriting(Nat.rewrite(skb.packet(), packet, false));
        return IpvsTransmit.leave(skb, after, step, kernel);
    }
}
