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
import vethscope.engine.trace.Sentence;
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

    /// A name as the beginning of a sentence: with a capital, unless it begins with the name of something drawn.
    String sentence(String name) {
        String first = name.split(" ", 2)[0];
        boolean drawn = design.topology().elements().values().stream()
                .anyMatch(e -> Captions.name(e).equals(first) || e.id().value().equals(first));
        return drawn || name.isEmpty() ? name : name.substring(0, 1).toUpperCase(locale) + name.substring(1);
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
            case DROP -> stop.stage().equals("bridge") ? bridge(stop.netns()) : stop.stage();
            case SEND, DEVICE, DELIVER -> "";
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
            case SEND -> stop.reply() ? answers(stop) : sends(stop);
            case ROUTE, DEVICE ->
                key.stage().equals("route") && key.rule() != null && !isLocal(key)
                        ? route(key.rule())
                        : key.text().in(locale);
            default -> key.text().in(locale);
        };
        for (Step step : stop.kind() == Stop.Kind.DEVICE ? stop.steps() : List.<Step>of()) {
            if (step != key && step.rewrite() != null && !step.rewrite().field().equals("ttl")) {
                text = texts.say("figure.step.and", text, step.text().in(locale));
            }
        }
        String told = text;
        return ttl(stop)
                .map(ttl -> texts.say("figure.step.ttl", told, ttl.from(), ttl.to()))
                .orElse(told);
    }

    private static boolean isLocal(Step step) {
        return step.text().key().equals("route.local") || step.text().key().equals("route.self");
    }

    private String answers(Stop stop) {
        return switch (stop.steps().getFirst().leg()) {
            case REQUEST, REPLY, ARP, FRAGMENT, DNS -> texts.say("figure.step.answers");
            case RST -> texts.say("figure.step.resets");
            case ICMP_ERROR ->
                packet(stop)
                        .filter(packet -> packet.payload() instanceof Payload.IcmpError)
                        .map(this::reports)
                        .orElseGet(() -> texts.say("figure.step.answers"));
        };
    }

    private String reports(Packet packet) {
        Payload.IcmpError error = (Payload.IcmpError) packet.payload();
        return Sentence.of("deliver.error" + error.named(), packet.source(), error.type(), error.code(), error.mtu())
                .in(locale);
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
        if (stop.steps().stream().anyMatch(Prose::isLocal)) {
            return texts.say("figure.step.self", to.get());
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

    /// How it went, what was rewritten and undone, and who sees whom.
    String caption(Trace trace, List<Stop> stops) {
        var sentences = new ArrayList<String>();
        Trace.Arrival at = trace.at();
        Trace.Arrival arrived = trace.reason() == null ? at : null;
        sentences.add(texts.say(
                "figure.caption." + (arrived != null ? "delivered." : "failed.")
                        + trace.probe().protocol().lower(),
                trace.probe().from(),
                trace.probe().to(),
                arrived != null
                        ? name(arrived.element())
                        : texts.say("fate." + trace.outcome().json())));
        if (trace.reason() != null) {
            sentences.add(
                    texts.say("figure.caption.reason", trace.reason().text().in(locale)));
        }
        rewrites(stops).ifPresent(sentences::add);
        if (at != null && trace.sourceSeen() != null && trace.replySeen() != null) {
            boolean hidden = stops.stream()
                    .anyMatch(stop -> !stop.reply() && stop.fields().contains("src"));
            sentences.add(texts.say(
                    hidden ? "figure.caption.seen" : "figure.caption.seen.own",
                    name(at.element()),
                    trace.sourceSeen(),
                    trace.probe().from(),
                    trace.replySeen()));
        }
        return String.join(texts.language().equals("zh") ? "" : " ", sentences);
    }

    /// Where the request is rewritten, and the steps that undo it for the answer.
    private Optional<String> rewrites(List<Stop> stops) {
        List<String> there = stops.stream()
                .filter(stop -> !stop.reply() && stop.rewrites())
                .map(stop -> texts.say(
                        "figure.caption."
                                + (stop.fields().size() > 1
                                        ? "both"
                                        : stop.fields().iterator().next()),
                        stop.n(),
                        name(stop.netns())))
                .toList();
        List<String> back = stops.stream()
                .filter(stop -> stop.reply() && stop.rewrites())
                .map(stop -> String.valueOf(stop.n()))
                .toList();
        if (there.isEmpty()) {
            return Optional.empty();
        }
        String undone = back.isEmpty()
                ? ""
                : texts.say(back.size() > 1 ? "figure.caption.undone.many" : "figure.caption.undone", list(back));
        return Optional.of(texts.say("figure.caption.rewrites", list(there), undone));
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

    /// `a, b and c`.
    private String list(List<String> items) {
        int last = items.size() - 1;
        return last < 1
                ? String.join("", items)
                : String.join(list(), items.subList(0, last)) + texts.say("figure.caption.and") + items.get(last);
    }

    String steps(List<Stop> stops) {
        return stops.stream()
                .map(stop -> texts.say(
                        "figure.alt.step", stop.n(), (name(stop.netns()) + " " + stage(stop)).strip(), what(stop)))
                .collect(Collectors.joining(" "));
    }
}
