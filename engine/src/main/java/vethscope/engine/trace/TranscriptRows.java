package vethscope.engine.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Arp;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.trace.Transcript.Line;

/// The lines of a transcript, unaligned.
final class TranscriptRows {

    /// Bytes that every host must take (RFC 791); only a longer packet's length is worth a word.
    private static final int SURELY_CARRIED = 576;

    /// The transcript's own words.
    @FunctionalInterface
    interface Words {
        String say(String key, Object... arguments);
    }

    private final Trace trace;
    private final Locale locale;
    private final Words words;
    private final List<Line> lines = new ArrayList<>();
    private final List<Step> arp = new ArrayList<>();
    private int copies;
    private Leg part = Leg.REQUEST;

    TranscriptRows(Trace trace, Locale locale, Words words) {
        this.trace = trace;
        this.locale = locale;
        this.words = words;
    }

    List<Line> lines() {
        for (Step step : trace.steps()) {
            if (step.leg() == Leg.ARP) {
                endCopies();
                arp.add(step);
            } else if (step.flood() || step.dropped() != null) {
                copies += step.dropped() == null ? 1 : 0;
            } else {
                endArp(step);
                endCopies();
                open(step.leg());
                add(step);
            }
        }
        endArp(null);
        endCopies();
        return List.copyOf(lines);
    }

    private void open(Leg leg) {
        if (leg != part && leg != Leg.FRAGMENT) {
            lines.add(new Line.Part(words.say("part." + leg.json())));
            part = leg;
        }
    }

    /// @param next the step after the ARP steps; null at the end
    private void endArp(@Nullable Step next) {
        List<ArpTalk> talks = ArpTalk.of(arp);
        if (next != null && talks.stream().anyMatch(talk -> talk.mac() == null && isAnsweredAfter(next, talk))) {
            return;
        }
        for (ArpTalk talk : talks) {
            String answer = talk.mac() == null
                    ? words.say("arp.silent", talk.target(), talk.requests())
                    : words.say("arp.answer", talk.target(), talk.mac());
            lines.add(new Line.Row(talk.where(), talk.iface(), talk.protocol(), answer));
            arp.stream()
                    .filter(step -> TranscriptOrigin.isForAnother(step, talk.target()))
                    .findFirst()
                    .ifPresent(step -> lines.add(new Line.Under(
                            step.where().value() + ": " + step.rule(), TranscriptOrigin.of(step, "", locale, words))));
        }
        // what bridges did with it and learned from it, in its order
        arp.stream()
                .filter(s -> s.stage().equals("fdb")
                        || s.stage().equals("bridge")
                        || s.stage().equals("drop"))
                .forEach(this::add);
        arp.clear();
    }

    /// Another packet may be on its way while a question is open.
    private boolean isAnsweredAfter(Step next, ArpTalk talk) {
        return trace.steps().subList(next.n(), trace.steps().size()).stream()
                .anyMatch(step -> step.where().value().equals(talk.where())
                        && step.stage().equals(Step.RECEIVE)
                        && talk.iface().equals(step.iface())
                        && step.frame() != null
                        && step.frame().content() instanceof Arp a
                        && !a.request()
                        && a.senderIp().equals(talk.target()));
    }

    private void endCopies() {
        if (copies > 0) {
            lines.add(new Line.Under(words.say("copies", copies), null));
        }
        copies = 0;
    }

    private void add(Step step) {
        if (step.isWire()) {
            lines.add(wire(step));
            return;
        }
        Line.Row row = stage(step);
        String rule = isShown(step) ? step.rule() : null;
        String from = isTold(step)
                ? null
                : TranscriptOrigin.of(step, rule == null ? row.text() : row.text() + rule, locale, words);
        lines.add(rule == null ? row.from(from) : row);
        if (rule != null) {
            lines.add(new Line.Under(rule, from));
        }
    }

    /// Whether the entry that decided is worth a line of its own.
    private boolean isShown(Step step) {
        boolean decisive = trace.reason() != null && trace.reason().step() == step.n();
        return (step.rewrite() != null || decisive || isDecision(step))
                && !step.stage().equals("route")
                && !isTold(step);
    }

