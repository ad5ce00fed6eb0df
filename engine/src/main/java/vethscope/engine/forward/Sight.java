package vethscope.engine.forward;

import java.util.Map;
import vethscope.engine.packet.Arp;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Step;

/// A frame in one line, as tcpdump would say it.
record Sight(Frame frame) {

    private static final Map<String, String> KEYS =
            Map.of(Step.RECEIVE, "wire.receive", Step.TRANSMIT, "wire.transmit");

    /// The sentence about a sight.
    ///
    /// @param stage receive or transmit
    String key(String stage, Leg leg, boolean ignored) {
        String plain = KEYS.getOrDefault(stage, stage);
        return leg != Leg.ARP && !ignored ? plain : plain + protocol(leg) + (ignored ? ".ignored" : "");
    }

    private String protocol(Leg leg) {
        return leg != Leg.ARP ? "" : frame.content() instanceof Packet ? ".ndp" : ".arp";
    }

    @Override
    public String toString() {
        return Arp.in(frame).map(Sight::text).orElseGet(() -> switch (frame.content()) {
            case Arp arp -> text(arp);
            case Packet packet -> packet.sourceText() + " → " + packet.destinationText();
        });
    }

    private static String text(Arp arp) {
        return arp.request()
                ? "who has " + arp.targetIp() + ", tell " + arp.senderIp()
                : arp.senderIp() + " is at " + arp.senderMac();
    }
}
