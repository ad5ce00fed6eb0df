package vethscope.engine.compile.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import vethscope.engine.compile.Compiler;
import vethscope.engine.compile.Drawn;
import vethscope.engine.trace.Trace;
import vethscope.engine.verify.Findings;

/// Layer 4 balancers on a vpc: who is a target, what the target sees, how answers come back. Sources: Elastic
/// Load Balancing User Guide for Network Load Balancers; kube-proxy's pkg/proxy/healthcheck for the health
/// check node port.
class LoadBalancersTest {

    /// Two nodes in two zones; `web` runs on `b` only.
    private static final Drawn NLB = new Drawn("""
            "name": "nlb",
            "elements": {
              "vpc": { "kind": "vpc", "cidr": "10.0.0.0/16", "routes": ["0.0.0.0/0 via igw", "10.244.1.0/24 via a", "10.244.2.0/24 via b"], "subnets": {
                "a": { "cidr": "10.0.1.0/24", "zone": "za" }, "b": { "cidr": "10.0.2.0/24", "zone": "zb" } } },
              "a": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.1.11/24", "sourceDestCheck": false } }, "podCIDR": "10.244.1.0/24",
                "routes": ["default via 10.0.1.1"], "iptables": [], "securityGroups": [] },
              "b": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.2.12/24", "sourceDestCheck": false } }, "podCIDR": "10.244.2.0/24",
                "routes": ["default via 10.0.2.1"], "securityGroups": [], "containers": [ { "name": "d", "ports": [ { "port": 9000 } ] } ] },
              "b-cni0": { "kind": "bridge", "in": "b", "address": "10.244.2.1/24" },
              "pod": { "kind": "pod", "in": "b", "labels": { "app": "web" }, "address": "10.244.2.2/24",
                "containers": [ { "name": "web", "ports": [ { "port": 8080 } ] } ] },
              "web": { "kind": "service", "type": "LoadBalancer", "clusterIP": "10.96.0.10", "selector": { "app": "web" },
                "externalTrafficPolicy": "Local", "healthCheckNodePort": 30555, "ports": [ { "port": 80, "targetPort": 8080, "nodePort": 30080 } ] },
              "lb": { "kind": "load-balancer", "in": "vpc", "address": "10.0.1.20/24", "crossZone": true, "securityGroups": [],
                "listeners": [ { "port": 80, "mode": "dnat", "service": "web" } ],
                "healthCheck": { "protocol": "HTTP", "port": 30555, "path": "/healthz" } },
              "lb-sg": { "kind": "security-group", "ingress": [ { } ] },
              "node-sg": { "kind": "security-group", "ingress": [ { "protocol": "tcp", "ports": "30000-32767", "peer": "lb-sg" } ] },
              "igw": { "kind": "internet-gateway", "nat": { "10.0.1.20": "198.51.100.20" } },
              "internet": { "kind": "internet" },
              "client": { "kind": "host", "interfaces": { "eth0": { "address": "203.0.113.7/24" } }, "routes": ["default via 203.0.113.1"] }
            },
            "links": [ { "from": "a:eth0", "to": "vpc" }, { "from": "b:eth0", "to": "vpc" }, { "from": "pod", "to": "b-cni0" },
              { "from": "igw", "to": "vpc" }, { "from": "igw", "to": "internet" }, { "from": "client:eth0", "to": "internet" } ]
            """);

    private static final String CALL = "\"from\": \"client\", \"to\": \"198.51.100.20:80\"";

    private static final String CHECK =
            ",\n    \"healthCheck\": { \"protocol\": \"HTTP\", \"port\": 30555, \"path\": \"/healthz\" }";

    private static List<String> health(Drawn drawn) {
        return Compiler.compile(drawn.design()).health().stream()
                .map(h -> h + (h.healthy() ? "" : " unhealthy"))
                .toList();
    }

    private static List<String> said(Drawn drawn, String code) {
        return Findings.of(drawn.design()).stream()
                .filter(f -> f.code().equals(code))
                .map(f -> f.message().in(Locale.ENGLISH))
                .toList();
    }

    @Test
    void aLocalServicesBalancerPassesOverNodesWithoutAnEndpoint() {
        assertEquals(List.of("10.0.1.11:30555 HTTP 503 unhealthy", "10.0.2.12:30555 HTTP 200"), health(NLB));
        assertEquals(List.of(), said(NLB, "VS707"), "nothing is wrong with that");
        assertEquals(List.of("pod"), NLB.branches(CALL));
    }