    /// A drop rests on what the step before it named.
    private boolean isTold(Step step) {
        return step.stage().equals("drop")
                && step.entry() != null
                && step.n() > 1
                && step.entry().equals(trace.steps().get(step.n() - 2).entry());
    }

    /// Whether a rule of a table that filters decided.
    private static boolean isDecision(Step step) {
        String key = step.text().key();
        return key.startsWith("hook.") && !key.equals("hook.policy");
    }

    private Line.Row wire(Step step) {
        String iface = step.iface() == null ? "" : step.iface();
        String way = words.say(step.stage().equals(Step.TRANSMIT) ? "send" : "receive");
        return new Line.Row(
                step.where().value(),
                iface,
                way,
                step.frame() == null ? step.text().in(locale) : frame(step.frame()));
    }

    /// `nat PREROUTING` stands in two columns, and so does a route: its destination, then the way.
    private Line.Row stage(Step step) {
        String where = step.where().value();
        String text = step.text().in(locale);
        if (step.stage().equals("route") && step.rule() != null) {
            String[] route = halves(step.rule());
            return new Line.Row(where, "route", route[0], route[1]);
        }
        String[] stage = halves(step.stage());
        Step.@Nullable Rewrite rewrite = step.rewrite();
        if (rewrite != null && !text.contains(rewrite.to())) {
            text = words.say("rewrite", text, rewrite.field(), rewrite.from(), rewrite.to());
        }
        return new Line.Row(where, stage[0], stage[1], text);
    }

    private static String[] halves(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? new String[] {text, ""} : new String[] {text.substring(0, space), text.substring(space + 1)};
    }

    private String frame(Frame frame) {
        return switch (frame.content()) {
            case Arp arp -> words.say("arp.asks", arp.targetIp());
            case Packet packet -> packet(packet);
        };
    }

    private String packet(Packet packet) {
        Payload.Vxlan vxlan = packet.vxlan();
        if (vxlan != null) {
            return words.say("tunnel", frame(vxlan.inner()), packet.source(), packet.destination(), vxlan.vni());
        }
        if (packet.payload() instanceof Payload.Ipip ipip) {
            return words.say("tunnel.ipip", packet(ipip.inner()), packet.source(), packet.destination());
        }
        var text = new StringBuilder(packet.sourceText() + " → " + packet.destinationText());
        String kind = kind(packet);
        text.append(kind.isEmpty() ? "" : "  " + kind).append("  ttl ").append(packet.ttl());
        // that of every error says only that it is one
        if (packet.tos() != 0 && !(packet.payload() instanceof Payload.IcmpError)) {
            text.append("  tos 0x").append(Integer.toHexString(packet.tos()));
        }
        if (packet.length() > SURELY_CARRIED && packet.fragment() == null) {
            text.append("  ").append(words.say(packet.df() ? "size.df" : "size", packet.length()));
        }
        if (packet.fragment() != null) {
            text.append("  ").append(words.say("fragment", packet.fragment().offset(), packet.length()));
        }
        return text.toString();
    }

    private String kind(Packet packet) {
        return switch (packet.payload()) {
            case Payload.Tcp tcp ->
                tcp.flags() == Payload.Tcp.Flags.SYN ? "" : tcp.flags().name().replace('_', '-');
            case Payload.Udp udp ->
                udp.content() instanceof Payload.Dns ? words.say(udp.answer() ? "dns.answer" : "dns.question") : "";
            case Payload.Ipip _ -> "";
            case Payload.Sctp sctp -> sctp.chunk().name().replace('_', '-');
            case Payload.Neighbour message -> words.say("arp.asks", message.target());
            case Payload.Echo echo -> words.say(echo.reply() ? "echo.reply" : "echo.request");
            case Payload.IcmpError error ->
                words.say(
                        "icmp" + error.named(),
                        error.type(),
                        error.code(),
                        error.quoted().sourceText(),
                        error.quoted().destinationText());
        };
    }
}
