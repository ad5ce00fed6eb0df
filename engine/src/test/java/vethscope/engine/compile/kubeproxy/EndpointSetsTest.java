package vethscope.engine.compile.kubeproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.compile.Drawn;
import vethscope.engine.netfilter.IptablesText;
import vethscope.model.Id;
import vethscope.model.address.Ip;

class EndpointSetsTest {

    /// 1.30 (pkg/proxy/topology.go): without the gate ServiceTrafficDistribution hints of zones count only for services
    /// with the annotation.
    @ParameterizedTest
    @CsvSource({"true, '', near", "false, '', any", "false, Auto, near", "false, disabled, any", "true, disabled, near"
    })
    void hintsOfZonesMayNeedAnAnnotation(boolean gate, String mode, String expected) {
        var drawn = new Drawn("""
                "cluster": { "podCIDR": "10.244.0.0/16", "kubeProxy": { "mode": "iptables",
                  "featureGates": { "ServiceTrafficDistribution": %s } } },
                "elements": {
                  "vm": { "kind": "node", "podCIDR": "10.244.1.0/24", "labels": { "topology.kubernetes.io/zone": "a" } },
                  "cni0": { "kind": "bridge", "in": "vm", "address": "10.244.1.1/24" },
                  "client": { "kind": "pod", "in": "vm", "address": "10.244.1.9/24" },
                  "near": { "kind": "pod", "in": "vm", "address": "10.244.1.2/24" },
                  "far": { "kind": "pod", "in": "vm", "address": "10.244.1.3/24" },
                  "svc": { "kind": "service", "clusterIP": "10.96.0.10", "ports": [ { "port": 80 } ],
                    "annotations": { "service.kubernetes.io/topology-mode": "%s" },
                    "endpoints": [ { "pod": "near", "hints": { "zones": ["a"] } }, { "pod": "far", "hints": { "zones": ["b"] } } ] } },
                "links": [ { "from": "client", "to": "cni0" }, { "from": "near", "to": "cni0" }, { "from": "far", "to": "cni0" } ]
                """.formatted(gate, mode));
        var vm = Compiler.compile(drawn.design()).network().netns(Id.of("vm"));
        String rules = IptablesText.print(vm.ruleset());
        assertEquals(expected.equals("any"), rules.contains("--to-destination 10.244.1.3:80"));
        assertEquals(true, rules.contains("--to-destination 10.244.1.2:80"));
    }

    @TestFactory
    Stream<DynamicTest> endpointsAreChosenAsInKubeProxysOwnTests() {
        return Corpus.items(Corpus.ROOT.path("categorizeEndpoints"))
                .map(row -> dynamicTest(row.path("name").asText(), () -> check(row)));
    }

    @Test
    void theCorpusHasAllItsRows() {
        assertEquals(32, Corpus.ROOT.path("categorizeEndpoints").size());
    }

    private static void check(JsonNode row) {
        JsonNode port = row.path("servicePort");
        boolean accessible = port.path("externallyAccessible").asBoolean();
        boolean internalLocal = port.path("internalPolicyLocal").asBoolean();
        boolean externalLocal = port.path("externalPolicyLocal").asBoolean();
        JsonNode at = row.path("node");
        String name = at.path("name").isNull() ? "this-node" : at.path("name").asText();
        var node = new NodeView(
                Id.of("node"), name, List.of(), Ip.parse("10.0.0.1"), List.of(), Corpus.text(at.path("zone")));
        List<ServiceEndpoint> endpoints =
                Corpus.items(row.path("endpoints")).map(e -> endpoint(e, name)).toList();
        EndpointSets sets = EndpointSets.of(
                endpoints, !internalLocal || accessible, internalLocal || externalLocal && accessible, node);
        JsonNode expected = row.path("expected");
        assertEquals(names(expected.path("clusterEndpoints")), names(sets.cluster()));
        assertEquals(names(expected.path("localEndpoints")), names(sets.local()));
        assertEquals(names(expected.path("allReachableEndpoints")), names(sets.reachable()));
        assertEquals(expected.path("hasAnyEndpoints").asBoolean(), sets.any());
    }

    private static ServiceEndpoint endpoint(JsonNode e, String node) {
        String text = e.path("endpoint").asText();
        int colon = text.lastIndexOf(':');
        return new ServiceEndpoint(
                Ip.parse(text.substring(0, colon)),
                Integer.parseInt(text.substring(colon + 1)),
                e.path("local").asBoolean() ? node : null,
                e.path("ready").asBoolean(),
                e.path("serving").asBoolean(),
                e.path("terminating").asBoolean(),
                new ServiceEndpoint.Hints(Corpus.texts(e.path("zoneHints")), Corpus.texts(e.path("nodeHints"))));
    }

    private static @Nullable Set<String> names(JsonNode array) {
        return array.isNull() ? null : new TreeSet<>(Corpus.texts(array));
    }

    private static @Nullable Set<String> names(@Nullable List<ServiceEndpoint> endpoints) {
        return endpoints == null
                ? null
                : endpoints.stream().map(ServiceEndpoint::toString).collect(Collectors.toCollection(TreeSet::new));
    }
}
