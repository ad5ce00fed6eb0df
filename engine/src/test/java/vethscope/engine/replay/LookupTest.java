package vethscope.engine.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.forward.Lookup;
import vethscope.engine.network.World;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// One node, a client, the cluster's DNS and a server. Expectations after resolv.conf(5) and the kubernetes/dns
/// specification.
class LookupTest {

    private static final String DNS = """
        "dns": { "kind": "pod", "in": "n1", "namespace": "kube-system", "labels": { "k8s-app": "kube-dns" }, "address": "10.244.1.9/24",
                 "containers": [ { "name": "coredns", "ports": [ { "name": "dns", "protocol": "UDP", "port": 53 } ] } ] },
        "kube-dns": { "kind": "service", "namespace": "kube-system", "clusterIP": "10.96.0.53", "selector": { "k8s-app": "kube-dns" },
                      "ports": [ { "name": "dns", "protocol": "UDP", "port": 53 } ] },
        """;

    private static Design design(String more, String client) {
        String text = """
            { "vethscope": 1,
              "elements": {
                "n1": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.0.11/24" } }, "podCIDR": "10.244.1.0/24",
                        "routes": [ "default via 10.0.0.1" ] },
                "br": { "kind": "bridge", "in": "n1", "address": "10.244.1.1/24" },
                "client": { "kind": "pod", "in": "n1", %s },
                "server": { "kind": "pod", "in": "n1", "namespace": "shop", "labels": { "app": "web" }, "address": "10.244.1.4/24",
                            "hostname": "db-0", "subdomain": "db",
                            "containers": [ { "name": "web", "ports": [ { "name": "web", "port": 8080 } ] } ] },
                %s
                "web": { "kind": "service", "namespace": "shop", "clusterIP": "10.96.0.10", "selector": { "app": "web" },
                         "ports": [ { "name": "http", "port": 80, "targetPort": 8080 } ] } },
              "links": [ { "from": "client:eth0", "to": "br" }, { "from": "server:eth0", "to": "br" }, { "from": "dns:eth0", "to": "br" } ] }
            """.formatted(client, more);
        return assertInstanceOf(Reading.Opened.class, Veth.read(text)).design();
    }

    private static Design design(String more) {
        return design(more, "\"address\": \"10.244.1.2/24\"");
    }

    private static Flowing send(Design design, String to) {
        var network = Compiler.compile(design).network();
        var shape = new Probe.Shape(0, null, 64, 0, false, null, null);
        var probe = new Probe("p", "client", null, to, Protocol.TCP, shape, Probe.Run.DEFAULT, null);
        var resolution = assertInstanceOf(Resolution.Ready.class, Replay.resolve(design, network, probe));
        Played played = Replay.of(design, network).play(World.COLD, probe, false);
        return new Flowing(resolution.flow().lookup(), played.traces().getFirst());
    }

    private record Flowing(@Nullable Lookup lookup, Trace trace) {
        List<String> told() {
            return trace.steps().stream()
                    .filter(s -> s.stage().equals("dns"))
                    .map(s -> s.text().key())
                    .toList();
        }
    }

    @Test
    void theQuestionIsAPacketThatIsRewrittenLikeAnyOther() {
        Trace trace = send(design(DNS), "web.shop:80").trace();
        assertEquals("delivered", trace.outcome().json());
        assertEquals(
                List.of("10.96.0.53:53 10.244.1.9:53", "10.244.1.9:53 10.96.0.53:53"),
                trace.steps().stream()
                        .filter(s -> s.leg() == Leg.DNS)
                        .map(Step::rewrite)
                        .filter(r -> r != null && !r.field().equals("ttl"))
                        .map(r -> r.from() + " " + r.to())
                        .limit(2)
                        .toList());
        int request = trace.steps().stream()
                .filter(s -> s.leg() == Leg.REQUEST)
                .mapToInt(Step::n)
                .min()
                .orElseThrow();
        assertTrue(trace.steps().stream().filter(s -> s.leg() == Leg.DNS).allMatch(s -> s.n() < request));
    }

    @Test
    void theServerOfTheLookUpIsNotWhereTheRequestArrived() {
        Trace trace = send(design(DNS), "web.shop:80").trace();
        assertNotNull(trace.at());
        assertEquals("server", trace.at().element().value());
        assertEquals("10.244.1.2:40000", trace.sourceSeen());
    }

    @Test
    void eachNameOfTheSearchListIsTold() {
        Flowing flowing = send(design(DNS), "web.shop:80");
        assertEquals(List.of("dns.ask", "dns.none", "dns.next", "dns.answer"), flowing.told());
    }

