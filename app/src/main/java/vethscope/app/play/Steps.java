package vethscope.app.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vethscope.app.widget.Texts;
import vethscope.engine.packet.Packet;
import vethscope.engine.trace.Step;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.KubeNode;

/// What a step is called and said in the words of the window.
final class Steps {

    private static final Pattern VIA = Pattern.compile("\\bvia (?:inet6 )?(\\S+)");

    private final Texts texts;
    private final Supplier<Design> design;

    Steps(Texts texts, Supplier<Design> design) {
        this.texts = texts;
        this.design = design;
    }

    /// A header field of a step.
    ///
    /// @param out the value that left; equal to `in` where nothing changed
    record Field(String name, String in, String out) {
        boolean changed() {
            return !in.equals(out);
        }
    }

    String where(Step step) {
        String name = name(step.netns());
        String iface = step.iface();
        boolean device = step.isWire()
                || step.stage().startsWith("bridge")
                || step.stage().equals("arp");
        return iface == null || !device ? name : name + " · " + iface;
    }

    /// Where a line of the list is: a bridge's port belongs to the bridge.
    String where(Lines.Line line) {
        return line.kind() == Stop.Kind.BRIDGE
                ? name(line.main().netns()) + bridge(line).map(b -> " · " + b).orElse("")
                : where(line.main());
    }

    private Optional<String> bridge(Lines.Line line) {
        Id netns = line.main().netns();
        List<String> devices = design.get()
                .topology()
                .all(Bridge.class)
                .filter(b -> b.in().equals(Optional.of(netns)))
                .map(Bridge::device)
                .toList();
        return line.by().text().arguments().stream()
                .filter(devices::contains)
                .findFirst()
                .or(() -> devices.stream().findFirst());
    }

    String stage(Lines.Line line) {
        return switch (line.kind()) {
            case SEND -> texts.get("stage.send");
            case BRIDGE -> texts.get("stage.bridge");
            case null, default -> stage(line.main());
        };
    }

    /// The outcome of a line in a few words: at an interface the next hop, at a bridge the port.
    String result(Lines.Line line) {
        Step step = line.main();
        return switch (line.kind()) {
            case BRIDGE -> result(line.by());
            case TRANSMIT -> nextHop(line.by(), step).orElseGet(() -> result(step));
            case RECEIVE ->
                step.frame() != null && step.frame().content() instanceof Packet packet
                        ? packet.sourceText() + " → " + packet.destinationText()
                        : result(step);
            case null, default -> result(step);
        };
    }

    private Optional<String> nextHop(Step route, Step sent) {
        if (sent.frame() == null || !(sent.frame().content() instanceof Packet packet)) {
            return Optional.empty();
        }
        var via = VIA.matcher(String.valueOf(route.rule()));
        return Optional.of(texts.get(
                "result.transmit",
                via.find() ? via.group(1) : packet.destination().toString(),
                String.valueOf(packet.ttl())));
    }

    /// As [#where], in full: the namespace by its own word.
    String place(Step step) {
        boolean node = design.get()
                .topology()
                .find(step.netns())
                .filter(KubeNode.class::isInstance)
                .isPresent();
        return node ? texts.get("trace.root-netns", name(step.netns())) : name(step.netns());
    }

    String stage(Step step) {
        return texts.getOr("stage." + step.stage().replace(' ', '-'), step.stage());
    }

    /// The outcome in a few words: the new address, the route taken, or the sentence.
    String result(Step step) {
        Step.Rewrite rewrite = step.rewrite();
        if (rewrite != null) {
            return switch (rewrite.field()) {
                case "dst" -> "DNAT → " + rewrite.to();
                case "src" -> "SNAT → " + rewrite.to();
                case "ttl" -> "TTL " + rewrite.from() + " → " + rewrite.to();
                default -> rewrite.field() + " → " + rewrite.to();
            };
        }
        String rule = step.rule();
        return rule != null && step.stage().equals("route") ? rule : brief(step);
    }

    /// The sentence in fewer words, where there are any.
    private String brief(Step step) {
        String key = "result." + step.text().key();
        if (step.text().key().equals("hook.accept") && step.rule() != null) {
            String[] words = step.rule().split(" ");
            // a rule of iptables has a number in its chain, a statement of nft has none
            return texts.get(key, words[1].startsWith("#") ? words[0] + " " + words[1] : words[0]);
        }
        return texts.has(key)
                ? texts.get(key, step.text().arguments(texts.locale()).toArray())
                : sentence(step);
    }

    String sentence(Step step) {
        return texts.of(step.text());
    }

    boolean ends(Step step) {
        return step.stage().equals("drop") || step.dropped() != null && !step.flood();
    }

    /// The headers of the packet as it came in and went out; empty where there is none.
    List<Field> fields(Step step) {
        var fields = new ArrayList<Field>();
        if (step.frame() == null || !(step.frame().content() instanceof Packet packet)) {
            return fields;
        }
        Step.Rewrite rewrite = step.rewrite();
        fields.addAll(end("src", "sport", packet.sourceText(), rewrite));
        fields.addAll(end("dst", "dport", packet.destinationText(), rewrite));
        String ttl = String.valueOf(packet.ttl());
        fields.add(
                rewrite != null && rewrite.field().equals("ttl")
                        ? new Field("ttl", rewrite.from(), rewrite.to())
                        : new Field("ttl", ttl, ttl));
        return fields;
    }

    private static List<Field> end(String address, String port, String text, Step.@Nullable Rewrite rewrite) {
        String[] in = split(text);
        String[] out = in;
        if (rewrite != null && rewrite.field().equals(address)) {
            in = split(rewrite.from());
            out = split(rewrite.to());
        }
        var fields = new ArrayList<Field>();
        fields.add(new Field(address, in[0], out[0]));
        if (!in[1].isEmpty() || !out[1].isEmpty()) {
            fields.add(new Field(port, in[1], out[1]));
        }
        return fields;
    }

    private static String[] split(String text) {
        int colon = text.lastIndexOf(':');
        boolean port = colon > 0 && (text.startsWith("[") ? text.charAt(colon - 1) == ']' : text.indexOf(':') == colon);
        return port
                ? new String[] {text.substring(0, colon).replaceAll("[\\[\\]]", ""), text.substring(colon + 1)}
                : new String[] {text, ""};
    }

    private String name(Id id) {
        return design.get().topology().find(id).map(Element::name).orElse(id.value());
    }
}
