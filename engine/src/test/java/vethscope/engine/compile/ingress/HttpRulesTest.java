package vethscope.engine.compile.ingress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.compile.Drawn;
import vethscope.engine.network.HttpMatch;
import vethscope.engine.network.Proxy;
import vethscope.engine.network.Proxy.Group;
import vethscope.engine.trace.Trace;
import vethscope.model.Id;

/// Which service a request reaches: Ingress in a controller, Ingress in an ALB, HTTPRoutes of a gateway.
/// Services are called s1, s2 … after the rule that names them.
class HttpRulesTest {

    private static final int SERVICES = 5;

    /// @param web the ingress, gateway and routes
    static Drawn cluster(String web) {
        String services = IntStream.rangeClosed(1, SERVICES)
                .mapToObj(i -> """
                    "s%d": { "kind": "service", "type": "NodePort", "clusterIP": "10.96.0.%d", "selector": { "app": "s%d" },
                      "ports": [ { "name": "http", "port": 80, "targetPort": 8080, "nodePort": 3000%d } ] },
                    "p%d": { "kind": "pod", "in": "vm", "labels": { "app": "s%d" }, "address": "10.244.1.1%d/24",
                      "containers": [ { "name": "c", "ports": [ { "port": 8080 } ] } ] },
                    """.formatted(i, i, i, i, i, i, i))
                .collect(Collectors.joining());
        String links = IntStream.rangeClosed(1, SERVICES)
                .mapToObj(i -> ", { \"from\": \"p" + i + "\", \"to\": \"cni0\" }")
                .collect(Collectors.joining());
        return new Drawn("""
            "name": "web",
            "elements": {
              "lan": { "kind": "switch" },
              "vm": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.0.11/24" } }, "podCIDR": "10.244.1.0/24", "routes": ["default via 10.0.0.99"] },
              "cni0": { "kind": "bridge", "in": "vm", "address": "10.244.1.1/24" },
              "nginx": { "kind": "pod", "in": "vm", "address": "10.244.1.2/24", "containers": [ { "name": "nginx", "ports": [ { "port": 80 } ] } ] },
              "alb": { "kind": "load-balancer", "layer": 7, "interfaces": { "eth0": { "address": "10.0.0.80/24" } }, "routes": ["10.244.1.0/24 via 10.0.0.11"] },
              "client": { "kind": "host", "interfaces": { "eth0": { "address": "10.0.0.99/24" } }, "routes": ["10.244.1.0/24 via 10.0.0.11"] },
            """ + services + web + """
            },
            "links": [ { "from": "vm:eth0", "to": "lan" }, { "from": "alb:eth0", "to": "lan" }, { "from": "client:eth0", "to": "lan" },
              { "from": "nginx", "to": "cni0" }
            """ + links + "]");
    }

    /// @param rules such as `Prefix /foo; Exact host/bar`: the first goes to s1, the second to s2
    private static Drawn ingress(String rules, String implementer) {
        var all = new ArrayList<String>();
        for (String rule : rules.split(";")) {
            String[] parts = rule.strip().split(" ");
            int slash = parts[1].indexOf('/');
            String host = slash < 0 ? parts[1] : parts[1].substring(0, slash);
            all.add("{ " + (host.isEmpty() ? "" : "\"host\": \"" + host + "\", ")
                    + (slash < 0 ? "" : "\"path\": \"" + parts[1].substring(slash) + "\", ")
                    + "\"pathType\": \"" + parts[0] + "\", \"service\": \"s" + (all.size() + 1) + "\", \"port\": 80 }");
        }
        return cluster("\"web\": { \"kind\": \"ingress\", " + implementer + ", \"rules\": [ " + String.join(", ", all)
                + " ] }");
    }

    private static final String NGINX = "\"controller\": \"nginx\"";
    static final String ALB = "\"class\": \"alb\", \"loadBalancer\": \"alb\"";

    /// The service behind a request, or the status of the proxy's own answer.
    private static String reached(Drawn drawn, String proxy, @Nullable String host, String path) {
        Proxy found = Compiler.compile(drawn.design())
                .network()
                .netns(Id.of(proxy))
                .proxies()
                .getFirst();
        return found.rule(HttpMatch.Asked.get(host, path))
                .map(rule -> rule.groups().stream().map(HttpRulesTest::name).collect(Collectors.joining(" ")))
                .orElse("404");
    }

