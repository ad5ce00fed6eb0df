package vethscope.engine.stage;

import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.VirtualServer;
import vethscope.engine.network.Conntrack.Tuple;
import vethscope.engine.network.IpvsTable;
import vethscope.engine.network.IpvsTable.Connection;
import vethscope.engine.packet.Packet;
import vethscope.engine.trace.Sentence;

/// IP virtual servers with NAT, tracked by conntrack unless `net.ipv4.vs.conntrack` is 0: what is sent to a virtual
/// server goes to one of its real servers, and their answers come from the virtual server again
/// (net/netfilter/ipvs/ip_vs_core.c).
final class Ipvs {

    private Ipvs() {}

    /// LOCAL_IN, priorities 98 and 99: after filter INPUT.
    static Outcome in(Skb skb, Kernel kernel) {
        if (isNotConcerned(skb, kernel)) {
            return Outcome.UNTOUCHED;
        }
        Outcome answer = IpvsAnswers.answer(Hook.INPUT, skb, kernel);
        return answer != null ? answer : IpvsRequests.request(Hook.INPUT, skb, kernel);
    }

    /// LOCAL_OUT, priorities −99 and −98: after nat OUTPUT, before filter OUTPUT.
    static Outcome out(Skb skb, Kernel kernel) {
        if (isNotConcerned(skb, kernel)) {
            return Outcome.UNTOUCHED;
        }
        Outcome answer = IpvsAnswers.answer(Hook.OUTPUT, skb, kernel);
        return answer != null ? answer : IpvsRequests.request(Hook.OUTPUT, skb, kernel);
    }

    /// FORWARD, priorities 99 and 100: after filter FORWARD, also for what a bridge forwards.
    static Outcome forward(Skb skb, Kernel kernel) {
        if (isNotConcerned(skb, kernel) || !Hooks.meets(skb)) {
            return Outcome.UNTOUCHED;
        }
        Outcome error = IpvsErrors.errorForServer(Hook.FORWARD, skb, kernel);
        if (error != null) {
            return error;
        }
        Outcome answer = IpvsAnswers.answer(Hook.FORWARD, skb, kernel);
        return answer != null ? answer : Outcome.UNTOUCHED;
    }

    private static boolean isNotConcerned(Skb skb, Kernel kernel) {
        return kernel.netns().ipvs().isEmpty()
                || skb.isArp()
                || skb.ipvs()
                || skb.packet().laterFragment();
    }

    /// The virtual server that IPVS sent this packet for, as `-m ipvs` asks.
    static @Nullable VirtualServer serverOf(Packet packet, Kernel kernel) {
        Tuple tuple = Tuples.of(packet);
        Connection c = table(kernel).answered(kernel.netns().id(), tuple.reversed(), kernel.micros());
        if (c == null) {
            c = table(kernel).answered(kernel.netns().id(), tuple, kernel.micros());
        }
        return c == null ? null : find(c.asked(), kernel);
    }

    static @Nullable VirtualServer find(Tuple asked, Kernel kernel) {
        return kernel.netns().ipvs().find(asked.protocol(), asked.destination(), asked.destinationPort());
    }

    static IpvsTable table(Kernel kernel) {
        return kernel.world().ipvs();
    }

    static Draft step(Hook hook, Skb skb, String key, Object... arguments) {
        return Draft.of("ipvs " + hook, skb, Sentence.of(key, arguments));
    }
}
