package vethscope.engine.compile.ingress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.network.World;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// Classes, certificates and grants decide which request ends where. Expectations after networking.k8s.io/v1 Ingress,
/// gateway.networking.k8s.io/v1 HTTPRoute and Gateway, v1beta1 ReferenceGrant.
class WebObjectsTest {

    private static final String DEFAULT = "\"ingressclass.kubernetes.io/is-default-class\": \"true\"";

    /// Two controllers, nginx and traefik, each on 80 and 443; services s1 and s2 of namespace default, far of `other`.
    private static Design design(String cluster, String more) {
        String text = """
            { "vethscope": 1, "cluster": { %s }, "elements": {
                "vm": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.0.11/24" } }, "podCIDR": "10.244.1.0/24" },
                "cni0": { "kind": "bridge", "in": "vm", "address": "10.244.1.1/24" },
                "client": { "kind": "pod", "in": "vm", "address": "10.244.1.2/24" },
                "nginx": { "kind": "pod", "in": "vm", "address": "10.244.1.3/24", "containers": [ { "name": "c", "ports": [ { "port": 80 }, { "port": 443 } ] } ] },
                "traefik": { "kind": "pod", "in": "vm", "address": "10.244.1.4/24", "containers": [ { "name": "c", "ports": [ { "port": 80 }, { "port": 443 } ] } ] },
                "p1": { "kind": "pod", "in": "vm", "labels": { "app": "s1" }, "address": "10.244.1.11/24", "containers": [ { "name": "c", "ports": [ { "port": 80 } ] } ] },
                "p2": { "kind": "pod", "in": "vm", "labels": { "app": "s2" }, "address": "10.244.1.12/24", "containers": [ { "name": "c", "ports": [ { "port": 80 } ] } ] },
                "pf": { "kind": "pod", "in": "vm", "namespace": "other", "labels": { "app": "far" }, "address": "10.244.1.13/24", "containers": [ { "name": "c", "ports": [ { "port": 80 } ] } ] },
                "s1": { "kind": "service", "clusterIP": "10.96.0.1", "selector": { "app": "s1" }, "ports": [ { "port": 80 } ] },
                "s2": { "kind": "service", "clusterIP": "10.96.0.2", "selector": { "app": "s2" }, "ports": [ { "port": 80 } ] },
                "far": { "kind": "service", "namespace": "other", "clusterIP": "10.96.0.3", "selector": { "app": "far" }, "ports": [ { "port": 80 } ] },
                %s },
              "links": [ { "from": "client:eth0", "to": "cni0" }, { "from": "nginx:eth0", "to": "cni0" }, { "from": "traefik:eth0", "to": "cni0" },
                { "from": "p1:eth0", "to": "cni0" }, { "from": "p2:eth0", "to": "cni0" }, { "from": "pf:eth0", "to": "cni0" } ] }
            """.formatted(cluster, more);
        return switch (Veth.read(text)) {
            case Reading.Opened(Design design, var problems) -> {
                assertEquals(List.of(), problems);
                yield design;
            }
            case Reading.Refused refused ->
                throw new AssertionError(refused.problem().message());
        };
    }

    private static Trace ask(Design design, String to, @Nullable String host) {
        var shape = new Probe.Shape(0, null, 64, 0, false, host, "/");
        var probe = new Probe("p", "client", null, to, Protocol.TCP, shape, Probe.Run.DEFAULT, null);
        return Replay.of(design, Compiler.compile(design).network())
                .play(World.COLD, probe, false)
                .traces()
                .getFirst();
    }

    /// The element that a request ends at, with the status that a proxy answered by itself.
    private static String end(Trace trace) {
        Trace.Arrival at = trace.at();
        return at == null ? trace.outcome().json() : at.element() + (at.status() == null ? "" : " " + at.status());
    }