    /// glibc sends a question for each name of the search list until one has an answer, each from a socket of its own.
    @Test
    void eachNameOfTheSearchListIsAQuestionOfItsOwn() {
        Trace trace = send(design(DNS), "web.shop:80").trace();
        List<String> asked = trace.steps().stream()
                .filter(s -> s.stage().equals("transmit") && s.where().value().equals("client") && s.leg() == Leg.DNS)
                .flatMap(s -> s.frame().content() instanceof Packet p ? Stream.of(p) : Stream.empty())
                .map(p -> ((Payload.Dns) ((Payload.Udp) p.payload()).content()).name())
                .toList();
        assertEquals(List.of("web.shop.default.svc.cluster.local", "web.shop.svc.cluster.local"), asked);
        assertEquals(
                2,
                trace.steps().stream()
                        .filter(s ->
                                s.stage().equals("receive") && s.where().value().equals("dns") && s.leg() == Leg.DNS)
                        .map(s -> ((Packet) s.frame().content()).sourcePort())
                        .distinct()
                        .count());
    }

    /// getaddrinfo(3), AI_ADDRCONFIG: a sender with addresses of both families asks for A and AAAA from one socket.
    @Test
    void aSenderOfBothFamiliesAsksForBothKindsOfRecords() {
        String both = "\"address\": [\"10.244.1.2/24\", \"fd00:1::2/64\"]";
        Flowing flowing = send(design(DNS, both), "web.shop.svc.cluster.local.:80");
        assertEquals(List.of("dns.ask", "dns.also", "dns.answer"), flowing.told());
        assertEquals(List.of("A", "AAAA"), flowing.lookup().types());
    }

