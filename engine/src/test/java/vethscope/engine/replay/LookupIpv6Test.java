package vethscope.engine.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.network.World;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// A and AAAA: names of services and pods in either family, asked for by senders of either. Expectations after the
/// kubernetes/dns specification and CoreDNS's kubernetes plugin.
class LookupIpv6Test {

    private static final String BOTH = "\"10.244.1.2/24\", \"fd00:244:0:1::2/64\"";
    private static final String ONLY_V6 = "\"fd00:244:0:1::2/64\"";
    private static final String ONLY_V4 = "\"10.244.1.2/24\"";
    private static final String DNS_V4 = "\"10.96.0.53\"";
    private static final String DNS_V6 = "\"fd00:96::53\"";

    /// @param client the addresses of the client
    /// @param dns the cluster IPs of the cluster's DNS
    private static Design design(String client, String dns) {
        String text = """
                { "vethscope": 1,
                  "cluster": { "podCIDR": ["10.244.0.0/16", "fd00:244::/48"], "serviceCIDR": ["10.96.0.0/12", "fd00:96::/112"] },
                  "elements": {
                    "n1": { "kind": "node", "interfaces": { "eth0": { "address": ["10.0.0.11/24", "fd00::11/64"] } },
                            "podCIDR": ["10.244.1.0/24", "fd00:244:0:1::/64"], "routes": [ "default via 10.0.0.1", "default via fd00::1" ] },
                    "br": { "kind": "bridge", "in": "n1", "address": ["10.244.1.1/24", "fd00:244:0:1::1/64"] },
                    "client": { "kind": "pod", "in": "n1", "namespace": "shop", "address": [%s] },
                    "dns": { "kind": "pod", "in": "n1", "namespace": "kube-system", "labels": { "k8s-app": "kube-dns" },
                             "address": ["10.244.1.9/24", "fd00:244:0:1::9/64"],
                             "containers": [ { "name": "coredns", "ports": [ { "name": "dns", "protocol": "UDP", "port": 53 } ] } ] },
                    "kube-dns": { "kind": "service", "namespace": "kube-system", "clusterIPs": [%s], "selector": { "k8s-app": "kube-dns" },
                                  "ports": [ { "name": "dns", "protocol": "UDP", "port": 53 } ] },
                    "server": { "kind": "pod", "in": "n1", "namespace": "shop", "labels": { "app": "web" }, "hostname": "a", "subdomain": "parts",
                                "address": ["10.244.1.4/24", "fd00:244:0:1::4/64"],
                                "containers": [ { "name": "web", "ports": [ { "port": 80 } ] } ] },
                    "six": { "kind": "service", "namespace": "shop", "clusterIPs": ["fd00:96::6"], "selector": { "app": "web" }, "ports": [ { "port": 80 } ] },
                    "four": { "kind": "service", "namespace": "shop", "clusterIPs": ["10.96.0.4"], "selector": { "app": "web" }, "ports": [ { "port": 80 } ] },
                    "dual": { "kind": "service", "namespace": "shop", "clusterIPs": ["fd00:96::10", "10.96.0.10"], "selector": { "app": "web" },
                              "ports": [ { "port": 80 } ] },
                    "parts": { "kind": "service", "namespace": "shop", "clusterIP": "None", "selector": { "app": "web" }, "ports": [ { "port": 80 } ] } },
                  "links": [ { "from": "client:eth0", "to": "br" }, { "from": "server:eth0", "to": "br" }, { "from": "dns:eth0", "to": "br" } ] }
                """.formatted(client, dns);
        return assertInstanceOf(Reading.Opened.class, Veth.read(text)).design();
    }

    private static Trace send(Design design, String to) {
        var network = Compiler.compile(design).network();
        var shape = new Probe.Shape(0, null, 64, 0, false, null, null);
        var probe = new Probe("p", "client", null, to, Protocol.TCP, shape, Probe.Run.DEFAULT, null);
        return Replay.of(design, network)
                .play(World.COLD, probe, false)
                .traces()
                .getFirst();
    }

