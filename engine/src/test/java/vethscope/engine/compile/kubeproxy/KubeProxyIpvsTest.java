package vethscope.engine.compile.kubeproxy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import vethscope.engine.netfilter.Applied;
import vethscope.engine.netfilter.IpSet;
import vethscope.engine.netfilter.IptablesText;
import vethscope.engine.netfilter.Match;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Target;
import vethscope.engine.netfilter.VirtualServer;
import vethscope.model.Id;
import vethscope.model.address.Ip;

/// Every IPVS table of the corpus: virtual servers, sets and chains as in kube-proxy's own tests.
class KubeProxyIpvsTest {

    @TestFactory
    Stream<DynamicTest> everyTableIsAsInKubeProxysOwnTests() {
        return tables().map(test -> dynamicTest(test.path("id").asText(), () -> {
            boolean v6 = test.path("ipFamily").asText().equals("IPv6");
            KubeProxyIpvs proxy = proxy(test);
            Ruleset rules = proxy.install(Ruleset.EMPTY);
            JsonNode expected = test.path("expected");
            assertAll(
                    () -> virtualServers(expected, proxy, v6),
                    () -> sets(expected, rules, v6),
                    () -> chains(expected, rules, v6));
        }));
    }

    @Test
    void theCorpusHasAllItsTables() {
        assertEquals(22, tables().count());
    }

    private static Stream<JsonNode> tables() {
        return Corpus.items(Corpus.ROOT.path("ipvsTables"));
    }

    private static KubeProxyIpvs proxy(JsonNode test) {
        ServiceProgram program = ServiceProgram.of(Corpus.design(test), _ -> List.of());
        return KubeProxyIpvs.of(program, node(test.path("node")), Corpus.settings(test));
    }

    private static NodeView node(JsonNode node) {
        List<Ip> ips = Corpus.ips(node.path("ips"));
        Ip primary = ips.isEmpty() ? Ip.LOOPBACK : ips.getFirst();
        String name = node.path("name").isNull() ? "node" : node.path("name").asText();
        return new NodeView(Id.of("node"), name, ips, primary, List.of(), null);
    }

    private static void virtualServers(JsonNode expected, KubeProxyIpvs proxy, boolean v6) {
        var found = new TreeMap<String, String>();
        proxy.all().stream()
                .filter(server -> server.address().v6() == v6)
                .forEach(server -> found.put(door(server), content(server)));
        int count = expected.path("virtualServerCount").asInt();
        if (count >= 0) {
            assertEquals(count, found.size(), found::toString);
        }
        var asked = new TreeMap<String, String>();
        for (JsonNode server : expected.path("virtualServers")) {
            asked.put(
                    server.path("protocol").asText() + " " + server.path("ip").asText() + " "
                            + server.path("port").asInt(),
                    server.path("scheduler").asText() + " " + new TreeSet<>(Corpus.texts(server.path("realServers"))));
        }
        if (!expected.path("virtualServersComplete").asBoolean()) {
            found.keySet().retainAll(asked.keySet());
        }
        assertEquals(asked, found);
    }

    private static String door(VirtualServer server) {
        return server.protocol() + " " + server.address() + " " + server.port();
    }

    private static String content(VirtualServer server) {
        return server.scheduler().lower() + " "
                + server.servers().stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void sets(JsonNode expected, Ruleset rules, boolean v6) {
        expected.path("ipsets").properties().forEach(entry -> {
            IpSet set = rules.sets().get(IpvsSets.name(entry.getKey(), v6));
            Set<String> found =
                    set.entries().stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
            assertEquals(new TreeSet<>(Corpus.texts(entry.getValue())), found, entry.getKey());
        });
    }

    /// The corpus lists the nat and filter rules of chains with one name one after the other.
    private static void chains(JsonNode expected, Ruleset rules, boolean v6) {
        expected.path("iptablesChains").properties().forEach(entry -> {
            var found = new ArrayList<String>();
            for (Table table : List.of(Table.NAT, Table.FILTER)) {
                rules.chain(v6, table, entry.getKey())
                        .ifPresent(chain -> chain.rules().forEach(rule -> found.add(told(rule))));
            }
            List<String> asked = Corpus.items(entry.getValue())
                    .map(rule -> rule.path("target").asText() + " "
                            + rule.path("matchSet").asText())
                    .toList();
            assertEquals(asked, found, entry.getKey());
        });
    }

    private static String told(Rule rule) {
        String target = rule.target() instanceof Target.Jump jump
                ? jump.chain()
                : String.valueOf(rule.target()).replaceAll("\\[.*", "").toUpperCase(java.util.Locale.ROOT);
        return rule.matches().stream()
                .filter(Match.InSet.class::isInstance)
                .map(m -> target + " " + ((Match.InSet) m).set())
                .findFirst()
                .orElse(target + " null");
    }

    @TestFactory
    Stream<DynamicTest> theRulesCanBePrintedAndReadBack() {
        return tables().map(test -> dynamicTest(test.path("id").asText(), () -> {
            Ruleset rules = proxy(test).install(Ruleset.EMPTY);
            String text = IptablesText.print(rules);
            var read = IptablesText.parse(text);
            assertEquals(
                    text, read instanceof Applied.Done done ? IptablesText.print(done.ruleset()) : read.toString());
        }));
    }
}
