package vethscope.engine.stage;

import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.VirtualServer;
import vethscope.engine.network.Conntrack.Tuple;
import vethscope.engine.network.IpvsTable.Connection;
import vethscope.engine.network.IpvsTable.State;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;

/// What clients send.
final class IpvsRequests {

    private IpvsRequests() {}

    static Outcome request(Hook hook, Skb skb, Kernel kernel) {
        Outcome error = IpvsErrors.errorForServer(hook, skb, kernel);
        if (error != null) {
            return error;
        }
        Tuple asked = Tuples.of(skb.packet());
        Connection known = Ipvs.table(kernel).asked(kernel.netns().id(), asked, kernel.micros());
        if (known == null) {
            return unknown(hook, skb, asked, kernel);
        }
        if (IpvsExpiry.ends(IpvsExpiry.standing(known, kernel), isNew(skb.packet()), kernel)) {
            return IpvsExpiry.expire(hook, skb, known, () -> unknown(hook, skb, asked, kernel), kernel);
        }
        if (beginsAnew(known, skb.packet())) {
            return unknown(hook, skb, asked, kernel);
        }
        Draft step = Ipvs.step(hook, skb, "ipvs.known", skb.packet().destinationText(), at(known));
        return IpvsTransmit.send(skb, known, step, kernel);
    }

    private static Outcome unknown(Hook hook, Skb skb, Tuple asked, Kernel kernel) {
        VirtualServer virtual = Ipvs.find(asked, kernel);
        return virtual == null || !begins(skb.packet()) || isAnswerHere(skb, kernel)
                ? Outcome.UNTOUCHED
                : IpvsSchedule.schedule(hook, skb, virtual, kernel);
    }

    static String at(Connection c) {
        return Packet.at(c.served().destination(), c.served().destinationPort());
    }

    /// Which packets may begin a connection (`conn_schedule` of ip_vs_proto_{tcp,udp,sctp}.c).
    private static boolean begins(Packet packet) {
        return switch (packet.payload()) {
            case Payload.Tcp tcp -> tcp.flags() == Payload.Tcp.Flags.SYN;
            case Payload.Udp _ -> true;
            case Payload.Sctp sctp -> sctp.chunk() == Payload.Sctp.Chunk.INIT;
            case Payload.Echo _, Payload.IcmpError _, Payload.Ipip _, Payload.Neighbour _ -> false;
        };
    }

    /// Whether it says that it begins a connection (`is_new_conn`).
    private static boolean isNew(Packet packet) {
        return begins(packet) && !(packet.payload() instanceof Payload.Udp);
    }

    /// A SYN on a connection in TIME_WAIT is scheduled anew unless it is persistent (`is_new_conn_expected`,
    /// conn_reuse_mode 1).
    private static boolean beginsAnew(Connection known, Packet packet) {
        return known.state() == State.TIME_WAIT && !known.persistent() && begins(packet);
    }

    /// A real server of this machine answers over loopback; its answer is no request.
    private static boolean isAnswerHere(Skb skb, Kernel kernel) {
        boolean here = skb.in() == null || skb.in().equals("lo");
        Tuple reversed = Tuples.of(skb.packet()).reversed();
        return here && Ipvs.table(kernel).asked(kernel.netns().id(), reversed, kernel.micros()) != null;
    }
}
