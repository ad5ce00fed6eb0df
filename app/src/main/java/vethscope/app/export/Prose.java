package vethscope.app.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.app.paint.Texts;
import vethscope.app.play.Stop;
import vethscope.app.scene.Captions;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.Kinds;

/// What a figure says in words: its steps, its caption, and its description for people who do not see it.
final class Prose {

    private static final Pattern GATEWAY = Pattern.compile(" via (\\S+)");

    private final Design design;
    private final Texts texts;
    private final Locale locale;

    Prose(Design design, Locale locale) {
        this.design = design;
        this.texts = new Texts(locale);
        this.locale = locale;
    }

    Texts texts() {
        return texts;
    }

    String name(Id id) {
        return design.topology().find(id).map(Captions::name).orElse(id.value());
    }

    /// What stands beside the name of a step's place; empty where the name says it all.
    String stage(Stop stop) {
        return switch (stop.kind()) {
            case HOOK, CONNTRACK, ROUTE, TUNNEL -> stop.stage();
            case BRIDGE -> bridge(stop.netns());
            case RECEIVE, TRANSMIT -> stop.stage();
            case SEND, DEVICE, DELIVER, DROP -> "";
        };
    }

    private String bridge(Id node) {
        return design.topology()
                .all(Bridge.class)
                .filter(b -> b.in().equals(Optional.of(node)))
                .map(Bridge::device)
                .findFirst()
                .orElse("");
    }

    String what(Stop stop) {
        Step key = stop.key();
        String text = switch (stop.kind()) {
            case SEND ->
                stop.steps().getFirst().stage().equals("send") ? sends(stop) : texts.say("figure.step.answers");
            case ROUTE, DEVICE ->
                key.stage().equals("route") && key.rule() != null
                        ? route(key.rule())
                        : key.text().in(locale);
            default -> key.text().in(locale);
        };
        return ttl(stop)
                .map(ttl -> texts.say("figure.step.ttl", text, ttl.from(), ttl.to()))
                .orElse(text);
    }

    /// Whether the sender finds the destination on its own link or asks a gateway.
    private String sends(Stop stop) {
        Optional<String> route = stop.steps().stream()
                .filter(s -> s.stage().equals("route"))
                .flatMap(s -> Optional.ofNullable(s.rule()).stream())
                .findFirst();
        Optional<String> to = packet(stop).map(packet -> packet.destination().toString());
        if (route.isEmpty() || to.isEmpty()) {
            return stop.steps().getFirst().text().in(locale);
        }
        Matcher gateway = GATEWAY.matcher(route.get());
        return gateway.find()
                ? texts.say("figure.step.gateway", to.get(), gateway.group(1))
                : texts.say("figure.step.onlink", to.get());
    }

    private static Optional<Step.Rewrite> ttl(Stop stop) {
        return stop.steps().stream()
                .flatMap(step -> Optional.ofNullable(step.rewrite()).stream())
                .filter(r -> r.field().equals("ttl"))
                .findFirst();
    }

    /// A route as people write it: where to, and how.
    static String route(String rule) {
        return rule.replaceAll(" (proto|scope|src|metric|table) \\S+", "");
    }

    /// The IP packet as it left the step; the inner one of a tunnel.
    static Optional<Packet> packet(Stop stop) {
        Packet last = null;
        for (Step step : stop.steps()) {
            Packet packet = step.frame() == null ? null : packet(step.frame());
            last = packet == null ? last : packet;
        }
        return Optional.ofNullable(last);
    }

    private static @Nullable Packet packet(Frame frame) {
        if (!(frame.content() instanceof Packet packet)) {
            return null;
        }
        if (packet.payload() instanceof Payload.Udp udp && udp.content() instanceof Payload.Vxlan vxlan) {
            return packet(vxlan.inner());
        }
        return packet.payload() instanceof Payload.Ipip ipip ? ipip.inner() : packet;
    }

    String caption(Trace trace, List<Stop> stops) {
        var sentences = new ArrayList<String>();
        Trace.Arrival at = trace.at();
        if (trace.reason() == null && at != null) {
            sentences.add(texts.say(
                    "figure.caption.delivered",
                    trace.probe().from(),
                    trace.probe().to(),
                    name(at.element())));
        } else {
            sentences.add(texts.say(
                    "figure.caption.failed",
                    trace.probe().from(),
                    trace.probe().to(),
                    texts.say("fate." + trace.outcome().json())));
        }
        if (trace.reason() != null) {
            sentences.add(
                    texts.say("figure.caption.reason", trace.reason().text().in(locale)));
        }
        stops.stream().filter(Stop::rewrites).forEach(stop -> sentences.add(rewrite(stop)));
        if (at != null && trace.sourceSeen() != null && trace.replySeen() != null) {
            sentences.add(texts.say(
                    "figure.caption.seen",
                    name(at.element()),
                    trace.sourceSeen(),
                    trace.probe().from(),
                    trace.replySeen()));
        }
        return String.join(texts.language().equals("zh") ? "" : " ", sentences);
    }

    private String rewrite(Stop stop) {
        Step.Rewrite rewrite = stop.key().rewrite();
        if (stop.reply()) {
            return texts.say("figure.caption.undone", stop.n());
        }
        return texts.say("figure.caption." + (rewrite == null ? "dst" : rewrite.field()), stop.n(), name(stop.netns()));
    }

    /// What is drawn, kind by kind.
    String inventory() {
        Map<String, List<String>> byKind = new LinkedHashMap<>();
        for (Element element : design.topology().elements().values()) {
            byKind.computeIfAbsent(Kinds.of(element).name(), k -> new ArrayList<>())
                    .add(Captions.name(element));
        }
        return byKind.entrySet().stream()
                .map(e -> texts.say(
                        "figure.alt.kind",
                        texts.say((e.getValue().size() > 1 ? "kinds." : "kind.") + e.getKey()),
                        String.join(list(), e.getValue())))
                .collect(Collectors.joining(" "));
    }

    private String list() {
        return texts.language().equals("zh") ? "、" : ", ";
    }

    String steps(List<Stop> stops) {
        return stops.stream()
                .map(stop -> texts.say(
                        "figure.alt.step", stop.n(), (name(stop.netns()) + " " + stage(stop)).strip(), what(stop)))
                .collect(Collectors.joining(" "));
    }
}
