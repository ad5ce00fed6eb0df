package vethscope.engine.forward;

import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Netns;
import vethscope.engine.packet.Arp;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.trace.Event;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;

/// A frame seen on a device.
///
/// @param stage [Step#RECEIVE] or [Step#TRANSMIT]
record Sight(
        Netns at,
        String iface,
        String stage,
        Leg leg,
        Frame frame,
        boolean flood,
        @Nullable String dropped) implements Event {

    @Override
    public Sentence text() {
        String key = stage.equals(Step.RECEIVE) ? "wire.receive" : "wire.transmit";
        boolean plain = leg != Leg.ARP && dropped == null;
        return Sentence.of(
                plain ? key : key + protocol() + (dropped == null ? "" : ".ignored"), at.name(), iface, line());
    }

    private String protocol() {
        return leg != Leg.ARP ? "" : frame.content() instanceof Packet ? ".ndp" : ".arp";
    }

    /// The frame in one line, as tcpdump would say it.
    private String line() {
        return Arp.in(frame).map(Sight::line).orElseGet(() -> switch (frame.content()) {
            case Arp arp -> line(arp);
            case Packet packet -> packet.sourceText() + " → " + packet.destinationText();
        });
    }

    private static String line(Arp arp) {
        return arp.request()
                ? "who has " + arp.targetIp() + ", tell " + arp.senderIp()
                : arp.senderIp() + " is at " + arp.senderMac();
    }

    /// Whether it is the same frame on the same device, going the same way.
    boolean isLike(Sight other) {
        return stage.equals(other.stage)
                && iface.equals(other.iface)
                && at.id().equals(other.at.id())
                && flood == other.flood
                && frame.equals(other.frame);
    }
}