    private static String ingress(String own) {
        return "\"web\": { \"kind\": \"ingress\", " + own
                + " \"rules\": [ { \"host\": \"shop.example\", \"path\": \"/\", \"pathType\": \"Prefix\", \"service\": \"s1\", \"port\": 80 } ] }";
    }

    /// The class is the field, else the annotation, else the default class; its pod implements it. A controller
    /// that has no ingress is a pod like any other, whose port takes what comes.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        "class": "traefik",                                                              | nginx | p1
        "annotations": { "kubernetes.io/ingress.class": "traefik" },                     | nginx | p1
        "class": "nginx", "annotations": { "kubernetes.io/ingress.class": "traefik" },   | p1    | traefik
                                                                                         | p1    | traefik
        "controller": "traefik",                                                         | nginx | p1
        "class": "unknown",                                                              | nginx | traefik
        """)
    void anIngressIsServedByThePodOfItsClass(@Nullable String own, String nginx, String traefik) {
        Design design = design(
                "\"ingressClasses\": { \"nginx\": { \"controller\": \"k8s.io/ingress-nginx\", \"pod\": \"nginx\", \"annotations\": { "
                        + DEFAULT + " } }, \"traefik\": { \"pod\": \"traefik\" } }",
                ingress(own == null ? "" : own));
        assertEquals(nginx, end(ask(design, "nginx:80", "shop.example")));
        assertEquals(traefik, end(ask(design, "traefik:80", "shop.example")));
    }

    private static List<String> tls(Trace trace) {
        return trace.steps().stream()
                .map(s -> s.text().key())
                .filter(key -> key.startsWith("proxy.tls"))
                .toList();
    }

    /// TLS is spoken on 443 only; SNI chooses among the certificates, one label for a wildcard; what none covers is
    /// shown the controller's default certificate.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        80  | shop.example   |
        443 | shop.example   | proxy.tls
        443 | SHOP.example   | proxy.tls
        443 | a.wild.example | proxy.tls
        443 | a.b.wild.example | proxy.tls.default
        443 | other.example  | proxy.tls.default
        443 |                | proxy.tls.nameless
        """)
    void theNameOfTheHandshakeChoosesTheCertificate(int port, @Nullable String host, @Nullable String told) {
        Design design = design("", ingress("""
            "controller": "nginx", "tls": [ { "hosts": [ "shop.example" ], "secretName": "shop" }, { "hosts": [ "*.wild.example" ], "secretName": "wild" } ],
            """));
        assertEquals(told == null ? List.of() : List.of(told), tls(ask(design, "nginx:" + port, host)));
    }

    private static final String GATEWAY = """
        "gw": { "kind": "gateway", "controller": "nginx", "listeners": [
          { "name": "http", "port": 80, "protocol": "HTTP" },
          { "name": "https", "port": 443, "protocol": "HTTPS", "hostname": "*.example", "tls": { "certificateRefs": [ { "name": "cert" } ] } } ] },
        """;

    private static String route(String name, String extra, String backend) {
        return "\"" + name + "\": { \"kind\": \"http-route\", " + extra
                + "\"parentRefs\": [ { \"name\": \"gw\" } ], \"rules\": [ { \"backendRefs\": [ " + backend + " ] } ] }";
    }

    /// An HTTPS listener with a host name takes only connections whose SNI it covers.
    @Test
    void aGatewayRefusesANameThatNoListenerHas() {
        Design design = design("", GATEWAY + route("r", "", "{ \"name\": \"s1\", \"port\": 80 }"));
        assertEquals("p1", end(ask(design, "nginx:443", "shop.example")));
        assertEquals(List.of("proxy.tls"), tls(ask(design, "nginx:443", "shop.example")));
        Trace refused = ask(design, "nginx:443", "shop.test");
        assertEquals("closed-without-reply", refused.outcome().json());
        assertEquals(List.of("proxy.tls.refused"), tls(refused));
        assertEquals("p1", end(ask(design, "nginx:80", "shop.test")));
    }

    /// A listener of protocol TLS takes TLSRoutes, never HTTPRoutes.
    @Test
    void anHttpRouteDoesNotAttachToAListenerOfTls() {
        Design design = design(
                "", GATEWAY.replace("\"HTTP\"", "\"TLS\"") + route("r", "", "{ \"name\": \"s1\", \"port\": 80 }"));
        assertEquals("nginx 404", end(ask(design, "nginx:80", "shop.example")));
        assertEquals("p1", end(ask(design, "nginx:443", "shop.example")));
    }

    /// Of rules that are alike the oldest route's counts, then the first by namespace and name.
    @ParameterizedTest
    @CsvSource(textBlock = """
        2026-01-02T00:00:00Z, 2026-01-01T00:00:00Z, p2
        2026-01-01T00:00:00Z, 2026-01-02T00:00:00Z, p1
        2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z, p1
        ,                     2026-01-01T00:00:00Z, p2
        ,                     ,                     p1
        """)
    void theOldestRouteGoesFirst(@Nullable String a, @Nullable String b, String reached) {
        Design design = design(
                "",
                GATEWAY + route("a", created(a), "{ \"name\": \"s1\", \"port\": 80 }") + ", "
                        + route("b", created(b), "{ \"name\": \"s2\", \"port\": 80 }"));
        assertEquals(reached, end(ask(design, "nginx:80", "x.example")));
    }

    private static String created(@Nullable String time) {
        return time == null ? "" : "\"creationTimestamp\": \"" + time + "\", ";
    }

    /// A grant stands in the namespace that is referred to; `from` and `to` must both fit.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                                                                                                                                                                              | nginx 500
        "namespace": "other", "from": [ { "group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "namespace": "default" } ], "to": [ { "group": "", "kind": "Service" } ]     | pf
        "namespace": "other", "from": [ { "group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "namespace": "default" } ], "to": [ { "group": "", "kind": "Service", "name": "far" } ] | pf
        "namespace": "other", "from": [ { "group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "namespace": "default" } ], "to": [ { "group": "", "kind": "Service", "name": "near" } ] | nginx 500
        "namespace": "other", "from": [ { "group": "gateway.networking.k8s.io", "kind": "GRPCRoute", "namespace": "default" } ], "to": [ { "group": "", "kind": "Service" } ]     | nginx 500
        "namespace": "other", "from": [ { "group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "namespace": "third" } ], "to": [ { "group": "", "kind": "Service" } ]       | nginx 500
        "namespace": "default", "from": [ { "group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "namespace": "default" } ], "to": [ { "group": "", "kind": "Service" } ]   | nginx 500
        """)
    void aBackendInAnotherNamespaceNeedsAGrant(@Nullable String grant, String reached) {
        Design design = design(
                grant == null ? "" : "\"referenceGrants\": [ { \"name\": \"g\", " + grant + " } ]",
                GATEWAY + route("r", "", "{ \"name\": \"far\", \"namespace\": \"other\", \"port\": 80 }"));
        assertEquals(reached, end(ask(design, "nginx:80", "x.example")));
    }

    /// The API leaves open whether an ipBlock speaks of pods; the drawing says which reading it takes.
    @ParameterizedTest
    @CsvSource(textBlock = """
        any,     p1
        outside, timeout
        """)
    void anIpBlockMatchesPodsAsTheDrawingReadsIt(String reading, String reached) {
        Design design = design("\"networkPolicy\": { \"ipBlock\": \"" + reading + "\" }", """
            "policy": { "kind": "network-policy", "podSelector": { "matchLabels": { "app": "s1" } }, "policyTypes": [ "Ingress" ],
              "ingress": [ { "from": [ { "ipBlock": { "cidr": "10.244.0.0/16" } } ] } ] }
            """);
        Trace trace = ask(design, "p1:80", null);
        assertEquals(reached, end(trace));
        if (reached.equals("timeout")) {
            assertNotNull(trace.reason());
            assertTrue(trace.reason().code().name().startsWith("RULE"));
        }
    }
}
