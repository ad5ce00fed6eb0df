package vethscope.engine.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.network.World;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.engine.verify.Findings;
import vethscope.model.Design;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// Several name servers, answers that do not fit, and several addresses. Expectations after resolv.conf(5), RFC 1035
/// 4.2, RFC 7766 and glibc's resolv/res_send.c, resolv/res_query.c and sysdeps/posix/getaddrinfo.c.
class NameServersTest {

    private static final String NONE =
            "\"dnsPolicy\": \"None\", \"dnsConfig\": { \"nameservers\": [ %s ], \"searches\": [ \"svc.cluster.local\" ], \"options\": [ { \"name\": \"ndots\", \"value\": \"5\" }%s ] }";

    /// The client, the cluster's DNS at 10.96.0.53, a DNS server that takes questions and never answers at 10.244.1.20,
    /// one that refuses them at 10.244.1.21, and a headless service of as many pods as wanted, from 10.244.2.1 on.
    private static Design design(String client, int endpoints, String more) {
        String pods = IntStream.rangeClosed(1, endpoints)
                .mapToObj(i -> """
                    "db-%d": { "kind": "pod", "in": "n2", "namespace": "shop", "labels": { "app": "db" }, "address": "10.244.2.%d/32",
                               "containers": [ { "name": "db", "ports": [ { "port": 5432 } ] } ] },
                    """.formatted(i, i))
                .collect(Collectors.joining());
        String links = IntStream.rangeClosed(1, endpoints)
                .mapToObj(i -> ", { \"from\": \"db-%d:eth0\", \"to\": \"n2\" }".formatted(i))
                .collect(Collectors.joining());
        String text = """
            { "vethscope": 1, "cluster": { "cni": { "type": "ptp" } },
              "elements": {
                "n1": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.0.11/24" } }, "podCIDR": "10.244.1.0/24",
                        "cni": { "type": "bridge" }, "routes": [ "default via 10.0.0.1", "10.244.2.0/24 via 10.0.0.12" ] },
                "n2": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.0.12/24" } }, "podCIDR": "10.244.2.0/24",
                        "routes": [ "default via 10.0.0.1", "10.244.1.0/24 via 10.0.0.11" ] },
                "sw": { "kind": "switch" },
                "br": { "kind": "bridge", "in": "n1", "address": "10.244.1.1/24" },
                "client": { "kind": "pod", "in": "n1", "labels": { "app": "client" }, "address": "10.244.1.2/24", %s },
                "dns": { "kind": "pod", "in": "n1", "namespace": "kube-system", "labels": { "k8s-app": "kube-dns" }, "address": "10.244.1.9/24",
                         "containers": [ { "name": "coredns", "ports": [ { "name": "dns", "protocol": "UDP", "port": 53 }, { "port": 53 } ] } ] },
                "kube-dns": { "kind": "service", "namespace": "kube-system", "clusterIP": "10.96.0.53", "selector": { "k8s-app": "kube-dns" },
                              "ports": [ { "name": "dns", "protocol": "UDP", "port": 53 }, { "name": "dns-tcp", "port": 53 } ] },
                "silent": { "kind": "pod", "in": "n1", "address": "10.244.1.20/24",
                            "containers": [ { "name": "dns", "ports": [ { "protocol": "UDP", "port": 53, "reply": "silent" } ] } ] },
                "closed": { "kind": "pod", "in": "n1", "address": "10.244.1.21/24" },
                "other": { "kind": "pod", "in": "n1", "address": "10.244.1.22/24",
                           "containers": [ { "name": "dns", "ports": [ { "protocol": "UDP", "port": 53 } ] } ] },
                "web": { "kind": "pod", "in": "n1", "namespace": "shop", "labels": { "app": "web" }, "address": "10.244.1.4/24",
                         "containers": [ { "name": "web", "ports": [ { "port": 80 } ] } ] },
                "web-service": { "kind": "service", "name": "web", "namespace": "shop", "clusterIP": "10.96.0.10", "selector": { "app": "web" },
                                 "ports": [ { "port": 80 } ] },
                %s %s
                "db": { "kind": "service", "namespace": "shop", "clusterIP": "None", "selector": { "app": "db" }, "ports": [ { "port": 5432 } ] } },
              "links": [ { "from": "client:eth0", "to": "br" }, { "from": "dns:eth0", "to": "br" }, { "from": "silent:eth0", "to": "br" },
                         { "from": "closed:eth0", "to": "br" }, { "from": "other:eth0", "to": "br" }, { "from": "web:eth0", "to": "br" },
                         { "from": "n1:eth0", "to": "sw" }, { "from": "n2:eth0", "to": "sw" } %s ] }
            """.formatted(client, pods, more, links);
        return assertInstanceOf(Reading.Opened.class, Veth.read(text)).design();
    }

