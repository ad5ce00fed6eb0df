package vethscope.app.play;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.trace.Step;
import vethscope.model.Id;

/// One number of a trace: the steps that happen at one place for one reason.
///
/// @param n from 1; the reply continues the request's numbers
/// @param reply whether it belongs to the way back: an answer, a reset or an ICMP error
/// @param where the element that it happens at; `netns` the element that owns the namespace
/// @param stage as [Step#stage]; for an interface its name
/// @param key the step that says what happened
/// @param steps all of them, in order, ARP and flooded copies left out
public record Stop(int n, Kind kind, boolean reply, Id where, Id netns, String stage, Step key, List<Step> steps) {

    /// What sort of place it is.
    public enum Kind {
        SEND,
        RECEIVE,
        BRIDGE,
        HOOK,
        CONNTRACK,
        ROUTE,
        TRANSMIT,
        TUNNEL,
        /// A router or another machine on the way, as a whole.
        DEVICE,
        DELIVER,
        DROP
    }

    public Stop {
        steps = List.copyOf(steps);
    }

    /// Whether the step is on the way back.
    static boolean isReply(Step step) {
        return switch (step.leg()) {
            case REPLY, RST, ICMP_ERROR -> true;
            case REQUEST, FRAGMENT, ARP -> false;
            case DNS -> step.frame() != null && isAnswer(step.frame());
        };
    }

    private static boolean isAnswer(Frame frame) {
        return frame.content() instanceof Packet packet && isAnswer(packet);
    }

    private static boolean isAnswer(Packet packet) {
        if (packet.payload() instanceof Payload.Udp udp) {
            return udp.content() instanceof Payload.Vxlan vxlan ? isAnswer(vxlan.inner()) : udp.answer();
        }
        return packet.payload() instanceof Payload.Ipip ipip && isAnswer(ipip.inner());
    }

    /// Whether an address or a port is changed here.
    public boolean rewrites() {
        Step.Rewrite rewrite = key.rewrite();
        return rewrite != null
                && (rewrite.field().equals("src") || rewrite.field().equals("dst"));
    }

    /// The address fields that the steps here change: `src`, `dst`, both or none.
    public Set<String> fields() {
        var fields = new LinkedHashSet<String>();
        for (Step step : steps) {
            Step.Rewrite rewrite = step.rewrite();
            if (rewrite != null
                    && (rewrite.field().equals("src") || rewrite.field().equals("dst"))) {
                fields.add(rewrite.field());
            }
        }
        return fields;
    }

    /// The same stop, standing for other steps as well.
    Stop holding(List<Step> steps) {
        return new Stop(n, kind, reply, where, netns, stage, key, steps);
    }

    Stop numbered(int n) {
        return new Stop(n, kind, reply, where, netns, stage, key, steps);
    }
}
