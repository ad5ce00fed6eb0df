package vethscope.engine.compile.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.netfilter.Applied;
import vethscope.engine.netfilter.IptablesText;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Table;
import vethscope.engine.origin.Origin;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Trace;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;
import vethscope.model.element.Element;
import vethscope.model.element.Pod;

class PoliciesTest {

    private static final String DENY_ALL = "{ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }";

    @Test
    void withoutAPolicyANodeHasNoRuleForPolicies() {
        assertFalse(PolicyLab.of().filter("n1").contains("CNI-"));
    }

    @Test
    void aNodeWhosePodsNoPolicySelectsHasNoRuleForPolicies() {
        PolicyLab lab = PolicyLab.of("jobs/p", "{ podSelector: {} }");
        assertTrue(lab.filter("n1").contains("CNI-IN-jobs.cron"));
        assertFalse(lab.filter("n2").contains("CNI-"));
    }

    @Test
    void aSelectedPodIsJudgedByTheseRules() {
        PolicyLab lab = PolicyLab.of(
                "shop/web",
                "{ podSelector: { matchLabels: { app: 'web' } }, ingress: [ { from: [ { podSelector: { matchLabels:"
                        + " { app: 'app' } } }, { ipBlock: { cidr: '10.0.0.0/8', except: ['10.244.0.0/16'] } } ],"
                        + " ports: [ { port: 'http' } ] } ] }");
        assertEquals("""
                -A FORWARD -j CNI-POLICY-FORWARD
                -A CNI-POLICY-FORWARD -d 10.244.1.10/32 -m comment --comment "shop/web" -j CNI-IN-shop.web
                -A CNI-POLICY-FORWARD -m mark ! --mark 0x0/0x70000 -j MARK --set-xmark 0x0/0x70000
                -A CNI-IN-shop.web -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
                -A CNI-IN-shop.web -s 10.244.1.10/32 -m comment --comment "a pod reaches itself" -j RETURN
                -A CNI-IN-shop.web -j MARK --set-xmark 0x0/0x70000
                -A CNI-IN-shop.web -m mark --mark 0x0/0x10000 -j CNI-NPI-np.shop.web
                -A CNI-IN-shop.web -m mark --mark 0x0/0x10000 -m comment --comment "not allowed by NetworkPolicy shop/web" -j DROP
                -A CNI-POLICY-ALLOW -j MARK --set-xmark 0x10000/0x70000
                -A CNI-POLICY-PASS -j MARK --set-xmark 0x20000/0x70000
                -A CNI-NPI-np.shop.web -d 10.244.1.10/32 -p tcp -m tcp --dport 80 -m comment --comment "pods app=app in namespace shop" -j CNI-SRC-0
                -A CNI-NPI-np.shop.web -m mark --mark 0x40000/0x40000 -g CNI-POLICY-ALLOW
                -A CNI-NPI-np.shop.web -d 10.244.1.10/32 -p tcp -m tcp --dport 80 -m comment --comment "10.0.0.0/8 except 10.244.0.0/16" -j CNI-SRC-0
                -A CNI-NPI-np.shop.web -m mark --mark 0x40000/0x40000 -g CNI-POLICY-ALLOW
                -A CNI-SRC-0 -s 10.244.1.11/32 -m comment --comment "shop/app" -j MARK --set-xmark 0x40000/0x40000
                -A CNI-SRC-0 -s 10.244.0.0/16 -m comment --comment except -j RETURN
                -A CNI-SRC-0 -s 10.0.0.0/8 -m comment --comment block -j MARK --set-xmark 0x40000/0x40000
                """, own(lab.filter("n1")));
    }

