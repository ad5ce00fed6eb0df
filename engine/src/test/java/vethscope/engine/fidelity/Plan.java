package vethscope.engine.fidelity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.engine.forward.Flow;
import vethscope.engine.forward.Lookup;
import vethscope.engine.lab.LabNeeds;
import vethscope.engine.netfilter.IptablesText;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.engine.network.Socket;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.replay.Resolution;
import vethscope.model.Design;
import vethscope.model.Probe;

/// What the recorder must know of a drawing: whose device is whose, which ports are no accident, and the probes with
/// everything resolved.
final class Plan {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PORTS = Pattern.compile("(?:--dport |--sport |--to-ports |:)(\\d+)\\b");

    private final Design design;
    private final Network network;
    private final ObjectNode root = JSON.createObjectNode();
    private final SequencedSet<String> needs = new TreeSet<>();

    private Plan(Design design, Network network) {
        this.design = design;
        this.network = network;
    }

    static ObjectNode of(String name, Design design, Network network) {
        var plan = new Plan(design, network);
        plan.root.put("id", name);
        network.spaces().values().forEach(plan::space);
        plan.sockets();
        Replay.run(design, network, design.probes(), true).forEach(plan::probe);
        return plan.root;
    }

    private void space(Netns netns) {
        ObjectNode space =
                root.withArray("/spaces").addObject().put("id", netns.id().value());
        ArrayNode devices = space.putArray("devices");
        for (Interface device : netns.interfaces().values()) {
            ObjectNode json = devices.addObject()
                    .put("name", device.name())
                    .put("kind", device.kind().name().toLowerCase(Locale.ROOT))
                    .put("mac", device.mac().toString())
                    .put("port", device.port() != null);
            if (device.peer() != null) {
                json.putArray("peer")
                        .add(device.peer().netns().value())
                        .add(device.peer().iface());
            }
            if (device.tunnel() != null && device.tunnel().udpPort() != 0) {
                json.put("tunnelPort", device.tunnel().udpPort());
            }
        }
    }

    /// Every port that a server, a proxy or a rule names: all others were picked by the kernel.
    private void sockets() {
        SequencedSet<Integer> known = new TreeSet<>();
        ArrayNode binds = root.putArray("binds");
        for (Netns netns : network.spaces().values()) {
            for (Socket socket : netns.bound()) {
                known.add(socket.port());
                binds.addObject()
                        .put("container", socket.element() + "/" + socket.container())
                        .put("port", socket.port())
                        .put("protocol", socket.protocol().lower())
                        .put("bind", socket.bind().toString())
                        .put("result", "ok");
            }
            netns.proxies().forEach(p -> known.add(p.port()));
            String rules = IptablesText.print(netns.ruleset()) + IptablesText.print6(netns.ruleset());
            Matcher ports = PORTS.matcher(rules);
            while (ports.find()) {
                known.add(Integer.parseInt(ports.group(1)));
            }
        }
        ArrayNode all = root.putArray("knownPorts");
        known.forEach(all::add);
    }

    /// What a warm probe finds was left by those before it, so it needs what they needed.
    private void probe(Played played) {
        Probe probe = played.probe();
        if (!probe.run().warm()) {
            needs.clear();
        }
        if (!(Replay.resolve(design, network, probe) instanceof Resolution.Ready(Flow flow))
                || flow.arrivesAt() != null
                || network.home(flow.from()).isEmpty()) {
            needs.add("a sender in the drawing");
            root.withObject("/unsent").putArray(probe.name()).addAll(words(needs));
            return;
        }
        needs.addAll(LabNeeds.of(network, flow, played.traces()));
        Lookup lookup = flow.lookup();
        boolean asks = lookup != null && lookup.server() != null;
        if (lookup != null && !asks && !lookup.found()) {
            needs.add("a DNS server in the drawing");
            root.withObject("/unsent").putArray(probe.name()).addAll(words(needs));
            return;
        }
        ObjectNode json = root.withArray("/probes").addObject();
        json.put("name", probe.name())
                .put("from", flow.from().value())
                .put("netns", network.home(flow.from()).orElseThrow().id().value())
                .put("ip", flow.destination().toString())
                .put("port", flow.protocol().hasPorts() ? flow.port() : null)
                .put("protocol", flow.protocol().lower())
                .put("sport", flow.sourcePort())
                .put("sourceIP", flow.source() == null ? null : flow.source().toString())
                .put("ttl", flow.ttl())
                .put("size", flow.size())
                .put("df", flow.df())
                .put("host", text(flow.request().host()))
                .put("path", text(flow.request().path()))
                .put("warm", probe.run().warm())
                .put("attempts", Math.max(1, probe.run().attempts()));
        json.putArray("needs").addAll(words(needs));
        if (asks) {
            json.put(
                    "resolver",
                    lookup.servers().stream()
                            .map(server -> String.valueOf(server.ip()))
                            .collect(Collectors.joining(",")));
            json.put("tries", lookup.manner().attempts());
            json.put("given", lookup.given());
            json.putArray("types").addAll(words(lookup.types()));
            json.putArray("names")
                    .addAll(words(
                            lookup.names().stream().map(Lookup.Attempt::name).toList()));
        }
    }

    private static String text(@Nullable String said) {
        return said == null ? "" : said;
    }

    private static List<TextNode> words(Collection<String> words) {
        return words.stream().map(TextNode::valueOf).toList();
    }
}
