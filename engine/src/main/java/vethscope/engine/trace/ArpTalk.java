package vethscope.engine.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Arp;
import vethscope.engine.packet.Packet;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// One question for a hardware address and what came of it, out of all the frames that carried it.
///
/// @param protocol ARP, or NDP over IPv6
/// @param where and `iface`: who asked, and on which device
/// @param requests how often it was asked
/// @param mac null: nobody answered
record ArpTalk(
        String protocol,
        String where,
        String iface,
        Ip target,
        int requests,
        @Nullable Mac mac) {

    private record Question(Ip asker, Ip target) {}

    /// The talks among these steps, in the order in which they began.
    static List<ArpTalk> of(List<Step> steps) {
        var talks = new LinkedHashMap<Question, ArpTalk>();
        for (Step step : steps) {
            if (step.isWire() && step.frame() != null) {
                String protocol = step.frame().content() instanceof Packet ? "NDP" : "ARP";
                Arp.in(step.frame()).ifPresent(arp -> hear(talks, step, protocol, arp));
            }
        }
        return new ArrayList<>(talks.values());
    }

    private static void hear(LinkedHashMap<Question, ArpTalk> talks, Step step, String protocol, Arp arp) {
        String iface = step.iface() == null ? "" : step.iface();
        if (!arp.request()) {
            talks.computeIfPresent(
                    new Question(arp.targetIp(), arp.senderIp()), (_, t) -> t.answered(step, iface, arp));
            return;
        }
        var first = new ArpTalk(protocol, step.where().value(), iface, arp.targetIp(), 1, null);
        talks.merge(new Question(arp.senderIp(), arp.targetIp()), first, (t, again) -> t.counting(again, step.stage()));
    }

    /// Only what the asker's own device sends is a new request; the rest are copies on their way.
    private ArpTalk counting(ArpTalk again, String stage) {
        boolean own = stage.equals(Step.TRANSMIT) && again.where.equals(where) && again.iface.equals(iface);
        return own ? new ArpTalk(protocol, where, iface, target, requests + 1, mac) : this;
    }

    /// An answer counts where the asker hears it, and of several the first; over IPv6 the last.
    private ArpTalk answered(Step step, String device, Arp arp) {
        boolean heard = step.stage().equals(Step.RECEIVE)
                && step.dropped() == null
                && step.where().value().equals(where)
                && device.equals(iface);
        return heard && (mac == null || protocol.equals("NDP"))
                ? new ArpTalk(protocol, where, iface, target, requests, arp.senderMac())
                : this;
    }
}