    @Test
    void withoutTheCheckHalfOfTheClientsOfALocalServiceAreLost() {
        Drawn blind = NLB.with(CHECK, "");
        assertEquals(List.of("a", "pod"), blind.branches(CALL));
    }

    @Test
    void theHealthCheckNodePortSaysHowManyEndpointsAreReadyThere() {
        Trace none = NLB.send("\"from\": \"b\", \"to\": \"10.0.1.11:30555\"");
        assertEquals("delivered", Drawn.ending(none));
        assertEquals("a", none.at().element().value());
        assertEquals(503, none.at().status());
        assertEquals(
                List.of(
                        "a: kube-proxy answers HTTP 503; ready endpoints on this node (X-Load-Balancing-Endpoint-Weight) of"
                                + " default/web: 0"),
                Drawn.said(none, "proxy"));
        Trace one = NLB.send("\"from\": \"a\", \"to\": \"10.0.2.12:30555\"");
        assertEquals(200, one.at().status());
    }

    @Test
    void onlyLocalServicesOfTypeLoadBalancerHaveThatPort() {
        Drawn cluster = NLB.with("\"externalTrafficPolicy\": \"Local\", ", "");
        assertEquals("refused PORT_CLOSED", Drawn.ending(cluster.send("\"from\": \"b\", \"to\": \"10.0.1.11:30555\"")));
    }

    @Test
    void anUnreadyEndpointDoesNotCount() {
        Drawn unready = NLB.with("\"address\": \"10.244.2.2/24\"", "\"address\": \"10.244.2.2/24\", \"ready\": false");
        assertEquals(
                List.of("10.0.1.11:30555 HTTP 503 unhealthy", "10.0.2.12:30555 HTTP 503 unhealthy"), health(unready));
        assertEquals(
                List.of("No target of lb passes its health check (10.0.1.11:30555 HTTP 503, 10.0.2.12:30555 HTTP 503),"
                        + " so all of them are used."),
                said(unready, "VS708"));
        assertEquals(2, unready.branches(CALL).size(), "fail open");
    }

    @Test
    void whateverStopsTheCheckMakesATargetUnhealthy() {
        Drawn cluster = NLB.with("\"externalTrafficPolicy\": \"Local\", ", "")
                .with(
                        "{ \"protocol\": \"HTTP\", \"port\": 30555, \"path\": \"/healthz\" }",
                        "{ \"protocol\": \"TCP\" }");
        assertEquals(List.of("delivered", "delivered"), health(cluster));
        Drawn walled = cluster.with("\"iptables\": []", "\"iptables\": [\"-I FORWARD -p tcp -j DROP\"]");
        assertEquals(List.of("timeout unhealthy", "delivered"), health(walled));
        assertEquals(
                List.of("lb sends nothing to 10.0.1.11:30080: its health check finds timeout."), said(walled, "VS707"));
        assertTrue(walled.send(CALL).steps().stream()
                .noneMatch(s -> s.where().value().equals("a")));
    }

    @Test
    void theTargetSeesTheClientAndTheAnswerComesBackThroughTheBalancer() {
        Trace trace = NLB.send(CALL);
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals("203.0.113.7:40000", trace.sourceSeen());
        assertEquals("198.51.100.20:80", trace.replySeen());
    }

    @Test
    void aBalancerServesItsOwnZoneUnlessItCrossesZones() {
        Drawn cluster = NLB.with("\"externalTrafficPolicy\": \"Local\", ", "").with(CHECK, "");
        assertEquals(List.of("10.0.1.11:30080", "10.0.2.12:30080"), targets(cluster));
        Drawn zonal = cluster.with("\"crossZone\": true", "\"crossZone\": false");
        assertEquals(List.of("10.0.1.11:30080"), targets(zonal));
    }

    @Test
    void eachAddressOfABalancerServesTheZoneThatItStandsIn() {
        Drawn two = NLB.with("\"externalTrafficPolicy\": \"Local\", ", "")
                .with(CHECK, "")
                .with(
                        "\"address\": \"10.0.1.20/24\", \"crossZone\": true",
                        "\"crossZone\": false, "
                                + "\"interfaces\": { \"za\": { \"address\": \"10.0.1.20/24\" }, \"zb\": { \"address\": \"10.0.2.20/24\" } }")
                .with(
                        "\"links\": [",
                        "\"links\": [ { \"from\": \"lb:za\", \"to\": \"vpc\" }, { \"from\": \"lb:zb\", \"to\": \"vpc\" },");
        assertEquals(
                List.of("lb dst 10.0.1.20:80 -> 10.0.1.11:30080"),
                first(two.send("\"from\": \"b\", \"to\": \"10.0.1.20:80\"")));
        assertEquals(
                List.of("lb dst 10.0.2.20:80 -> 10.0.2.12:30080"),
                first(two.send("\"from\": \"a\", \"to\": \"10.0.2.20:80\"")));
    }

