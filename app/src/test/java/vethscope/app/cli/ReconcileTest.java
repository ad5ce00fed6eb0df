package vethscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What programs made of the objects of the samples.
class ReconcileTest {

    private static final String SERVICE = "../samples/08-pod-to-service/design.veth";

    @Test
    void aServiceIsGivenAnAddressEndpointsAndEntries() {
        List<String> lines =
                Said.by("reconcile", SERVICE, "--of", "web").out().lines().toList();
        assertEquals(3, lines.size());
        assertTrue(lines.get(0).contains("kube-apiserver            gives Service default/web the virtual address"));
        assertTrue(lines.get(1).contains("endpointslice-controller  finds the endpoints of Service default/web: 10."));
        assertTrue(lines.get(2).contains("kube-proxy                writes Service default/web on every node"));
    }

    @Test
    void entriesStandBelowTheStepThatWroteThem() {
        String text = Said.by("reconcile", SERVICE, "--of", "web", "--entries").out();
        assertTrue(text.contains("        # vm1, vm2\n        nat KUBE-SERVICES #"), text);
    }

    @Test
    void jsonNamesTheObjectAndWhereItsMakingIs() throws IOException {
        JsonNode steps = new ObjectMapper()
                .readTree(Said.by("reconcile", "../samples/13-ingress-alb/design.veth", "--format", "json")
                        .out());
        JsonNode created = null;
        for (JsonNode step : steps) {
            created = step.get("text").asText().startsWith("creates the load balancer") ? step : created;
        }
        assertEquals("aws-load-balancer-controller", created.get("program").asText());
        assertEquals("shop", created.get("from").asText());
        assertEquals("alb", created.get("at").get(0).asText());
    }

    @Test
    void chineseIsChinese() {
        String text = Said.by("reconcile", SERVICE, "--lang", "zh").out();
        assertTrue(text.contains("把 pod1 接到网桥 cbr0"), text);
    }
}
