package vethscope.engine.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vethscope.engine.finding.Finding;
import vethscope.engine.trace.Fate;
import vethscope.engine.verify.Findings;

/// Lines of routes, rules and iptables are taken and refused as the commands themselves do, recorded in lines.txt. What
/// is refused is one finding that names the line, and packets go on as if it were not there.
class LinesTest {

    private static final Set<String> REFUSALS =
            Set.of("VS301", "VS302", "VS303", "VS304", "VS305", "VS309", "VS320", "VS401");

    static Stream<String> lines() throws IOException {
        try (InputStream in = Objects.requireNonNull(LinesTest.class.getResourceAsStream("lines.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(l -> !l.startsWith("#"));
        }
    }

    private static Drawn drawn(String key, String json) {
        return new Drawn("""
                "elements": {
                  "client": { "kind": "host", "interfaces": { "eth0": { "address": "10.0.1.2/24" } },
                    "routes": [ "default via 10.0.1.1" ] },
                  "router": { "kind": "router", "%s": %s, "interfaces": {
                    "eth0": { "address": "10.0.1.1/24" }, "eth1": { "address": "10.0.2.1/24" } } },
                  "server": { "kind": "host", "interfaces": { "eth0": { "address": "10.0.2.2/24" } },
                    "routes": [ "default via 10.0.2.1" ],
                    "containers": [ { "name": "web", "ports": [ { "port": 80 } ] } ] } },
                "links": [ { "from": "client:eth0", "to": "router:eth0" },
                  { "from": "server:eth0", "to": "router:eth1" } ]
                """.formatted(key, json));
    }

    private static List<Finding> refusals(Drawn drawn) {
        return Findings.of(drawn.design()).stream()
                .filter(f -> REFUSALS.contains(f.code()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aLineIsTakenOrRefusedAsByTheCommandItself(String recorded) {
        String key = recorded.substring(0, 9).strip();
        boolean taken = recorded.substring(9, 16).strip().equals("taken");
        String line = recorded.substring(18);
        Drawn drawn =
                drawn(key, "[\"" + new String(JsonStringEncoder.getInstance().quoteAsString(line)) + "\"]");
        List<Finding> refusals = refusals(drawn);
        Fate fate = drawn.send("\"from\": \"client\", \"to\": \"10.0.2.2:80\"").outcome();
        if (taken) {
            assertEquals(List.of(), refusals);
        } else {
            assertEquals(1, refusals.size());
            assertEquals("router", String.valueOf(refusals.getFirst().where()));
            assertTrue(refusals.getFirst().message().in(Locale.ENGLISH).contains(line));
            assertEquals(Fate.DELIVERED, fate);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"net.ipv4.ip_forward\": \"yes\"",
                "\"net.ipv4.conf.nope.rp_filter\": 1",
                "\"net.ipv4.conf.eth0.rp_filter\": \"\"",
                "\"net.ipv4.conf.all.rp_filter\": \"1 2\"",
                "\"net.bridge.bridge-nf-call-iptables\": \"on\"",
                "\"net.netfilter.nf_conntrack_tcp_be_liberal\": \"true\""
            })
    void aSysctlThatTheKernelRefusesKeepsItsValue(String sysctl) {
        Drawn drawn = drawn("sysctl", "{ " + sysctl + " }");
        List<Finding> refusals = refusals(drawn);
        assertEquals(List.of("VS320"), refusals.stream().map(Finding::code).toList());
        String key = sysctl.substring(1, sysctl.indexOf('"', 1));
        assertTrue(refusals.getFirst().message().in(Locale.ENGLISH).contains(key));
        assertEquals(
                Fate.DELIVERED,
                drawn.send("\"from\": \"client\", \"to\": \"10.0.2.2:80\"").outcome());
    }
}
