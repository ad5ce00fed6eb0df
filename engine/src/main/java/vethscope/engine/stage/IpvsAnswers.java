package vethscope.engine.stage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.network.IpvsTable;
import vethscope.engine.network.IpvsTable.Connection;
import vethscope.engine.network.IpvsTable.State;
import vethscope.engine.network.Route;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.trace.Event;
import vethscope.engine.trace.Step;

/// What real servers answer.
final class IpvsAnswers {

    private IpvsAnswers() {}

    /// Null if no connection of IPVS expects it (`ip_vs_out`).
    static @Nullable Outcome answer(Hook hook, Skb skb, Kernel kernel) {
        if (skb.packet().payload() instanceof Payload.IcmpError error) {
            return IpvsErrors.errorAboutRequest(hook, skb, error, kernel);
        }
        Connection c = Ipvs.table(kernel).answered(kernel.netns().id(), Tuples.of(skb.packet()), kernel.micros());
        if (c == null) {
            return null;
        }
        Packet packet = Tuples.withSource(skb.packet(), c.asked().reversed());
        Skb after = IpvsTransmit.handled(skb, packet, kernel);
        Step.Rewrite rewrite = Nat.rewrite(skb.packet(), packet, true);
        Draft step = Ipvs.step(hook, after, "ipvs.answer", skb.packet().sourceText(), packet.sourceText())
                .by(new Entries.OfIpvs(c))
                .rewriting(rewrite);
        State state = answered(c, packet);
        if (state != c.state()) {
            step = step.changing(new IpvsTable.Connected(kernel.netns().id(), c.to(state, kernel.micros()), false));
        }
        return onward(hook, after, step, kernel);
    }

    /// A connection counts as established from the server's answer on; the client's ACK, which completes the
    /// handshake, is not waited for.
    private static State answered(Connection c, Packet packet) {
        return switch (packet.payload()) {
            case Payload.Tcp tcp -> tcp.flags() == Payload.Tcp.Flags.RST ? State.CLOSE : State.ESTABLISHED;
            case Payload.Sctp sctp -> sctp.chunk() == Payload.Sctp.Chunk.ABORT ? State.CLOSE : State.ESTABLISHED;
            case Payload.Udp _, Payload.Echo _, Payload.IcmpError _, Payload.Ipip _, Payload.Neighbour _ -> c.state();
        };
    }

    /// Routed again from its new source, as a packet of this machine (`ip_vs_route_me_harder`); a bridge has chosen its
    /// port already.
    static Outcome onward(Hook hook, Skb skb, Draft step, Kernel kernel) {
        Route route = skb.route();
        boolean stays =
                hook == Hook.INPUT || skb.physOut() != null || route != null && route.type() == Route.Type.LOCAL;
        if (stays) {
            return Outcome.Pass.of(skb, step);
        }
        return after(step, RoutingOutput.again(skb, kernel), skb);
    }

    /// A step, then what came of it.
    ///
    /// @param untouched the packet where nothing came of it
    static Outcome after(Draft first, Outcome next, Skb untouched) {
        return switch (next) {
            case Outcome.Untouched _ -> Outcome.Pass.of(untouched, first);
            case Outcome.Pass pass -> new Outcome.Pass(pass.skb(), pass.effects(), before(first, pass.steps()));
            case Outcome.Drop drop ->
                new Outcome.Drop(drop.reason(), drop.text(), drop.effects(), before(first, drop.steps()), drop.by());
            case Outcome.Turn turn -> new Outcome.Turn(turn.way(), turn.skb(), before(first, turn.steps()));
            case Outcome.Done done -> new Outcome.Done(done.effects(), before(first, done.steps()));
        };
    }

    private static List<Event> before(Draft first, List<? extends Event> rest) {
        var all = new ArrayList<Event>();
        all.add(first);
        all.addAll(rest);
        return all;
    }
}