    private static List<String> first(Trace trace) {
        return trace.steps().stream()
                .filter(s -> s.rewrite() != null && s.where().value().equals("lb"))
                .map(s -> s.where() + " " + s.rewrite().field() + " "
                        + s.rewrite().from() + " -> " + s.rewrite().to())
                .limit(1)
                .toList();
    }

    private static List<String> targets(Drawn drawn) {
        return Compiler.compile(drawn.design())
                .network()
                .netns(vethscope.model.Id.of("lb"))
                .ruleset()
                .chain(vethscope.engine.netfilter.Table.NAT, "PREROUTING")
                .orElseThrow()
                .rules()
                .stream()
                .map(r -> vethscope.engine.netfilter.IptablesText.ruleText(r))
                .map(r -> r.substring(r.lastIndexOf(' ') + 1))
                .toList();
    }

    @Test
    void aNodeThatIsItsOwnTargetIsLostWhereTheClientsAddressIsKept() {
        Drawn own = NLB.with(CHECK, "")
                .with("\"mode\": \"dnat\", \"service\": \"web\"", "\"mode\": \"dnat\", \"targets\": [\"b:9000\"]");
        assertEquals("timeout MARTIAN", Drawn.ending(own.send("\"from\": \"b\", \"to\": \"10.0.1.20:80\"")));
        Drawn proxy = own.with("\"mode\": \"dnat\"", "\"mode\": \"proxy\"");
        Trace trace = proxy.send("\"from\": \"b\", \"to\": \"10.0.1.20:80\"");
        assertEquals("delivered", Drawn.ending(trace));
        assertTrue(trace.sourceSeen().startsWith("10.0.1.20:"), trace.sourceSeen());
    }

    @Test
    void passthroughReachesTargetsThatAreNotOnTheBalancersLink() {
        Drawn passthrough = NLB.with(CHECK, "")
                .with("\"mode\": \"dnat\", \"service\": \"web\"", "\"mode\": \"passthrough\", \"targets\": [\"b:80\"]")
                .with(
                        "\"selector\": { \"app\": \"web\" },",
                        "\"selector\": { \"app\": \"web\" }, \"loadBalancerIPs\": [\"10.0.1.20\"],");
        Trace trace = passthrough.send(CALL);
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals("203.0.113.7:40000", trace.sourceSeen());
        assertTrue(Drawn.steps(trace, "receive").stream()
                .anyMatch(s -> s.where().value().equals("lb")));
        assertTrue(
                trace.steps().stream()
                        .filter(s -> s.leg() == vethscope.engine.trace.Leg.REPLY)
                        .noneMatch(s -> s.where().value().equals("lb")),
                "the target answers by itself");
    }

    @Test
    void aGroupThatNamesTheBalancersGroupLetsItsClientsIn() {
        Drawn guarded = NLB.with(
                        "\"iptables\": [], \"securityGroups\": []",
                        "\"iptables\": [], \"securityGroups\": [\"node-sg\"]")
                .with("10.0.2.1\"], \"securityGroups\": []", "10.0.2.1\"], \"securityGroups\": [\"node-sg\"]")
                .with(
                        "\"crossZone\": true, \"securityGroups\": []",
                        "\"crossZone\": true, \"securityGroups\": [\"lb-sg\"]");
        assertEquals("delivered", Drawn.ending(guarded.send(CALL)));
        assertEquals(
                "timeout SECURITY_GROUP", Drawn.ending(guarded.send("\"from\": \"a\", \"to\": \"10.0.2.12:30080\"")));
    }

    @Test
    void aProxyWithNobodyToPassAConnectionOnToClosesIt() {
        Drawn nobody = NLB.with(CHECK, "").with("\"mode\": \"dnat\", \"service\": \"web\"", "\"mode\": \"proxy\"");
        Trace trace = nobody.send(CALL);
        assertEquals("closed-without-reply", trace.outcome().json());
        assertEquals("198.51.100.20:80", trace.replySeen());
    }
}
