package vethscope.engine.compile.ingress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.compile.Drawn;
import vethscope.engine.network.HttpMatch.Asked;
import vethscope.engine.network.Proxy;
import vethscope.engine.trace.Trace;
import vethscope.model.Id;
import vethscope.model.address.Ip;

/// What annotations ask of an ALB: aws-load-balancer-controller, docs/guide/ingress/annotations.md, and where that is
/// silent pkg/ingress. Services are those of [HttpRulesTest].
class AlbTest {

    /// @param annotations such as `group.order: 1`, without their prefix, one a line
    /// @param rules as the format writes them
    private static String ingress(String id, String annotations, String rules) {
        String all = annotations
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> "\"alb.ingress.kubernetes.io/" + line.substring(0, line.indexOf(':')) + "\": \""
                        + line.substring(line.indexOf(':') + 1).strip().replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(", "));
        return "\"" + id + "\": { \"kind\": \"ingress\", " + HttpRulesTest.ALB + ", \"annotations\": { " + all
                + " }, \"rules\": [ " + rules + " ] }";
    }

    private static String rule(String path, String service, String port) {
        return "{ \"path\": \"" + path + "\", \"pathType\": \"Prefix\", \"service\": \"" + service + "\", \"port\": "
                + port + " }";
    }

    private static String all(String service) {
        return rule("/", service, "80");
    }

    private static String action(String name) {
        return rule("/", name, "\"use-annotation\"");
    }

    private static List<Proxy> proxies(String... ingresses) {
        return Compiler.compile(
                        HttpRulesTest.cluster(String.join(", ", ingresses)).design())
                .network()
                .netns(Id.of("alb"))
                .proxies();
    }

    private static String reached(Proxy proxy, Asked asked) {
        return proxy.rule(asked).stream()
                .flatMap(rule -> rule.groups().stream())
                .map(HttpRulesTest::name)
                .collect(Collectors.joining(" "));
    }

    private static List<Integer> ports(List<Proxy> proxies) {
        return proxies.stream().map(Proxy::port).toList();
    }

    @Test
    void anIngressIsServedOnTheePortsThatItListsAndOnNoOther() {
        List<Proxy> alb = proxies(
                ingress("a", "listen-ports: [{\"HTTP\": 80}, {\"HTTP\": 8080}]", rule("/a", "s1", "80")),
                ingress("b", "listen-ports: [{\"HTTPS\": 8443}, {\"HTTP\": 80}]", rule("/b", "s2", "80")));
        assertEquals(List.of(80, 8080, 8443), ports(alb));
        assertEquals("s1", reached(alb.get(0), Asked.get(null, "/a")));
        assertEquals("s2", reached(alb.get(0), Asked.get(null, "/b")));
        assertEquals("s1", reached(alb.get(1), Asked.get(null, "/a")));
        assertEquals("404", reached(alb.get(1), Asked.get(null, "/b")));
    }

    @Test
    void aCertificateMakesTheListenerOneOfHttps() {
        assertEquals(List.of(443), ports(proxies(ingress("a", "certificate-arn: arn:x", all("s1")))));
        assertEquals(List.of(80), ports(proxies(ingress("a", "", all("s1")))));
    }

    @Test
    void sslRedirectLeavesListenersOfHttpNothingElse() {
        Trace trace = HttpRulesTest.cluster(ingress("a", """
            listen-ports: [{"HTTP": 80}, {"HTTPS": 443}]
            ssl-redirect: 443
            """, all("s1")))
                .send("\"from\": \"client\", \"to\": \"10.0.0.80:80\", \"path\": \"/x?y=1\"");
        assertEquals(301, trace.at().status());
        assertEquals(
                List.of("alb: Rule 1 (*) redirects to https://10.0.0.80:443/x?y=1: the answer is HTTP 301"),
                Drawn.said(trace, "proxy"));
    }

    /// "IngressGroup": lower order first, then namespace and name; one of the group has the balancer.
    @Test
    void aGroupSharesABalancerInItsOrder() {
        String other = ingress("b", "group.name: g", all("s2"))
                .replace("\"loadBalancer\": \"alb\", ", "")
                .replace(", \"loadBalancer\": \"alb\"", "");
        List<Proxy> later = proxies(ingress("a", "group.name: g\ngroup.order: 10", all("s1")), other);
        assertEquals("s2", reached(later.getFirst(), Asked.get(null, "/")));
        List<Proxy> alphabetical = proxies(ingress("a", "group.name: g", all("s1")), other);
        assertEquals("s1", reached(alphabetical.getFirst(), Asked.get(null, "/")));
        List<Proxy> strangers = proxies(ingress("a", "group.name: h\ngroup.order: 10", all("s1")), other);
        assertEquals("s1", reached(strangers.getFirst(), Asked.get(null, "/")));
    }

    /// "actions.${action-name}".
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"type":"fixed-response","fixedResponseConfig":{"contentType":"text/plain","statusCode":"418"}}       | 418
        {"type":"redirect","redirectConfig":{"host":"example.org","statusCode":"HTTP_302"}}                  | 302
        {"Type":"forward","ForwardConfig":{"TargetGroups":[{"ServiceName":"s2","ServicePort":"80"}]}}        | s2
        {"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"s2","servicePort":"http","weight":20},{"serviceName":"s3","servicePort":80,"weight":80}]}} | s2*20 s3*80
        {"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"s2","servicePort":80,"weight":0},{"serviceName":"s3","servicePort":80}]}} | s3
        {"type":"forward","targetGroupARN":"arn:x"}                                                          | 503
        """)
    void anActionTakesThePlaceOfAService(String action, String reached) {
        List<Proxy> alb = proxies(ingress("a", "actions.act: " + action, action("act")));
        assertEquals(reached, reached(alb.getFirst(), Asked.get(null, "/")));
    }

    /// pkg/ingress/enhanced_backend_builder.go: what is not there is answered with 503, and that is worth a finding.
    @Test
    void anActionThatIsNotThereAnswers503() {
        var drawn = HttpRulesTest.cluster(ingress("a", "", action("act")));
        assertEquals(
                503,
                drawn.send("\"from\": \"client\", \"to\": \"10.0.0.80:80\"")
                        .at()
                        .status());
        assertEquals(List.of("VS713"), alb(drawn.findings()));
    }

    private static List<String> alb(List<String> findings) {
        return findings.stream().filter(code -> code.startsWith("VS71")).toList();
    }

    /// pkg/ingress/rule_optimizer.go: the classic way from HTTP to HTTPS is no circle on 443.
    @Test
    void aRedirectToItsOwnListenerIsLeftOut() {
        String redirect = "actions.ssl:"
                + " {\"type\":\"redirect\",\"redirectConfig\":{\"protocol\":\"HTTPS\",\"port\":\"443\",\"statusCode\":\"HTTP_301\"}}";
        List<Proxy> alb = proxies(ingress(
                "a",
                "listen-ports: [{\"HTTP\": 80}, {\"HTTPS\": 443}]\n" + redirect,
                action("ssl") + ", " + all("s1")));
        assertEquals("301", reached(alb.get(0), Asked.get(null, "/")));
        assertEquals("s1", reached(alb.get(1), Asked.get(null, "/")));
    }

    /// "conditions.${conditions-name}" and Elastic Load Balancing, "Rule condition types".
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        [{"field":"host-header","hostHeaderConfig":{"values":["*.example"]}}]                  | GET  | a.example | /   |          | 10.9.9.9 | s1
        [{"field":"host-header","hostHeaderConfig":{"values":["*.example"]}}]                  | GET  | b.test    | /   |          | 10.9.9.9 | 404
        [{"field":"path-pattern","pathPatternConfig":{"values":["/img/*"]}}]                   | GET  | b.test    | /img/a |       | 10.9.9.9 | s1
        [{"field":"path-pattern","pathPatternConfig":{"values":["/img/*"]}}]                   | GET  | b.test    | /own/x |       | 10.9.9.9 | s1
        [{"field":"path-pattern","pathPatternConfig":{"values":["/img/*"]}}]                   | GET  | b.test    | /     |        | 10.9.9.9 | 404
        [{"field":"http-header","httpHeaderConfig":{"httpHeaderName":"X-User","values":["a*"]}}] | GET | b.test   | /own  | x-user=Alice | 10.9.9.9 | s1
        [{"field":"http-header","httpHeaderConfig":{"httpHeaderName":"X-User","values":["a*"]}}] | GET | b.test   | /own  | x-user=bob | 10.9.9.9 | 404
        [{"field":"http-header","httpHeaderConfig":{"httpHeaderName":"X-User","values":["a*"]}}] | GET | b.test   | /own  |          | 10.9.9.9 | 404
        [{"field":"http-request-method","httpRequestMethodConfig":{"Values":["POST","PUT"]}}]  | PUT  | b.test    | /own |          | 10.9.9.9 | s1
        [{"field":"http-request-method","httpRequestMethodConfig":{"Values":["POST","PUT"]}}]  | GET  | b.test    | /own |          | 10.9.9.9 | 404
        [{"field":"query-string","queryStringConfig":{"values":[{"key":"v","value":"2*"},{"value":"beta"}]}}] | GET | b.test | /own?v=21 |  | 10.9.9.9 | s1
        [{"field":"query-string","queryStringConfig":{"values":[{"key":"v","value":"2*"},{"value":"beta"}]}}] | GET | b.test | /own?x=beta | | 10.9.9.9 | s1
        [{"field":"query-string","queryStringConfig":{"values":[{"key":"v","value":"2*"},{"value":"beta"}]}}] | GET | b.test | /own?v=3 | | 10.9.9.9 | 404
        [{"field":"source-ip","sourceIPConfig":{"values":["10.9.0.0/16"]}}]                    | GET  | b.test    | /own |          | 10.9.9.9 | s1
        [{"field":"source-ip","sourceIPConfig":{"values":["10.9.0.0/16"]}}]                    | GET  | b.test    | /own |          | 10.8.9.9 | 404
        [{"field":"http-request-method","httpRequestMethodConfig":{"values":["GET"]}},{"field":"source-ip","sourceIPConfig":{"values":["10.9.0.0/16"]}}] | GET | b.test | /own | | 10.8.9.9 | 404
        """)
    void conditionsNarrowTheRulesOfTheirBackend(
            String conditions, String method, String host, String path, String header, String client, String reached) {
        String rule = conditions.contains("host-header") ? all("s1") : rule("/own", "s1", "80");
        List<Proxy> alb = proxies(ingress("a", "conditions.s1: " + conditions, rule));
        Map<String, String> headers = header == null
                ? Map.of()
                : Map.of(header.substring(0, header.indexOf('=')), header.substring(header.indexOf('=') + 1));
        assertEquals(reached, reached(alb.getFirst(), new Asked(method, host, path, headers, Ip.parse(client))));
    }

    /// "target-type": annotations of a Service beat those of the Ingress.
    @Test
    void theServiceHasTheLastWordAboutItsTargets() {
        String ip = ingress("a", "target-type: ip", all("s1"));
        assertEquals(
                "[10.244.1.11:8080]",
                proxies(ip)
                        .getFirst()
                        .rules()
                        .getFirst()
                        .groups()
                        .getFirst()
                        .targets()
                        .toString());
        var drawn = HttpRulesTest.cluster(ip)
                .with(
                        "\"selector\": { \"app\": \"s1\" }",
                        "\"selector\": { \"app\": \"s1\" }, \"annotations\": {"
                                + " \"alb.ingress.kubernetes.io/target-type\": \"instance\" }");
        assertEquals(
                "[10.0.0.11:30001]",
                Compiler.compile(drawn.design())
                        .network()
                        .netns(Id.of("alb"))
                        .proxies()
                        .getFirst()
                        .rules()
                        .getFirst()
                        .groups()
                        .getFirst()
                        .targets()
                        .toString());
    }

    /// "Health Check": a check on a port where nobody listens finds the only target unhealthy, and it is used all the
    /// same (fail open); with a second target that answers, only that one is.
    @Test
    void targetsAreCheckedAsTheAnnotationsSay() {
        String checked = ingress("a", "target-type: ip\nhealthcheck-port: 8080\nhealthcheck-path: /up", all("s1"));
        assertEquals(List.of(), alb(HttpRulesTest.cluster(checked).findings()));
        String wrong = ingress("a", "target-type: ip\nhealthcheck-port: 9999", all("s1"));
        var drawn = HttpRulesTest.cluster(wrong);
        assertEquals(
                List.of("VS708"),
                drawn.findings().stream().filter(c -> c.equals("VS708")).toList());
        assertEquals(
                "p1",
                drawn.send("\"from\": \"client\", \"to\": \"10.0.0.80:80\"")
                        .at()
                        .element()
                        .value());
    }

    /// "Exact", "Prefix" and "ImplementationSpecific": a wildcard in the first two makes the controller refuse.
    @ParameterizedTest
    @CsvSource({"Exact,/a*,true", "Prefix,/a?,true", "ImplementationSpecific,/a*,false", "Prefix,/a,false"})
    void aWildcardBelongsInAPatternOnly(String type, String path, boolean refused) {
        var drawn =
                HttpRulesTest.cluster(ingress("a", "", rule(path, "s1", "80").replace("Prefix", type)));
        assertEquals(refused ? List.of("VS712") : List.of(), alb(drawn.findings()));
    }

    @Test
    void anAnnotationThatIsNotJsonIsAFinding() {
        var drawn = HttpRulesTest.cluster(ingress("a", "listen-ports: [{HTTP: 80}", all("s1")));
        assertEquals(List.of("VS711"), alb(drawn.findings()));
    }

    /// networking.k8s.io/v1: a default backend takes what is left, without one the ALB answers 404.
    @Test
    void theDefaultActionIsTheDefaultBackendOr404() {
        String backend = ingress("a", "", rule("/a", "s1", "80"));
        assertEquals("404", reached(proxies(backend).getFirst(), Asked.get(null, "/b")));
        String with = backend.replace(
                "\"rules\"",
                "\"defaultBackend\": { \"service\": { \"name\": \"s3\", \"port\": { \"number\": 80 } } }, \"rules\"");
        assertEquals("s3", reached(proxies(with).getFirst(), Asked.get(null, "/b")));
    }

    @Test
    void jsonOfAnnotationsIsReadAsTheStandardHasIt() {
        assertEquals(
                "{A=[1, true, x\"\n\u00e9], b={}}",
                String.valueOf(AnnotationJson.read(" {\"A\": [1, true, \"x\\\"\\n\\u00e9\"], \"b\": {}} ")
                        .orElseThrow()));
        assertEquals(
                List.of(),
                Stream.of("", "{", "[1,]", "{\"a\" 1}", "nul", "[1] 2", "\"\\x\"", "1e")
                        .filter(text -> AnnotationJson.read(text).isPresent())
                        .toList());
    }
}