    private static List<String> dns(Trace trace) {
        return trace.steps().stream()
                .filter(s -> s.stage().equals("dns"))
                .map(s -> s.text().in(Locale.ENGLISH))
                .toList();
    }

    private static String record(Trace trace) {
        return trace.steps().stream()
                .filter(s -> s.stage().equals("dns") && s.text().key().startsWith("dns.answer"))
                .map(s -> String.valueOf(s.rule()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aNameWhoseOnlyRecordIsAaaaIsCalledOverIpv6() {
        Trace trace = send(design(BOTH, DNS_V4), "dns:six:80");
        assertEquals("delivered", trace.outcome().json());
        assertEquals("six.shop.svc.cluster.local. IN AAAA fd00:96::6", record(trace));
        assertEquals("[fd00:244:0:1::2]:40000", trace.sourceSeen());
    }

    @Test
    void aNameWhoseOnlyRecordIsAIsCalledOverIpv4() {
        Trace trace = send(design(BOTH, DNS_V6), "dns:four:80");
        assertEquals("delivered", trace.outcome().json());
        assertEquals("four.shop.svc.cluster.local. IN A 10.96.0.4", record(trace));
        assertEquals("10.244.1.2:40000", trace.sourceSeen());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            both, [fd00:244:0:1::2]:40000, IN A 10.96.0.10; IN AAAA fd00:96::10
            six,  [fd00:244:0:1::2]:40000, IN AAAA fd00:96::10
            four, 10.244.1.2:40000,        IN A 10.96.0.10
            """)
    void ofADualStackNameTheSenderTakesTheFirstAddressThatItCanUse(String sender, String seen, String records) {
        String addresses = sender.equals("both") ? BOTH : sender.equals("six") ? ONLY_V6 : ONLY_V4;
        Trace trace = send(design(addresses, DNS_V6 + ", " + DNS_V4), "dns:dual:80");
        assertEquals("delivered", trace.outcome().json());
        assertEquals("dual.shop.svc.cluster.local. " + records, record(trace));
        assertEquals(seen, trace.sourceSeen());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            both,   four, 10.96.0.53
            both,   six,  fd00:96::53
            six,    both, fd00:96::53
            four,   both, 10.96.0.53
            """)
    void theServerIsAskedInAFamilyThatTheSenderHas(String sender, String server, String asked) {
        String addresses = sender.equals("both") ? BOTH : sender.equals("six") ? ONLY_V6 : ONLY_V4;
        String dns = server.equals("both") ? DNS_V6 + ", " + DNS_V4 : server.equals("six") ? DNS_V6 : DNS_V4;
        Trace trace = send(design(addresses, dns), "dns:dual:80");
        String said = dns(trace).getFirst();
        assertTrue(said.startsWith("client asks the DNS server " + asked + " for dual.shop.svc.cluster.local"), said);
        assertEquals("delivered", trace.outcome().json());
    }

    @Test
    void aSenderWithoutTheFamilyOfTheOnlyRecordFindsNothing() {
        Trace trace = send(design(ONLY_V4, DNS_V4), "dns:six:80");
        assertEquals("host-unreachable", trace.outcome().json());
        assertEquals(Reason.NAME_UNKNOWN, Objects.requireNonNull(trace.reason()).code());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            dns:parts:80,                                                     a headless service
            dns:a.parts:80,                                                   a host name under it
            dns:fd00-244-0-1--4.shop.pod.cluster.local:80,                    an address in a name
            [fd00:244:0:1::4]:80,                                             an address
            http://[fd00:96::10]/,                                            a URL
            """)
    void podsAreFoundOverIpv6(String to, String what) {
        Trace trace = send(design(ONLY_V6, DNS_V6), to);
        assertEquals("delivered", trace.outcome().json(), what);
        assertEquals("[fd00:244:0:1::2]:40000", trace.sourceSeen(), what);
    }
}