    static String name(Group group) {
        String weight = group.weight() == 1 ? "" : "*" + group.weight();
        return group.name() == null || group.targets().isEmpty()
                ? group.status() + weight
                : group.name()
                                .substring(
                                        group.name().indexOf('/') + 1,
                                        group.name().indexOf(':'))
                        + weight;
    }

    /// The table of kubernetes.io/docs/concepts/services-networking/ingress, "Examples", row by row.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Prefix /                                | /any/thing   | s1
        Exact /foo                              | /foo         | s1
        Exact /foo                              | /bar         | 404
        Exact /foo                              | /foo/        | 404
        Exact /foo/                             | /foo         | 404
        Prefix /foo                             | /foo         | s1
        Prefix /foo                             | /foo/        | s1
        Prefix /foo/                            | /foo         | s1
        Prefix /foo/                            | /foo/        | s1
        Prefix /aaa/bb                          | /aaa/bbb     | 404
        Prefix /aaa/bbb                         | /aaa/bbb     | s1
        Prefix /aaa/bbb                         | /aaa/bbb/    | s1
        Prefix /aaa/bbb                         | /aaa/bbb/ccc | s1
        Prefix /aaa/bbb/                        | /aaa/bbb     | s1
        Prefix /aaa/bbb                         | /aaa/bbbxyz  | 404
        Prefix /; Prefix /aaa                   | /aaa/ccc     | s2
        Prefix /; Prefix /aaa; Prefix /aaa/bbb  | /aaa/bbb     | s3
        Prefix /; Prefix /aaa; Prefix /aaa/bbb  | /ccc         | s1
        Prefix /aaa                             | /ccc         | 404
        Prefix /foo; Exact /foo                 | /foo         | s2
        Prefix /foo                             | /FOO         | 404
        ImplementationSpecific /foo             | /foo/bar     | s1
        """)
    void aPathFitsAsTheTableOfTheApiSays(String rules, String path, String reached) {
        assertEquals(reached, reached(ingress(rules, NGINX), "nginx", null, path));
    }

    /// The table "Hostname wildcards" of the same page; the order is what controllers do.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Prefix *.foo.com/                                | bar.foo.com     | s1
        Prefix *.foo.com/                                | baz.bar.foo.com | 404
        Prefix *.foo.com/                                | foo.com         | 404
        Prefix *.foo.com/                                | BAR.foo.com:80  | s1
        Prefix bar.foo.com/                              | bar.foo.com     | s1
        Prefix bar.foo.com/                              |                 | 404
        Prefix /; Prefix *.foo.com/; Prefix bar.foo.com/ | bar.foo.com     | s3
        Prefix /; Prefix *.foo.com/; Prefix bar.foo.com/ | x.foo.com       | s2
        Prefix /; Prefix *.foo.com/; Prefix bar.foo.com/ | other           | s1
        """)
    void aHostFitsExactlyOrByOneLabel(String rules, @Nullable String host, String reached) {
        assertEquals(reached, reached(ingress(rules, NGINX), "nginx", host, "/"));
    }

    @Test
    void whatNoRuleTakesGoesToTheDefaultBackend() {
        Drawn drawn = ingress(
                "Prefix /aaa",
                NGINX
                        + ", \"defaultBackend\": { \"service\": { \"name\": \"s4\", \"port\": { \"name\": \"http\" } }"
                        + " }");
        assertEquals("s4", reached(drawn, "nginx", null, "/ccc"));
        assertEquals("s1", reached(drawn, "nginx", null, "/aaa"));
    }

    /// Priorities as aws-load-balancer-controller's model_build_listener_rules.go gives them: hosts as written,
    /// within one Exact, then Prefix longest first, then the rest as written. Wildcards in hosts and paths are
    /// the ALB's.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Prefix /x                                       |              | /x            | s1
        Prefix /x                                       |              | /x/y          | s1
        Prefix /x                                       |              | /xy           | 404
        Prefix /                                        |              | /any          | s1
        Exact /x                                        |              | /x/           | 404
        Prefix /; Prefix /a; Exact /a                   |              | /a            | s3
        Prefix /; Prefix /a; Prefix /a/b                |              | /a/b/c        | s3
        ImplementationSpecific /img/*.png; Prefix /img  |              | /img/a.png    | s2
        ImplementationSpecific /img/*.png               |              | /img/x/a.png  | s1
        ImplementationSpecific /v?                      |              | /v2           | s1
        ImplementationSpecific /v?                      |              | /v22          | 404
        ImplementationSpecific /a; ImplementationSpecific /* |         | /a            | s1
        Prefix /; Prefix shop.example/cart              | shop.example | /cart         | s1
        Prefix shop.example/cart; Prefix /              | shop.example | /cart         | s1
        Prefix *.example/                               | a.b.example  | /             | s1
        """)
    void anAlbTriesItsRulesInTheOrderOfItsController(String rules, @Nullable String host, String path, String reached) {
        assertEquals(reached, reached(ingress(rules, ALB), "alb", host, path));
    }

    @Test
    void aTargetGroupHoldsNodePortsOrPods() {
        Drawn instance = ingress("Prefix /", ALB);
        Proxy alb = Compiler.compile(instance.design())
                .network()
                .netns(Id.of("alb"))
                .proxies()
                .getFirst();
        assertEquals(
                "[10.0.0.11:30001]",
                alb.rules().getFirst().groups().getFirst().targets().toString());
        Drawn ip = ingress("Prefix /", ALB + ", \"targetType\": \"ip\"");
        alb = Compiler.compile(ip.design())
                .network()
                .netns(Id.of("alb"))
                .proxies()
                .getFirst();
        assertEquals(
                "[10.244.1.11:8080]",
                alb.rules().getFirst().groups().getFirst().targets().toString());
    }

    @Test
    void instanceTargetsNeedANodePort() {
        Drawn without = ingress("Prefix /", ALB)
                .with("\"type\": \"NodePort\", \"clusterIP\": \"10.96.0.1\"", "\"clusterIP\": \"10.96.0.1\"")
                .with(", \"nodePort\": 30001", "");
        assertEquals(
                List.of("VS709"),
                without.findings().stream().filter(c -> c.startsWith("VS7")).toList());
        assertEquals("503", reached(without, "alb", null, "/"));
    }

    @Test
    void theIngressesOfOneBalancerAreOneListOfRules() {
        Drawn two = cluster("\"b\": { \"kind\": \"ingress\", " + ALB
                + ", \"rules\": [ { \"path\": \"/\", \"pathType\": \"Prefix\", \"service\": \"s1\", \"port\":"
                + " 80 } ] },\"a\": { \"kind\": \"ingress\", " + ALB
                + ", \"rules\": [ { \"path\": \"/a\", \"pathType\": \"Prefix\", \"service\": \"s2\", \"port\":"
                + " 80 } ] }");
        assertEquals("s2", reached(two, "alb", null, "/a"));
        assertEquals("s1", reached(two, "alb", null, "/b"));
    }

    @Test
    void theStepNamesRuleAndTargetGroup() {
        Trace trace = ingress("Prefix /; Prefix shop.example/cart", ALB + ", \"targetType\": \"ip\"")
                .send("\"from\": \"client\", \"to\": \"10.0.0.80:80\", \"path\": \"/x\"");
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals("p1", trace.at().element().value());
        assertEquals(
                List.of("alb: Rule 1 (/*) sends it to default/s1:http (ip): the proxy opens its own connection to"
                        + " 10.244.1.11:8080, one of 1"),
                Drawn.said(trace, "proxy"));
    }

    @Test
    void aRequestThatNobodyTakesIsAnsweredByTheProxy() {
        Trace trace =
                ingress("Prefix /aaa", NGINX).send("\"from\": \"client\", \"to\": \"nginx:80\", \"path\": \"/ccc\"");
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals("nginx", trace.at().element().value());
        assertEquals(404, trace.at().status());
        assertEquals(List.of("nginx: No rule takes /ccc: the proxy answers HTTP 404"), Drawn.said(trace, "proxy"));
    }

    /// ingress-nginx, internal/ingress/controller/controller.go, serviceEndpoints: a number that is no port of the
    /// Service may be a target port.
    @Test
    void aControllerTakesATargetPortForThePort() {
        Drawn drawn = ingress("Prefix /", NGINX).with("\"port\": 80 } ]", "\"port\": 8080 } ]");
        assertEquals("s1", reached(drawn, "nginx", null, "/"));
        Drawn alb = ingress("Prefix /", ALB).with("\"port\": 80 } ]", "\"port\": 8080 } ]");
        assertEquals("503", reached(alb, "alb", null, "/"));
    }

    @Test
    void aServiceWithoutReadyEndpointsIsUnavailable() {
        Drawn drawn = ingress("Prefix /", NGINX)
                .with("\"address\": \"10.244.1.11/24\"", "\"address\": \"10.244.1.11/24\", \"ready\": false");
        Trace trace = drawn.send("\"from\": \"client\", \"to\": \"nginx:80\", \"path\": \"/\"");
        assertEquals(503, trace.at().status());
        assertEquals(
                List.of("nginx: Rule 1 (/*) sends it to default/s1:http, where no target is ready: the answer is HTTP"
                        + " 503"),
                Drawn.said(trace, "proxy"));
    }

    @Test
    void aControllerGoesStraightToThePodAndIsWhatThePodSees() {
        Trace trace = ingress("Prefix /", NGINX).send("\"from\": \"client\", \"to\": \"nginx:80\"");
        assertEquals("p1", trace.at().element().value());
        assertEquals(
                "10.244.1.2", trace.sourceSeen().substring(0, trace.sourceSeen().indexOf(':')));
        assertEquals(
                List.of(),
                Drawn.steps(trace, "nat").stream()
                        .filter(s -> s.rewrite() != null)
                        .toList());
    }

    /// @param listener keys of the listener beside name and port
    private static Drawn gateway(String listener, String... routes) {
        return cluster(
                "\"gw\": { \"kind\": \"gateway\", \"controller\": \"nginx\", \"listeners\": [ { \"name\": \"http\","
                        + " \"port\": 80, \"protocol\": \"HTTP\""
                        + listener + " } ] }"
                        + Stream.of(routes).map(r -> ", " + r).collect(Collectors.joining()));
    }

    private static String route(String id, String keys, String... rules) {
        return "\"" + id + "\": { \"kind\": \"http-route\", \"parentRefs\": [ { \"name\": \"gw\" } ]" + keys
                + ", \"rules\": [ " + String.join(", ", rules) + " ] }";
    }

    private static String rule(String matches, String... backends) {
        return "{ \"matches\": [ " + matches + " ], \"backendRefs\": [ "
                + Stream.of(backends)
                        .map(b -> b.startsWith("{") ? b : "{ \"name\": \"" + b + "\", \"port\": 80 }")
                        .collect(Collectors.joining(", "))
                + " ] }";
    }

    private static String path(String type, String value) {
        return "{ \"path\": { \"type\": \"" + type + "\", \"value\": \"" + value + "\" } }";
    }

    /// gateway.networking.k8s.io/v1 HTTPRouteRule: "Precedence".
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /exact      | s1
        /exact/more | s3
        /a/b/c      | s2
        /a/bc       | s3
        /q?v=2      | s4
        /q?v=3      | s3
        /m          | s5
        /other      | s3
        """)
    void theMostSpecificMatchWins(String path, String reached) {
        Drawn drawn = gateway(
                "",
                route(
                        "r",
                        "",
                        rule(path("PathPrefix", "/") + ", " + path("PathPrefix", "/m"), "s3"),
                        rule(
                                "{ \"path\": { \"type\": \"PathPrefix\", \"value\": \"/m\" }, \"method\": \"GET\" }",
                                "s5"),
                        rule(
                                "{ \"path\": { \"type\": \"PathPrefix\", \"value\": \"/m\" }, \"method\": \"POST\" }",
                                "s1"),
                        rule(
                                "{ \"path\": { \"type\": \"PathPrefix\", \"value\": \"/m\" }, \"headers\": [ {"
                                        + " \"name\": \"x\", \"value\": \"1\" } ] }",
                                "s1"),
                        rule(
                                "{ \"path\": { \"type\": \"PathPrefix\", \"value\": \"/q\" }, \"queryParams\": [ {"
                                        + " \"name\": \"v\", \"value\": \"2\" } ] }",
                                "s4"),
                        rule(path("PathPrefix", "/a/b"), "s2"),
                        rule(path("Exact", "/exact"), "s1")));
        assertEquals(reached, reached(drawn, "nginx", null, path));
    }

    /// The same: after the path a method, then the number of headers, then that of query parameters; header names are
    /// compared without case.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        GET  | /   |          | s1
        POST | /   |          | s2
        POST | /   | a=1      | s2
        GET  | /   | A=1      | s3
        GET  | /   | a=1,b=2  | s4
        GET  | /   | a=2,b=2  | s1
        GET  | /?q=1 | a=1    | s3
        GET  | /?q=1 |        | s5
        """)
    void methodThenHeadersThenQueryDecideAmongEqualPaths(
            String method, String path, @Nullable String headers, String reached) {
        String root = "\"path\": { \"type\": \"PathPrefix\", \"value\": \"/\" }";
        String a = "{ \"name\": \"a\", \"value\": \"1\" }";
        Drawn drawn = gateway(
                "",
                route(
                        "r",
                        "",
                        rule("{ " + root + " }", "s1"),
                        rule("{ " + root + ", \"queryParams\": [ { \"name\": \"q\", \"value\": \"1\" } ] }", "s5"),
                        rule("{ " + root + ", \"headers\": [ " + a + " ] }", "s3"),
                        rule(
                                "{ " + root + ", \"headers\": [ " + a
                                        + ", { \"name\": \"b\", \"type\": \"RegularExpression\", \"value\": \"[12]\" }"
                                        + " ] }",
                                "s4"),
                        rule("{ " + root + ", \"method\": \"POST\" }", "s2")));
        String all = headers == null
                ? ""
                : Stream.of(headers.split(","))
                        .map(h -> "\"" + h.replace("=", "\": \"") + "\"")
                        .collect(Collectors.joining(", "));
        Trace trace = drawn.send("\"from\": \"client\", \"to\": \"nginx:80\", \"method\": \"" + method
                + "\", \"path\": \"" + path + "\", \"headers\": { " + all + " }");
        assertEquals(reached.replace('s', 'p'), trace.at().element().value());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "namespaces": { "from": "All" }                                                          | s1
        "namespaces": { "from": "Same" }                                                         | 404
        "namespaces": { "from": "None" }                                                         | 404
        "namespaces": { "from": "Selector", "selector": { "matchLabels": { "team": "a" } } }     | s1
        "namespaces": { "from": "Selector", "selector": { "matchLabels": { "team": "b" } } }     | 404
        "namespaces": { "from": "All" }, "kinds": [ { "kind": "TCPRoute" } ]                      | 404
        "namespaces": { "from": "All" }, "kinds": [ { "kind": "HTTPRoute" } ]                     | s1
        """)
    void aListenerSaysWhoseRoutesMayAttach(String allowed, String reached) {
        Drawn drawn = gateway(
                        ", \"allowedRoutes\": { " + allowed + " }", route("r", "", rule(path("PathPrefix", "/"), "s1")))
                .with(
                        "\"elements\": {",
                        "\"namespaces\": { \"shop\": { \"labels\": { \"team\": \"a\" } } }, \"elements\": {")
                .with("\"kind\": \"http-route\",", "\"kind\": \"http-route\", \"namespace\": \"shop\",")
                .with("{ \"name\": \"gw\" } ]", "{ \"name\": \"gw\", \"namespace\": \"default\" } ]")
                .with("\"s1\": { \"kind\": \"service\",", "\"s1\": { \"kind\": \"service\", \"namespace\": \"shop\",")
                .with("\"p1\": { \"kind\": \"pod\",", "\"p1\": { \"kind\": \"pod\", \"namespace\": \"shop\",");
        assertEquals(reached, reached(drawn, "nginx", null, "/"));
    }

    /// Hostname: a wildcard stands for one or more labels, unlike in Ingress; more characters in an exact name,
    /// then in any name, win between routes.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a.b.example.com | s1
        www.example.com | s2
        example.com     | s3
        x.b.example.com | s4
        """)
    void theLongestHostWins(String host, String reached) {
        Drawn drawn = gateway(
                "",
                route("any", "", rule(path("PathPrefix", "/"), "s3")),
                route("wild", ", \"hostnames\": [\"*.example.com\"]", rule(path("PathPrefix", "/"), "s1")),
                route("deep", ", \"hostnames\": [\"*.b.example.com\"]", rule(path("PathPrefix", "/"), "s4")),
                route("exact", ", \"hostnames\": [\"www.example.com\"]", rule(path("PathPrefix", "/"), "s2")),
                route("ab", ", \"hostnames\": [\"a.b.example.com\"]", rule(path("PathPrefix", "/"), "s1")));
        assertEquals(reached, reached(drawn, "nginx", host, "/"));
    }

    @Test
    void equalMatchesGoByNameOfTheRouteThenByOrderOfTheRules() {
        Drawn drawn = gateway(
                "",
                route("r2", "", rule(path("PathPrefix", "/"), "s1")),
                route("r1", "", rule(path("PathPrefix", "/"), "s2"), rule(path("PathPrefix", "/"), "s3")));
        assertEquals("s2", reached(drawn, "nginx", null, "/"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        *.example.com    | shop.example.com | shop.example.com | s1
        shop.example.com | *.example.com    | shop.example.com | s1
        shop.example.com | *.example.com    | blog.example.com | 404
        *.example.com    | example.org      | example.org      | 404
        """)
    void aRouteServesTheNamesThatItHasInCommonWithTheListener(
            String listener, String route, String host, String reached) {
        Drawn drawn = gateway(
                ", \"hostname\": \"" + listener + "\"",
                route("r", ", \"hostnames\": [\"" + route + "\"]", rule(path("PathPrefix", "/"), "s1")));
        assertEquals(reached, reached(drawn, "nginx", host, "/"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        { "name": "gw" }                                          |                                                             | s1
        { "name": "other" }                                       |                                                             | 404
        { "name": "gw", "sectionName": "http" }                   |                                                             | s1
        { "name": "gw", "sectionName": "https" }                  |                                                             | 404
        { "name": "gw", "port": 8443 }                            |                                                             | 404
        { "name": "gw", "namespace": "default" }                  | `"namespace": "shop",`                                      | 404
        """)
    void aRouteAttachesWhereItsParentRefSaysAndTheListenerAllows(String ref, @Nullable String keys, String reached) {
        Drawn drawn = gateway("", route("r", "", rule(path("PathPrefix", "/"), "s1")))
                .with(
                        "\"kind\": \"http-route\",",
                        "\"kind\": \"http-route\"," + (keys == null ? "" : keys.replace("`", "")))
                .with("{ \"name\": \"gw\" } ]", ref + " ]");
        assertEquals(reached, reached(drawn, "nginx", null, "/"));
    }

    @Test
    void backendsShareByTheirWeights() {
        Drawn drawn = gateway(
                "",
                route(
                        "r",
                        "",
                        rule(
                                path("PathPrefix", "/"),
                                "{ \"name\": \"s1\", \"port\": 80, \"weight\": 9 }",
                                "{ \"name\": \"s2\", \"port\": 80 }",
                                "{ \"name\": \"s3\", \"port\": 80, \"weight\": 0 }")));
        assertEquals("s1*9 s2", reached(drawn, "nginx", null, "/"));
        assertEquals(List.of("p1", "p2"), drawn.branches("\"from\": \"client\", \"to\": \"nginx:80\""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        { "name": "s1", "port": 80 }, { "name": "nobody", "port": 80 }  | s1 500
        { "name": "nobody", "port": 80, "weight": 3 }                   | 500*3
        { "name": "s1" }                                                | 500
        { "name": "s1", "port": 80, "kind": "Bucket" }                  | 500
        { "name": "s1", "port": 80, "namespace": "shop" }               | 500
        { "name": "s1", "port": 80, "weight": 0 }                       | 500
        """)
    void theShareOfABackendThatIsNotValidIsAnError(String backends, String reached) {
        Drawn drawn = gateway("", route("r", "", "{ \"backendRefs\": [ " + backends + " ] }"));
        assertEquals(reached, reached(drawn, "nginx", null, "/"));
    }

    @Test
    void aRedirectAnswersByItself() {
        Drawn drawn = gateway(
                "",
                route(
                        "r",
                        "",
                        "{ \"filters\": [ { \"type\": \"RequestRedirect\", \"requestRedirect\": { \"scheme\":"
                                + " \"https\", \"statusCode\": 301 } } ] }"));
        Trace trace = drawn.send("\"from\": \"client\", \"to\": \"nginx:80\"");
        assertEquals(301, trace.at().status());
        assertEquals(
                List.of("nginx: Rule 1 (/*) redirects to https://10.244.1.2/: the answer is HTTP 301"),
                Drawn.said(trace, "proxy"));
    }

    @Test
    void aGatewayIsServedOnThePortsOfItsListeners() {
        Drawn drawn = gateway("", route("r", "", rule(path("PathPrefix", "/"), "s1")))
                .with(
                        "{ \"port\": 80 } ] } ] },\n  \"alb\"",
                        "{ \"port\": 80 }, { \"port\": 8443 } ] } ] },\n  \"alb\"");
        List<Proxy> proxies =
                Compiler.compile(drawn.design()).network().netns(Id.of("nginx")).proxies();
        assertEquals(List.of(1, 0), proxies.stream().map(p -> p.rules().size()).toList());
    }
}
