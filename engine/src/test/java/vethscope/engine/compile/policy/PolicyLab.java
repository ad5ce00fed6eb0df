package vethscope.engine.compile.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import vethscope.engine.compile.Compiled;
import vethscope.engine.compile.Compiler;
import vethscope.engine.netfilter.IptablesText;
import vethscope.engine.network.World;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Trace;
import vethscope.engine.verify.Findings;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.Topology;
import vethscope.model.element.Element;

/// One small cluster, and policies on it in a few words.
///
/// Pods web and app (shop) and cron (jobs) on node n1, which runs ui with its own network; pod far (shop) on n2.
final class PolicyLab {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();

    private static final String TOPOLOGY = """
            { namespaces: [ { name: 'shop', labels: { team: 'a' } }, { name: 'jobs', labels: {} } ],
              nodes: [ { name: 'n1', ip: '172.18.0.2', labels: { zone: 'z1' } },
                       { name: 'n2', ip: '172.18.0.3', labels: { zone: 'z2' } } ],
              pods: [ { namespace: 'shop', name: 'web', node: 'n1', ip: '10.244.1.10', labels: { app: 'web' },
                        ports: [ { name: 'http', containerPort: 80 }, { name: 'admin', containerPort: 81 } ] },
                      { namespace: 'shop', name: 'app', node: 'n1', ip: '10.244.1.11', labels: { app: 'app' },
                        ports: [ { name: 'http', containerPort: 8080 } ] },
                      { namespace: 'jobs', name: 'cron', node: 'n1', ip: '10.244.1.12', labels: { app: 'cron' },
                        ports: [ { name: 'http', containerPort: 80 } ] },
                      { namespace: 'jobs', name: 'ui', node: 'n1', ip: '172.18.0.2', labels: { app: 'ui' },
                        hostNetwork: true, ports: [ { name: 'http', containerPort: 8000 } ] },
                      { namespace: 'shop', name: 'far', node: 'n2', ip: '10.244.2.10', labels: { app: 'far' },
                        ports: [ { name: 'http', containerPort: 80 } ] } ] }
            """;

    private final Design design;
    private final Compiled compiled;

    private PolicyLab(Design design, Policies.IpBlocks blocks) {
        this.design = design;
        this.compiled = Compiler.compile(design, blocks);
    }

    /// @param policies `namespace/name` or, for a cluster-wide one, `name`, then the spec, in turn
    static PolicyLab of(String... policies) {
        return new PolicyLab(drawn(policies), Policies.IpBlocks.ANY_ADDRESS);
    }

    static PolicyLab outsideOnly(String... policies) {
        return new PolicyLab(drawn(policies), Policies.IpBlocks.OUTSIDE_ONLY);
    }

    /// The same, with another element in it.
    PolicyLab and(Element element) {
        Topology topology = design.topology().put(element);
        return new PolicyLab(design.with(topology), Policies.IpBlocks.ANY_ADDRESS);
    }

    private static Design drawn(String... policies) {
        var list = JSON.createArrayNode();
        for (int i = 0; i < policies.length; i += 2) {
            int slash = policies[i].indexOf('/');
            var policy = list.addObject();
            var meta = policy.putObject("metadata").put("name", policies[i].substring(slash + 1));
            if (slash > 0) {
                meta.put("namespace", policies[i].substring(0, slash));
            }
            policy.set("spec", json(policies[i + 1]));
        }
        return PolicyCluster.draw(
                json(TOPOLOGY),
                list,
                PolicyCluster.Wiring.BRIDGE,
                Set.of("203.0.113.9"),
                Map.of("outside-203.0.113.9", Set.of("TCP/443")));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    Design design() {
        return design;
    }

    Compiled compiled() {
        return compiled;
    }

    /// The outcome of a TCP connection.
    String tcp(String from, String to) {
        return trace(from, to, Protocol.TCP).outcome().json();
    }

    String ping(String from, String to) {
        return trace(from, to, Protocol.ICMP).outcome().json();
    }

    Trace trace(String from, String to, Protocol protocol) {
        var probe = new Probe("q", from, null, to, protocol, Probe.Shape.DEFAULT, Probe.Run.DEFAULT, null);
        return Replay.of(design, compiled.network())
                .play(World.COLD, probe, false)
                .traces()
                .getFirst();
    }

    /// A node's filter table as iptables-save prints it, without the table's frame.
    String filter(String node) {
        String text = IptablesText.print(compiled.network().netns(Id.of(node)).ruleset());
        int start = text.indexOf("*filter");
        return start < 0 ? "" : text.substring(start, text.indexOf("COMMIT", start));
    }

    /// Codes and sentences of the findings of this subject.
    List<String> findings() {
        return Findings.of(design, compiled).stream()
                .filter(f -> f.code().compareTo("VS405") >= 0 && f.code().compareTo("VS410") <= 0)
                .map(f -> f.code() + " " + f.message().in(Locale.ENGLISH))
                .toList();
    }
}