    /// The rules of policies, hashes left out.
    private static String own(String filter) {
        return filter.lines()
                        .filter(line -> line.startsWith("-A CNI-") || line.startsWith("-A FORWARD -j CNI-"))
                        .map(line -> line.replaceAll("-(SRC|DST)-[0-9a-f]{12}", "-$1-0"))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    @Test
    void theRulesReadBackAsTheyArePrinted() {
        PolicyLab lab = PolicyLab.of("shop/p", DENY_ALL, "c", """
                { tier: 'Admin', priority: 1, subject: { namespaces: {} }, egress: [ { name: 'one', action: 'Pass',
                  to: [ { nodes: {} }, { networks: ['0.0.0.0/0', '::/0'] } ],
                  protocols: [ { tcp: { destinationPort: { range: { start: 1, end: 9 } } } }, { sctp: {} } ] } ] }
                """);
        String text =
                IptablesText.print(lab.compiled().network().netns(Id.of("n1")).ruleset());
        assertEquals(
                text,
                switch (IptablesText.parse(text)) {
                    case Applied.Done(var rules) -> IptablesText.print(rules);
                    case Applied.Malformed bad -> bad.toString();
                });
    }

    @Test
    void aPacketThatGetsInTellsWhichPolicyLetItIn() {
        Trace trace = PolicyLab.of("shop/p", "{ podSelector: {}, ingress: [ {} ] }")
                .trace("shop.app", "shop.web:80", Protocol.TCP);
        assertEquals(
                List.of("NetworkPolicy shop/p lets it through"),
                trace.steps().stream()
                        .filter(step -> step.text().key().equals("hook.settled"))
                        .map(step -> step.text().in(Locale.ENGLISH))
                        .toList());
    }

    @Test
    void aDroppedPacketTellsWhichPolicyDroppedIt() {
        Trace trace = PolicyLab.of("shop/p", DENY_ALL).trace("shop.app", "shop.web:80", Protocol.TCP);
        assertEquals(Reason.RULE_DROP, trace.reason().code());
        assertTrue(trace.steps().stream()
                .anyMatch(step -> String.valueOf(step.rule()).contains("\"not allowed by NetworkPolicy shop/p\"")));
        var chains = PolicyLab.of("shop/p", DENY_ALL)
                .compiled()
                .network()
                .netns(Id.of("n1"))
                .ruleset();
        assertEquals(
                Origin.policy("NetworkPolicy shop/p"),
                chains.chain(Table.FILTER, "CNI-IN-shop.web").stream()
                        .flatMap(chain -> chain.rules().stream())
                        .reduce((a, b) -> b)
                        .map(Rule::origin)
                        .orElseThrow());
    }

    @Test
    void aPodReachesItselfThroughAService() {
        PolicyLab lab = PolicyLab.of("shop/p", DENY_ALL).and(service());
        assertEquals("delivered", lab.tcp("shop.web", "web.svc:8000"));
        assertEquals("timeout", lab.tcp("shop.app", "web.svc:8000"));
    }

    @Test
    void theServicePortIsNotThePortThatIsJudged() {
        String spec = "{ podSelector: { matchLabels: { app: 'app' } }, policyTypes: ['Egress'],"
                + " egress: [ { ports: [ { port: %s } ] } ] }";
        assertEquals(
                "timeout",
                PolicyLab.of("shop/p", spec.formatted("8000")).and(service()).tcp("shop.app", "web.svc:8000"));
        assertEquals(
                "delivered",
                PolicyLab.of("shop/p", spec.formatted("80")).and(service()).tcp("shop.app", "web.svc:8000"));
    }

    private static Element service() {
        String text = """
                { "vethscope": 1, "elements": { "web.svc": { "kind": "service", "name": "web", "namespace": "shop",
                  "clusterIP": "10.96.0.10", "selector": { "app": "web" }, "ports": [ { "port": 8000, "targetPort": 80 } ] } } }
                """;
        return switch (Veth.read(text)) {
            case Reading.Opened(var design, var _) ->
                design.topology().find(Id.of("web.svc")).orElseThrow();
            case Reading.Refused(var problem) -> throw new IllegalStateException(problem.toString());
        };
    }

    @Test
    void aNodeAndItsOwnPodsReachEachOther() {
        PolicyLab lab = PolicyLab.of("shop/p", DENY_ALL);
        assertEquals("delivered", lab.tcp("n1", "shop.web:80"));
        assertEquals("delivered", lab.tcp("jobs.ui", "shop.web:80"));
        assertEquals("delivered", lab.tcp("shop.web", "172.18.0.2:8000"));
        assertEquals("timeout", lab.tcp("n2", "shop.web:80"));
        assertEquals("timeout", lab.tcp("jobs.ui", "shop.far:80"));
    }

    @Test
    void aPodOnItsNodesNetworkIsNoPeerAndNoSubject() {
        PolicyLab lab = PolicyLab.of(
                "jobs/subject",
                DENY_ALL,
                "shop/peer",
                "{ podSelector: {}, ingress: [ { from: [ { namespaceSelector: {} } ] } ] }");
        assertEquals("delivered", lab.tcp("outside-203.0.113.9", "172.18.0.2:8000"));
        assertEquals("timeout", lab.tcp("jobs.ui", "shop.far:80"));
        assertEquals("timeout", lab.tcp("jobs.cron", "shop.far:80"));
        assertEquals("delivered", lab.tcp("shop.web", "shop.far:80"));
    }

    @Test
    void aClusterPolicyMayDenyAPodItsOwnNode() {
        String spec = "{ tier: '%s', priority: 1, subject: { namespaces: {} }, egress: [ { action: 'Deny',"
                + " to: [ { nodes: { matchLabels: { zone: 'z1' } } } ] } ] }";
        PolicyLab admin = PolicyLab.of("c", spec.formatted("Admin"));
        assertEquals("timeout", admin.tcp("shop.web", "172.18.0.2:8000"));
        assertEquals("timeout", admin.tcp("shop.far", "172.18.0.2:8000"));
        assertEquals("delivered", admin.tcp("n1", "shop.web:80"));
        PolicyLab baseline = PolicyLab.of("c", spec.formatted("Baseline"), "shop/p", DENY_ALL);
        assertEquals("delivered", baseline.tcp("shop.web", "172.18.0.2:8000"));
        assertEquals("timeout", baseline.tcp("jobs.cron", "172.18.0.2:8000"));
    }

    @Test
    void addressRangesOfPoliciesMayLeavePodsOut() {
        String[] policy = {
            "shop/p", "{ podSelector: {}, ingress: [ { from: [ { ipBlock: { cidr: '0.0.0.0/0' } } ] } ] }"
        };
        assertEquals("delivered", PolicyLab.of(policy).tcp("jobs.cron", "shop.web:80"));
        PolicyLab outsideOnly = PolicyLab.outsideOnly(policy);
        assertEquals("timeout", outsideOnly.tcp("jobs.cron", "shop.web:80"));
        assertEquals("delivered", outsideOnly.tcp("outside-203.0.113.9", "shop.web:80"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            [ {} ]                                                   , delivered , delivered
            "[ { from: [ { podSelector: {} } ] } ]"                  , delivered , delivered
            "[ { ports: [ {} ] } ]"                                  , delivered , timeout
            "[ { ports: [ { port: 80, protocol: 'UDP' } ] } ]"       , timeout   , timeout
            "[ { ports: [ { port: 70, endPort: 80 } ] } ]"           , delivered , timeout
            "[ { ports: [ { port: 'http' } ] } ]"                    , delivered , timeout
            "[ { ports: [ { port: 'admin' } ] } ]"                   , timeout   , timeout
            """)
    void aPingPassesOnlyWhereEveryPortDoes(String rules, String tcp, String ping) {
        PolicyLab lab = PolicyLab.of("shop/p", "{ podSelector: {}, ingress: " + rules + " }");
        assertEquals(tcp, lab.tcp("shop.app", "shop.web:80"));
        assertEquals(ping, lab.ping("shop.app", "shop.web"));
    }

    @Test
    void theForerunnersOfClusterPoliciesAreUnderstood() {
        String admin =
                "{ priority: 5, subject: { namespaces: {} }, ingress: [ { action: 'Allow', from: [ { namespaces: {} } ],"
                        + " ports: [ { portNumber: { port: 81 } }, { portRange: { start: 8000, end: 8090 } } ] },"
                        + " { action: 'Pass', from: [ { namespaces: {} } ], ports: [ { namedPort: 'http' } ] } ] }";
        String baseline = "{ subject: { namespaces: {} }, ingress: [ { action: 'Deny', from: [ { pods: {} } ] } ] }";
        PolicyLab lab = PolicyLab.of("admin", admin, "default", baseline);
        assertEquals("delivered", lab.tcp("jobs.cron", "shop.web:81"));
        assertEquals("delivered", lab.tcp("jobs.cron", "shop.app:8080"));
        assertEquals("timeout", lab.tcp("jobs.cron", "shop.web:80"));
        assertEquals("delivered", lab.tcp("outside-203.0.113.9", "shop.web:80"));
    }

    @Test
    void aDomainNameStandsForTheMachineThatBearsIt() {
        String spec = "{ tier: 'Admin', priority: 1, subject: { namespaces: {} }, egress: [ { action: 'Accept',"
                + " to: [ { domainNames: ['%s'] } ] }, { action: 'Deny', to: [ { networks: ['0.0.0.0/0'] } ] } ] }";
        assertEquals("delivered", PolicyLab.of("c", spec.formatted("*.0.113.9")).tcp("shop.web", "203.0.113.9:443"));
        assertEquals("timeout", PolicyLab.of("c", spec.formatted("example.com")).tcp("shop.web", "203.0.113.9:443"));
    }

    @Test
    void anIpv6PodIsJudgedByTheIpv6Rules() {
        var pod =
                (Pod) PolicyLab.of().design().topology().find(Id.of("shop.web")).orElseThrow();
        var both = new ArrayList<>(pod.network().addresses());
        both.add(Cidr.parse("fd00::10/64"));
        PolicyLab lab = PolicyLab.of(
                        "shop/p",
                        "{ podSelector: {}, ingress: [ { from: [ { podSelector: {} }, { ipBlock: { cidr: '2001:db8::/32' } },"
                                + " { ipBlock: { cidr: '10.0.0.0/8' } } ] } ] }")
                .and(pod.withNetwork(pod.network().withAddresses(both)));
        String text =
                IptablesText.print6(lab.compiled().network().netns(Id.of("n1")).ruleset());
        assertEquals(
                """
                -A CNI-NPI-np.shop.p -m comment --comment "pods * in namespace shop" -j CNI-SRC-0
                -A CNI-NPI-np.shop.p -m mark --mark 0x40000/0x40000 -g CNI-POLICY-ALLOW
                -A CNI-NPI-np.shop.p -s 2001:db8::/32 -g CNI-POLICY-ALLOW
                -A CNI-SRC-0 -s fd00::10/128 -m comment --comment "shop/web" -j MARK --set-xmark 0x40000/0x40000
                """,
                own(text)
                        .lines()
                        .filter(l -> l.matches("-A CNI-(NPI|SRC).*"))
                        .collect(Collectors.joining("\n", "", "\n")));
    }
}