    /// kubernetes/dns docs/specification.md 2.3 to 2.5, RFC 1035 3.5. A question for an address leads to the name that
    /// has it.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        web.shop.svc.cluster.local.                    |                                          | 10.96.0.10 | 80
        WEB.SHOP.SVC.CLUSTER.LOCAL.                    |                                          | 10.96.0.10 | 80
        db.shop.svc.cluster.local.                     |                                          | 10.244.1.4 | 5432
        db-0.db.shop.svc.cluster.local.                |                                          | 10.244.1.4 | 5432
        db-9.db.shop.svc.cluster.local.                |                                          |            | 5432
        idle.shop.svc.cluster.local.                   |                                          |            | 5432
        _http._tcp.web.shop.svc.cluster.local.         | web.shop.svc.cluster.local               | 10.96.0.10 | 80
        _sql._tcp.db.shop.svc.cluster.local.           | db-0.db.shop.svc.cluster.local           | 10.244.1.4 | 8080
        _sql._udp.db.shop.svc.cluster.local.           |                                          |            | 5432
        old.shop.svc.cluster.local.                    | web.shop.svc.cluster.local               | 10.96.0.10 | 80
        10-244-1-4.shop.pod.cluster.local.             |                                          | 10.244.1.4 | 8080
        10.0.96.10.in-addr.arpa.                       | web.shop.svc.cluster.local               | 10.96.0.10 | 80
        10.0.96.10.IN-ADDR.ARPA                        | web.shop.svc.cluster.local               | 10.96.0.10 | 80
        4.1.244.10.in-addr.arpa.                       | db-0.db.shop.svc.cluster.local           | 10.244.1.4 | 80
        5.1.244.10.in-addr.arpa.                       |                                          |            | 80
        10.0.96.10.in-addr.arpa.local.                 |                                          |            | 80
        """)
    void recordsAreTheOnesOfTheSpecification(String name, @Nullable String alias, @Nullable String ip, int port) {
        String services = """
            "db": { "kind": "service", "namespace": "shop", "clusterIP": "None", "selector": { "app": "web" },
                    "ports": [ { "name": "sql", "port": 5432, "targetPort": "web" } ] },
            "idle": { "kind": "service", "namespace": "shop", "clusterIP": "None", "selector": { "app": "nobody" }, "ports": [ { "port": 5432 } ] },
            "old": { "kind": "service", "namespace": "shop", "type": "ExternalName", "externalName": "web.shop.svc.cluster.local" },
            """;
        Lookup lookup = send(design(DNS + services), "dns:" + name + ":" + port).lookup();
        assertNotNull(lookup);
        assertEquals(
                ip == null ? List.of() : List.of(ip),
                lookup.last().addresses().stream().map(Object::toString).toList());
        assertEquals(alias == null ? List.of() : List.of(alias), lookup.last().aliases());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        web.shop                    | web.shop.default.svc.cluster.local web.shop.svc.cluster.local
        WEB.shop.svc                | web.shop.svc.default.svc.cluster.local web.shop.svc.svc.cluster.local web.shop.svc.cluster.local
        web.shop.svc.cluster.local  | web.shop.svc.cluster.local.default.svc.cluster.local web.shop.svc.cluster.local.svc.cluster.local web.shop.svc.cluster.local.cluster.local web.shop.svc.cluster.local
        web.shop.svc.cluster.local. | web.shop.svc.cluster.local
        """)
    void aNameWithFewerThanFiveDotsIsTriedInTheSearchListFirst(String name, String asked) {
        Lookup lookup = send(design(DNS), "dns:" + name + ":80").lookup();
        assertNotNull(lookup);
        assertEquals(
                asked,
                String.join(
                        " ",
                        lookup.attempts().stream().map(Lookup.Attempt::name).toList()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        "address": "10.244.1.2/24", "dnsConfig": { "options": [ { "name": "ndots", "value": "1" } ] }                      | 10.96.0.53 | a.b a.b.default.svc.cluster.local a.b.svc.cluster.local a.b.cluster.local
        "address": "10.244.1.2/24", "dnsConfig": { "searches": [ "corp" ] }                                                | 10.96.0.53 | a.b.default.svc.cluster.local a.b.svc.cluster.local a.b.cluster.local a.b.corp a.b
        "hostNetwork": true, "dnsPolicy": "ClusterFirstWithHostNet"                                                        | 10.96.0.53 | a.b.default.svc.cluster.local a.b.svc.cluster.local a.b.cluster.local a.b
        "hostNetwork": true                                                                                                | null       | a.b
        "address": "10.244.1.2/24", "dnsPolicy": "Default"                                                                 | null       | a.b
        "address": "10.244.1.2/24", "dnsPolicy": "None", "dnsConfig": { "nameservers": [ "10.96.0.53" ], "searches": [ "svc.cluster.local" ] } | 10.96.0.53 | a.b a.b.svc.cluster.local
        """)
    void whomAPodAsksAndForWhatFollowsFromItsDnsPolicy(String client, String server, String asked) {
        Lookup lookup = send(design(DNS, client), "a.b:80").lookup();
        assertNotNull(lookup);
        assertEquals(server, String.valueOf(lookup.server()));
        assertEquals(
                asked,
                String.join(
                        " ",
                        lookup.attempts().stream().map(Lookup.Attempt::name).toList()));
    }

    @Test
    void aNameThatNobodyHasMakesTheHostUnreachableWithoutAPacketToIt() {
        Trace trace = send(design(DNS), "dns:web:80").trace();
        assertEquals("host-unreachable", trace.outcome().json());
        assertNotNull(trace.reason());
        assertEquals(Reason.NAME_UNKNOWN, trace.reason().code());
        assertEquals("DNS knows no web", trace.reason().text().in(Locale.ENGLISH));
        assertTrue(trace.steps().stream().noneMatch(s -> s.leg() == Leg.REQUEST));
    }

    @Test
    void aQuestionThatIsDroppedIsATimeout() {
        Trace trace = send(
                        design(DNS.replace("\"port\": 53 } ] } ] }", "\"port\": 53, \"reply\": \"silent\" } ] } ] }")),
                        "web.shop:80")
                .trace();
        assertEquals("timeout", trace.outcome().json());
        assertNull(trace.at());
    }

    @Test
    void aQuestionThatIsRejectedMakesTheHostUnreachable() {
        // no endpoint: kube-proxy rejects, the resolver's socket gets ECONNREFUSED and getaddrinfo EAI_AGAIN
        Trace trace = send(design(DNS.replace("\"selector\"", "\"endpoints\": [], \"selector\"")), "web.shop:80")
                .trace();
        assertEquals("host-unreachable", trace.outcome().json());
        assertNotNull(trace.reason());
        assertEquals(Reason.RULE_REJECT, trace.reason().code());
    }

    @Test
    void withoutADrawnServerTheAnswerIsAssumedAndNothingIsSent() {
        Flowing flowing = send(design(""), "web.shop:80");
        assertEquals(List.of("dns.plain"), flowing.told());
        assertEquals(Step.Basis.ASSUMED, flowing.trace().steps().getFirst().basis());
        assertEquals("delivered", flowing.trace().outcome().json());
    }

    @Test
    void anElementIsNotLookedUp() {
        assertNull(send(design(DNS), "web:80").lookup());
        assertNull(send(design(DNS), "10.96.0.10:80").lookup());
    }
}
