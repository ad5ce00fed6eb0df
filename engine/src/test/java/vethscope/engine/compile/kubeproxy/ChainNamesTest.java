package vethscope.engine.compile.kubeproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;
import vethscope.model.element.Service;

/// Chains bear the names that kube-proxy's own tests expect.
class ChainNamesTest {

    static Stream<JsonNode> iptables() {
        return Corpus.items(
                Corpus.ROOT.path("ruleFacts").path("iptablesChainNames").path("rows"));
    }

    static Stream<JsonNode> nftables() {
        return Corpus.items(
                Corpus.ROOT.path("ruleFacts").path("nftablesChainNames").path("rows"));
    }

    @ParameterizedTest
    @MethodSource("iptables")
    void ofIptablesMode(JsonNode row) {
        String[] name = row.path("service").asText().split("[/:]");
        ServicePort port = port(name[0], name[1], row.path("protocol").asText(), name[2]);
        String endpoint = row.path("endpoint").asText();
        String suffix = endpoint.isEmpty() ? ChainNames.suffix(port) : ChainNames.suffix(port, endpoint(endpoint));
        assertEquals(row.path("suffix").asText(), suffix);
    }

    @ParameterizedTest
    @MethodSource("nftables")
    void ofNftablesMode(JsonNode row) {
        String base = row.path("base").asText();
        String[] halves = base.split("__");
        String[] name = halves[0].split("/");
        ServicePort port = port(name[0], name[1], name[2], name[3]);
        String chain;
        if (halves.length == 1) {
            chain = ChainNames.nftables(port);
        } else {
            String[] end = halves[1].split("/");
            chain = ChainNames.nftables(port, end[0], Integer.parseInt(end[1]));
        }
        assertEquals(row.path("hash").asText() + "-" + base, chain);
    }

    @Test
    void aColonCannotStandInAName() {
        String chain = ChainNames.nftables(
                port("testing", "service", "tcp", "http"),
                new ServiceEndpoint(Ip.parse("fd80::1"), 80, null, true, true, false, ServiceEndpoint.Hints.NONE));
        assertTrue(chain.endsWith("-testing/service/tcp/http__fd80..1/80"), chain);
    }

    /// `chainNameBaseLengthMax` in pkg/proxy/nftables/proxier.go: 240 signs.
    @Test
    void aNameIsCutWhereNftablesTakesNoMore() {
        String label = "a".repeat(63);
        String whole = ChainNames.nftables(port(label, label, "tcp", "web"), "fd00:10:244:1:2:3:4:5", 8080);
        assertTrue(whole.endsWith("/tcp/web__fd00.10.244.1.2.3.4.5/8080"), whole);
        String cut = ChainNames.nftables(port(label, label, "tcp", "p".repeat(120)));
        assertEquals(240, cut.length());
        assertTrue(cut.endsWith("ppp..."), cut);
    }

    private static ServicePort port(String namespace, String service, String protocol, String port) {
        return new ServicePort(
                new ServicePort.Name(namespace, service, port),
                Protocol.valueOf(protocol.toUpperCase(Locale.ROOT)),
                new ServicePort.Doors(Ip.ANY, 80, 0, List.of(), List.of(), List.of(), 0),
                Service.Traffic.DEFAULT,
                List.of());
    }

    private static ServiceEndpoint endpoint(String written) {
        String[] end = written.split(":");
        return new ServiceEndpoint(
                Ip.parse(end[0]), Integer.parseInt(end[1]), null, true, true, false, ServiceEndpoint.Hints.NONE);
    }
}