    private static String client(String servers, String options) {
        return NONE.formatted(
                Stream.of(servers.split(" ")).map(s -> "\"" + s + "\"").collect(Collectors.joining(", ")),
                options.isEmpty() ? "" : ", " + options);
    }

    private static Played send(Design design, String to, boolean all) {
        var shape = new Probe.Shape(0, null, 64, 0, false, null, null);
        var probe = new Probe("p", "client", null, to, Protocol.TCP, shape, Probe.Run.DEFAULT, null);
        return Replay.of(design, Compiler.compile(design).network()).play(World.COLD, probe, all);
    }

    private static Trace send(Design design, String to) {
        return send(design, to, false).traces().getFirst();
    }

    private static List<String> told(Trace trace) {
        return trace.steps().stream()
                .filter(s -> s.stage().equals("dns"))
                .map(s -> s.text().key().substring(4))
                .toList();
    }

    /// Whom the sender asked, by address and protocol, in order.
    private static List<String> asked(Trace trace) {
        return trace.steps().stream()
                .filter(s ->
                        s.stage().equals(Step.TRANSMIT) && s.where().value().equals("client") && s.leg() == Leg.DNS)
                .flatMap(s ->
                        s.frame() != null && s.frame().content() instanceof Packet p ? Stream.of(p) : Stream.empty())
                .map(p -> p.destination() + (p.payload() instanceof Payload.Tcp ? "/tcp" : "/udp"))
                .toList();
    }

    /// The second server is asked when the first has been silent for 5 seconds (resolv.conf(5), timeout).
    @Test
    void aServerThatIsSilentIsFollowedByTheNextAfterFiveSeconds() {
        Trace trace = send(design(client("10.244.1.20 10.96.0.53", ""), 0, ""), "web.shop:80");
        assertEquals(List.of("ask", "silent", "server", "answer"), told(trace).subList(0, 4));
        assertEquals(List.of("10.244.1.20/udp", "10.96.0.53/udp"), asked(trace));
        assertEquals("delivered", trace.outcome().json());
        long answered = trace.steps().stream()
                .filter(s -> s.text().key().equals("dns.answer"))
                .findFirst()
                .orElseThrow()
                .micros();
        assertTrue(answered >= 5_000_000 && answered < 6_000_000, answered + " µs");
    }

    /// ICMP port unreachable is ECONNREFUSED at the resolver's socket: it goes on without waiting.
    @Test
    void aServerThatRefusesIsFollowedByTheNextAtOnce() {
        Trace trace = send(design(client("10.244.1.21 10.96.0.53", ""), 0, ""), "web.shop:80");
        assertEquals(List.of("ask", "failed", "server", "answer"), told(trace).subList(0, 4));
        assertEquals("delivered", trace.outcome().json());
        assertTrue(trace.steps().getLast().micros() < 1_000_000);
    }

