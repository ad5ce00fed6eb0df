package vethscope.engine.fidelity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Arp;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Step;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// One sight of a frame on a device, recorded or predicted, in the form in which both are compared.
///
/// @param what for ARP: operation, sender and target; otherwise source and destination
/// @param exact TTL and hardware addresses; null for later fragments and ARP
record Event(
        String leg,
        String at,
        String iface,
        boolean out,
        String what,
        @Nullable String ttl,
        @Nullable String macs) {

    static Event recorded(JsonNode e, Set<Integer> wild) {
        String leg = e.path("leg").asText();
        boolean out = e.path("dir").asText().equals("out");
        String at = e.path("at").asText();
        String iface = e.path("if").asText();
        if (leg.equals("arp")) {
            JsonNode arp = e.path("arp");
            return arp(
                    at,
                    iface,
                    out,
                    arp.path("op").asText(),
                    arp.path("spa").asText(),
                    arp.path("tpa").asText());
        }
        String source = address(e.path("src").asText(), e.get("sport"), wild);
        String destination = address(e.path("dst").asText(), e.get("dport"), wild);
        boolean fragment = leg.equals("fragment");
        return new Event(
                leg,
                at,
                iface,
                out,
                source + " > " + destination,
                fragment ? null : e.path("ttl").asText(),
                fragment
                        ? null
                        : e.path("smac").asText() + " > " + e.path("dmac").asText());
    }

    private static Event arp(String at, String iface, boolean out, String op, String sender, String target) {
        return new Event("arp", at, iface, out, op + " " + sender + " " + target, null, null);
    }

    private static String address(String ip, @Nullable JsonNode port, Set<Integer> wild) {
        if (port == null || port.isNull()) {
            return ip;
        }
        String at = Packet.at(Ip.parse(ip), port.asInt());
        return wild.contains(port.asInt()) ? at.substring(0, at.lastIndexOf(':')) + ":*" : at;
    }

    static Event predicted(Step step, Set<Integer> wild, java.util.Map<String, String> owners) {
        boolean out = step.stage().equals(Step.TRANSMIT);
        String iface = String.valueOf(step.iface());
        Frame frame = visible(step);
        Optional<Arp> question = Arp.in(frame);
        if (question.isPresent()) {
            Arp arp = question.get();
            return arp(
                    step.netns().value(),
                    iface,
                    out,
                    arp.request() ? "request" : "reply",
                    arp.senderIp().toString(),
                    arp.targetIp().toString());
        }
        return switch (frame.content()) {
            case Arp arp -> throw new IllegalStateException(arp.toString());
            case Packet packet -> {
                boolean fragment = step.leg() == Leg.FRAGMENT;
                yield new Event(
                        step.leg().json(),
                        step.netns().value(),
                        iface,
                        out,
                        end(packet.sourceText(), wild) + " > " + end(packet.destinationText(), wild),
                        fragment ? null : String.valueOf(packet.ttl()),
                        fragment ? null : mac(frame.source(), owners) + " > " + mac(frame.destination(), owners));
            }
        };
    }

    /// Inside a tunnel the inner frame is what counts.
    static Frame visible(Step step) {
        Frame frame = java.util.Objects.requireNonNull(step.frame());
        return frame.content() instanceof Packet packet && packet.vxlan() != null
                ? packet.vxlan().inner()
                : frame;
    }

    private static String end(String text, Set<Integer> wild) {
        int colon = text.lastIndexOf(':');
        boolean port = colon > 0 && (text.startsWith("[") || text.indexOf(':') == colon);
        return port && wild.contains(Integer.parseInt(text.substring(colon + 1)))
                ? text.substring(0, colon) + ":*"
                : text;
    }

    private static String mac(Mac mac, java.util.Map<String, String> owners) {
        if (mac.equals(Mac.ZERO)) {
            return "none";
        }
        return mac.equals(Mac.BROADCAST) ? "broadcast" : owners.getOrDefault(mac.toString(), mac.toString());
    }

    /// What the path score looks at: all but the hardware addresses.
    Event withoutMacs() {
        return new Event(leg, at, iface, out, what, ttl, null);
    }
}
