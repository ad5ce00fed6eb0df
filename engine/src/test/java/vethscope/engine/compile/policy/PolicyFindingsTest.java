package vethscope.engine.compile.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.model.Id;
import vethscope.model.element.Container;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Machine;
import vethscope.model.element.Pod;

class PolicyFindingsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        podSelector: [] | spec.podSelector: Invalid value: "[]": must be an object
        policyTypes: ['In'] | spec.policyTypes[0]: Unsupported value: "In": supported values: "Egress", "Ingress"
        ingress: [ { from: [ {} ] } ] | spec.ingress[0].from[0]: Required value: must specify a peer
        egress: [ { to: [ { ipBlock: { cidr: '10.0.0.0' } } ] } ] | spec.egress[0].to[0].ipBlock.cidr: Invalid value: "10.0.0.0": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
        ingress: [ { from: [ { ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/9'] } } ] } ] | spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "11.0.0.0/9": must be a strict subset of `cidr`
        ingress: [ { from: [ { ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} } ] } ] | spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer
        ingress: [ { ports: [ { port: 0 } ] } ] | spec.ingress[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive
        ingress: [ { ports: [ { port: 9, endPort: 8 } ] } ] | spec.ingress[0].ports[0].endPort: Invalid value: 8: must be greater than or equal to `port`
        ingress: [ { ports: [ { port: 'web', endPort: 8 } ] } ] | spec.ingress[0].ports[0].endPort: Invalid value: 8: may not be specified when `port` is non-numeric
        ingress: [ { ports: [ { protocol: 'ICMP' } ] } ] | spec.ingress[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "SCTP", "TCP", "UDP"
        podSelector: { matchExpressions: [ { key: 'a', operator: 'In' } ] } | spec.podSelector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'
        podSelector: { matchExpressions: [ { key: 'a', operator: 'Is' } ] } | spec.podSelector.matchExpressions[0].operator: Invalid value: "Is": not a valid selector operator
        """)
    void aPolicyThatTheApiServerRefusesIsNotThere(String spec, String why) {
        PolicyLab lab = PolicyLab.of("shop/p", "{ " + spec + " }");
        assertEquals(List.of("VS405 NetworkPolicy shop/p would be refused by the API server: " + why), lab.findings());
        assertEquals(PolicyLab.of().filter("n1"), lab.filter("n1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        priority: 1 | spec.subject: Required value
        tier: 'Top', priority: 1, subject: { namespaces: {} } | spec.tier: Unsupported value: "Top": supported values: "Admin", "Baseline"
        tier: 'Admin', subject: { namespaces: {} } | spec.priority: Required value
        priority: 1001, subject: { namespaces: {} } | spec.priority: Invalid value: 1001: must be between 0 and 1000, inclusive
        priority: 1, subject: { namespaces: {}, pods: {} } | spec.subject: Forbidden: must specify exactly one of namespaces, pods
        priority: 1, subject: { pods: {} }, ingress: [ { action: 'Deny', from: [] } ] | spec.ingress[0].from: Required value: must specify at least one peer
        priority: 1, subject: { pods: {} }, ingress: [ { action: 'Deny', from: [ { nodes: {} } ] } ] | spec.ingress[0].from[0]: Required value: must specify a peer
        priority: 1, subject: { pods: {} }, egress: [ { action: 'Deny', to: [ { domainNames: ['a.b'] } ] } ] | spec.egress[0].to[0].domainNames: Forbidden: may only be used with the action Accept
        """)
    void aClusterPolicyThatTheApiServerRefusesIsNotThere(String spec, String why) {
        assertEquals(
                List.of("VS405 ClusterNetworkPolicy p would be refused by the API server: " + why),
                PolicyLab.of("p", "{ " + spec + " }").findings());
    }

    @Test
    void aPolicyThatSelectsNoPodIsFound() {
        assertEquals(
                List.of("VS406 NetworkPolicy shop/p applies to no pod."),
                PolicyLab.of("shop/p", "{ podSelector: { matchLabels: { app: 'ui' } } }")
                        .findings());
    }

    @Test
    void aPeerThatIsNobodyIsFound() {
        assertEquals(
                List.of("VS407 NetworkPolicy shop/p has a rule about pods app=wbe in namespace shop, but there is"
                        + " none."),
                PolicyLab.of(
                                "shop/p",
                                "{ ingress: [ { from: [ { podSelector: { matchLabels: { app: 'wbe' } } } ] } ] }")
                        .findings());
    }

    @Test
    void policiesOfOnePriorityOnOnePodAreFound() {
        String spec =
                "{ tier: 'Admin', priority: 7, subject: { pods: { podSelector: { matchLabels: { app: '%s' } } } },"
                        + " %s: [ { action: 'Deny', %s: [ { namespaces: {} } ] } ] }";
        String web = spec.formatted("web", "ingress", "from");
        assertEquals(
                List.of("VS408 ClusterNetworkPolicy a and ClusterNetworkPolicy b have the same priority, 7,"
                        + " and both select pod shop/web: which of them is asked first is not defined."),
                PolicyLab.of("a", web, "b", web).findings());
        assertEquals(
                List.of(),
                PolicyLab.of("a", web, "b", spec.formatted("web", "egress", "to"))
                        .findings());
        assertEquals(
                List.of(),
                PolicyLab.of("a", web, "b", spec.formatted("app", "ingress", "from"))
                        .findings());
    }

    @Test
    void anEgressPolicyThatForgetsDnsIsFound() {
        String to = "{ podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'], egress: [ %s ] }";
        String forgets = "VS409 Pod shop/web cannot look up names: NetworkPolicy shop/p lets it call others,"
                + " but no policy allows UDP 53 to jobs/dns.";
        assertEquals(List.of(forgets), withDns(to.formatted("{ to: [ { podSelector: {} } ] }")));
        assertEquals(List.of(forgets), withDns(to.formatted("{ ports: [ { port: 53 } ] }")));
        assertEquals(List.of(), withDns(to.formatted("{ ports: [ { port: 53, protocol: 'UDP' } ] }")));
        assertEquals(List.of(), withDns(to.formatted("")));
        assertEquals(List.of(), withDns("{ podSelector: {}, policyTypes: ['Ingress'] }"));
    }

    /// Long answers come by TCP (RFC 7766): where a server listens for it, both are needed.
    @Test
    void aServerThatAnswersByTcpTooMustBeReachedByBoth() {
        var tcp = Container.Port.tcp(53);
        var both = List.of(new Container("coredns", Map.of(), List.of(tcp)));
        String to = "{ podSelector: {}, policyTypes: ['Egress'], egress: [ { ports: [ %s ] } ] }";
        assertTrue(withDns(to.formatted("{ port: 53, protocol: 'UDP' }"), both)
                .getFirst()
                .contains("TCP 53"));
        assertTrue(withDns(to.formatted("{ port: 80 }"), both).getFirst().contains("UDP 53, TCP 53"));
        assertEquals(List.of(), withDns(to.formatted("{ port: 53, protocol: 'UDP' }, { port: 53 }"), both));
    }

    private static List<String> withDns(String spec) {
        return withDns(spec, List.of());
    }

    private static List<String> withDns(String spec, List<Container> containers) {
        PolicyLab lab = PolicyLab.of("shop/p", spec);
        Pod cron = (Pod) lab.design().topology().find(Id.of("jobs.cron")).orElseThrow();
        var dns = new Pod(
                cron.head().withLabel("dns"),
                "jobs",
                Map.of("k8s-app", "kube-dns"),
                cron.network(),
                cron.status(),
                cron.names(),
                containers.isEmpty() ? cron.containers() : containers,
                List.of());
        return lab.and(dns).findings();
    }

    @Test
    void aBridgeThatBypassesPoliciesIsFound() {
        PolicyLab lab = PolicyLab.of("shop/p", "{}");
        KubeNode node = (KubeNode) lab.design().topology().find(Id.of("n1")).orElseThrow();
        var m = node.machine();
        var plain = new Machine(
                m.interfaces(),
                m.routes(),
                m.rules(),
                Map.of("net.bridge.bridge-nf-call-iptables", "0"),
                m.iptables(),
                m.containers());
        PolicyLab bypassed = lab.and(node.withMachine(plain));
        assertEquals(
                List.of("VS410 Node n1 does not show bridged packets to iptables (net.bridge.bridge-nf-call-iptables"
                        + " is 0): policies do not hold between pods of one bridge."),
                bypassed.findings());
        assertEquals("delivered", bypassed.tcp("jobs.cron", "shop.web:80"));
        assertEquals("timeout", bypassed.tcp("jobs.cron", "shop.far:80"));
    }
}