    /// NXDOMAIN is an answer: no other server is asked about that name, though it might know it.
    @Test
    void aServerThatKnowsNothingIsBelieved() {
        Trace trace = send(design(client("10.244.1.22 10.96.0.53", ""), 0, ""), "web.shop:80");
        assertEquals(List.of("10.244.1.22/udp", "10.244.1.22/udp"), asked(trace));
        assertEquals(Reason.NAME_UNKNOWN, Objects.requireNonNull(trace.reason()).code());
    }

    /// MAXNS is 3. Two rounds (RES_DFLRETRY) from one socket for each server; 5 s, then 5<<1/3 and 5<<2/3 s; then
    /// the name as it was given, and no other of the search list.
    @Test
    void threeServersAreAskedTwiceEachAndAFourthNever() {
        String four = "10.244.1.20 10.244.1.30 10.244.1.20 10.244.1.31 10.96.0.53";
        Trace trace = send(design(client("10.244.1.20 10.244.1.20 10.96.0.53", ""), 0, ""), "web.shop:80");
        assertEquals("delivered", trace.outcome().json());
        Trace none = send(design(client(four, ""), 0, ""), "web.shop:80");
        assertEquals(
                Set.of("10.244.1.20/udp"),
                new TreeSet<>(asked(none).stream()
                        .filter(a -> a.startsWith("10.244.1.20"))
                        .toList()));
        assertFalse(asked(none).contains("10.96.0.53/udp"));
        assertEquals("timeout", none.outcome().json());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                                                                               | 20
        { "name": "timeout", "value": "1" }                                                    | 4
        { "name": "attempts", "value": "3" }                                                   | 30
        { "name": "timeout", "value": "2" }, { "name": "attempts", "value": "1" }              | 4
        """)
    void aSilentServerCostsTimeoutTimesAttemptsForTwoNames(String options, int seconds) {
        Trace trace = send(design(client("10.244.1.20", options == null ? "" : options), 0, ""), "web.shop:80");
        assertEquals("timeout", trace.outcome().json());
        assertEquals(seconds, trace.steps().getLast().micros() / 1_000_000);
        assertTrue(told(trace).contains("given"));
        assertEquals("again.later", told(trace).getLast());
    }

    /// Header 12, question 18+2+4 ("db.shop.svc.cluster.local" has 25 letters: 27+4), 16 for each address: 43 +
    /// 29 * 16 = 507 fits into 512 octets, 43 + 30 * 16 = 523 does not.
    @ParameterizedTest
    @CsvSource(textBlock = """
        29, false
        30, true
        """)
    void anAnswerOfMoreThan512OctetsIsAskedForAgainOverTcp(int endpoints, boolean again) {
        Trace trace = send(design(client("10.96.0.53", ""), endpoints, ""), "dns:db.shop:5432");
        assertEquals("delivered", trace.outcome().json());
        assertEquals(again ? List.of("10.96.0.53/udp", "10.96.0.53/tcp") : List.of("10.96.0.53/udp"), asked(trace));
        assertEquals(again, told(trace).contains("truncated"));
    }

    @Test
    void withEdnsTheSameAnswerFitsAndWithUseVcNoDatagramIsSent() {
        Trace edns = send(design(client("10.96.0.53", "{ \"name\": \"edns0\" }"), 30, ""), "dns:db.shop:5432");
        assertEquals(List.of("10.96.0.53/udp"), asked(edns));
        Trace stream = send(design(client("10.96.0.53", "{ \"name\": \"use-vc\" }"), 1, ""), "dns:db.shop:5432");
        assertEquals(List.of("10.96.0.53/tcp"), asked(stream));
    }

    /// The known trap: a policy that allows UDP 53 and forgets TCP. Short answers come, long ones never do: glibc gives
    /// up the search list, asks for the name as given and hears that there is none (EAI_NONAME).
    @ParameterizedTest
    @CsvSource(textBlock = """
        29, delivered
        30, host-unreachable
        """)
    void aPolicyThatForgetsTcpStopsLongAnswersOnly(int endpoints, String outcome) {
        String policy = """
            "only-udp": { "kind": "network-policy", "namespace": "default", "podSelector": { "matchLabels": { "app": "client" } },
                          "policyTypes": [ "Egress" ],
                          "egress": [ { "to": [ { "namespaceSelector": {} } ], "ports": [ { "protocol": "UDP", "port": 53 }, { "port": 5432 } ] } ] },
            """;
        Design design = design(client("10.96.0.53", ""), endpoints, policy);
        Trace trace = send(design, "dns:db.shop:5432");
        assertEquals(outcome, trace.outcome().json());
        if (endpoints == 30) {
            assertEquals(
                    Reason.RULE_DROP, Objects.requireNonNull(trace.reason()).code());
            assertTrue(told(trace).contains("tcp.silent"));
        }
        assertTrue(Findings.of(design).stream().anyMatch(f -> f.code().equals("VS409")));
    }

    /// CoreDNS shuffles; on routed pods no address is nearer than another, so chance decides and every pod is a leaf.
    @Test
    void anyOfSeveralAddressesMayBeTheFirst() {
        Played played = send(design(client("10.96.0.53", ""), 3, ""), "dns:db.shop:5432", true);
        assertEquals(
                Set.of("db-1", "db-2", "db-3"),
                Set.copyOf(played.traces().getFirst().branches()));
        assertTrue(told(played.traces().getFirst()).contains("shuffled"));
    }

    /// RFC 6724 rule 9, within a subnet: 10.244.1.2 has 31 bits in common with 10.244.1.3, 29 with 10.244.1.7,
    /// none that count with 10.244.2.1.
    @Test
    void anAddressOfTheSendersSubnetWithTheLongestCommonPrefixGoesFirst() {
        String near = """
            "near": { "kind": "pod", "in": "n1", "namespace": "shop", "labels": { "app": "db" }, "address": "10.244.1.3/24",
                      "containers": [ { "name": "db", "ports": [ { "port": 5432 } ] } ] },
            "nearer": { "kind": "pod", "in": "n1", "namespace": "shop", "labels": { "app": "db" }, "address": "10.244.1.7/24",
                      "containers": [ { "name": "db", "ports": [ { "port": 5432 } ] } ] },
            """;
        Design design = design(client("10.96.0.53", ""), 3, near);
        Resolution ready = Replay.resolve(
                design,
                Compiler.compile(design).network(),
                new Probe(
                        "p",
                        "client",
                        null,
                        "dns:db.shop:5432",
                        Protocol.TCP,
                        new Probe.Shape(0, null, 64, 0, false, null, null),
                        Probe.Run.DEFAULT,
                        null));
        var flow = assertInstanceOf(Resolution.Ready.class, ready).flow();
        assertEquals("10.244.1.3", flow.destination().toString());
        assertEquals(1, Objects.requireNonNull(flow.lookup()).last().choices().size());
    }

    @Test
    void aNameServerTooManyAndAPolicyWithoutAnyAreFindings() {
        Design four = design(client("10.96.0.53 10.0.0.1 10.0.0.2 10.0.0.3", ""), 0, "");
        assertEquals(
                List.of("Pod client has 4 name servers, but a resolver takes 3: 10.0.0.3 is never asked."),
                messages(four, "VS613"));
        Design third =
                design("\"dnsConfig\": { \"nameservers\": [ \"10.0.0.1\", \"10.0.0.2\", \"10.0.0.3\" ] }", 0, "");
        assertEquals(
                List.of("Pod client has 4 name servers, but a resolver takes 3: 10.0.0.3 is never asked."),
                messages(third, "VS613"));
        Design none = design("\"dnsPolicy\": \"None\"", 0, "");
        assertEquals(1, messages(none, "VS614").size());
        assertEquals(List.of(), messages(design(client("10.96.0.53", ""), 0, ""), "VS613"));
    }

    private static List<String> messages(Design design, String code) {
        return Findings.of(design).stream()
                .filter(f -> f.code().equals(code))
                .map(f -> f.message().in(Locale.ENGLISH))
                .toList();
    }
}
