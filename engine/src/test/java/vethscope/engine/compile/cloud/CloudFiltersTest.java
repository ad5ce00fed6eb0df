package vethscope.engine.compile.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.compile.Drawn;
import vethscope.engine.trace.Behaviour;
import vethscope.engine.trace.Trace;

/// Security groups and network ACLs. What is expected is what the Amazon VPC User Guide says of them
/// (docs.aws.amazon.com/vpc/latest/userguide, vpc-security-groups.html and vpc-network-acls.html).
class CloudFiltersTest {

    /// `web` and `other` stand in subnet a, `db` in subnet b.
    private static final Drawn PLAIN = new Drawn("""
        "name": "firewalls",
        "cluster": { "kubeProxy": { "mode": "none" }, "masquerade": null, "cni": { "type": "aws-vpc" } },
        "elements": {
          "vpc": { "kind": "vpc", "cidr": "10.0.0.0/16", "subnets": { "a": { "cidr": "10.0.1.0/24" }, "b": { "cidr": "10.0.2.0/24" } } },
          "web": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.1.11/24", "secondary": ["10.0.1.100"] } },
            "routes": ["default via 10.0.1.1"], "securityGroups": [],
            "containers": [ { "name": "d", "ports": [ { "port": 80 }, { "port": 53, "protocol": "UDP" } ] } ] },
          "pod": { "kind": "pod", "in": "web", "address": "10.0.1.100/32", "securityGroups": [],
            "containers": [ { "name": "d", "ports": [ { "port": 8080 } ] } ] },
          "other": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.1.12/24" } }, "routes": ["default via 10.0.1.1"] },
          "db": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.2.50/24" } }, "routes": ["default via 10.0.2.1"],
            "securityGroups": [], "containers": [ { "name": "pg", "ports": [ { "port": 5432 } ] } ] },
          "web-sg": { "kind": "security-group", "ingress": [], "egress": [] },
          "db-sg": { "kind": "security-group", "ingress": [], "egress": [] },
          "acl": { "kind": "network-acl", "ingress": [], "egress": [] }
        },
        "links": [ { "from": "web:eth0", "to": "vpc" }, { "from": "other:eth0", "to": "vpc" }, { "from": "db:eth0", "to": "vpc" } ]
        """);

    private static final String TO_DB = "\"from\": \"web\", \"to\": \"10.0.2.50:5432\"";
    private static final String TO_WEB = "\"from\": \"db\", \"to\": \"10.0.1.11:80\"";

    /// The node's groups.
    private static Drawn around(String node, String groups) {
        String port = node.equals("web") ? "10.0.1.1\"], " : "10.0.2.1\"],\n    ";
        return PLAIN.with(port + "\"securityGroups\": []", port + "\"securityGroups\": [" + groups + "]");
    }

    private static Drawn dbGuarded(String ingress, String egress) {
        return around("db", "\"db-sg\"")
                .with(
                        "\"db-sg\": { \"kind\": \"security-group\", \"ingress\": [], \"egress\": []",
                        "\"db-sg\": { \"kind\": \"security-group\", \"ingress\": [" + ingress + "], \"egress\": ["
                                + egress + "]");
    }

    /// An ACL around subnet b.
    private static Drawn bordered(String ingress, String egress) {
        return PLAIN.with("\"cidr\": \"10.0.2.0/24\"", "\"cidr\": \"10.0.2.0/24\", \"acl\": \"acl\"")
                .with(
                        "\"network-acl\", \"ingress\": [], \"egress\": []",
                        "\"network-acl\", \"ingress\": [" + ingress + "], \"egress\": [" + egress + "]");
    }

    @Test
    void anInterfaceWithoutGroupsIsNotGuarded() {
        assertEquals("delivered", Drawn.ending(PLAIN.send(TO_DB)));
    }

    @Test
    void aGroupDeniesWhatNoRuleOfItAllows() {
        Trace trace = dbGuarded("", "").send(TO_DB);
        assertEquals("timeout SECURITY_GROUP", Drawn.ending(trace));
        assertEquals(
                "No ingress rule of security group db-sg allows tcp 10.0.1.11:40000 → 10.0.2.50:5432",
                trace.reason().text().in(Locale.ENGLISH));
    }

    @Test
    void theStepNamesTheGroupAndItsRule() {
        Trace trace = dbGuarded(
                        "{ \"protocol\": \"udp\" }, { \"protocol\": \"tcp\", \"ports\": 5432, \"peer\":"
                                + " \"10.0.1.0/24\" }",
                        "")
                .send(TO_DB);
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals(
                List.of(
                        "vpc: db-sg allows it by rule 2: tcp 5432 from 10.0.1.0/24",
                        "vpc: The connection is known, so db-sg lets it through"),
                Drawn.said(trace, "security-group"));
        assertTrue(Drawn.steps(trace, "security-group").stream()
                .allMatch(s -> s.behaviour() == Behaviour.SECURITY_GROUPS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        { "protocol": "tcp", "ports": 5432 }                            | delivered
        { "protocol": "tcp", "ports": "5000-6000", "peer": "10.0.1.11" } | delivered
        { "ports": "5432" }                                             | delivered
        { }                                                             | delivered
        { "protocol": "tcp", "ports": "5000-5431" }                     | timeout SECURITY_GROUP
        { "protocol": "udp", "ports": 5432 }                            | timeout SECURITY_GROUP
        { "protocol": "tcp", "ports": 5432, "peer": "10.0.2.0/24" }     | timeout SECURITY_GROUP
        """)
    void aRuleNeedsProtocolPortAndPeerToFit(String rule, String ending) {
        assertEquals(ending, Drawn.ending(dbGuarded(rule, "").send(TO_DB)));
    }

    @Test
    void whatTheMachineItselfBeganIsAnsweredThroughAClosedGroup() {
        assertEquals("delivered", Drawn.ending(dbGuarded("", "").send(TO_WEB)));
    }

    @Test
    void aGroupWithEgressRulesLetsNothingElseOut() {
        Trace trace = dbGuarded("", "{ \"protocol\": \"udp\" }").send(TO_WEB);
        assertEquals("timeout SECURITY_GROUP", Drawn.ending(trace));
        assertEquals(List.of("vpc: No rule of db-sg allows it"), Drawn.said(trace, "security-group egress"));
    }

    @Test
    void egressRulesAreNotAskedForAnswers() {
        assertEquals(
                "delivered",
                Drawn.ending(dbGuarded("{ }", "{ \"protocol\": \"udp\" }").send(TO_DB)));
    }

    @Test
    void oneOfSeveralGroupsIsEnough() {
        Drawn two = dbGuarded("", "")
                .with("[\"db-sg\"]", "[\"db-sg\", \"web-sg\"]")
                .with(
                        "\"web-sg\": { \"kind\": \"security-group\", \"ingress\": []",
                        "\"web-sg\": { \"kind\": \"security-group\", \"ingress\": [{ }]");
        assertEquals(
                "vpc: web-sg allows it by rule 1: all from any",
                Drawn.said(two.send(TO_DB), "security-group").getFirst());
    }

    @Test
    void aGroupAsPeerMeansTheAddressesOfItsMembers() {
        Drawn drawn = dbGuarded("{ \"protocol\": \"tcp\", \"ports\": 5432, \"peer\": \"web-sg\" }", "");
        assertEquals("timeout SECURITY_GROUP", Drawn.ending(drawn.send(TO_DB)));
        Drawn member =
                drawn.with("10.0.1.1\"], \"securityGroups\": []", "10.0.1.1\"], \"securityGroups\": [\"web-sg\"]");
        assertEquals("delivered", Drawn.ending(member.send(TO_DB)));
        assertEquals("delivered", Drawn.ending(member.send(TO_DB.replace("web", "pod"))), "a secondary address");
        assertEquals("timeout SECURITY_GROUP", Drawn.ending(member.send(TO_DB.replace("web", "other"))));
    }

    @Test
    void aPodsOwnGroupsHoldInsteadOfItsNodes() {
        Drawn pod = dbGuarded("{ \"peer\": \"web-sg\" }", "")
                .with(
                        "\"10.0.1.100/32\", \"securityGroups\": []",
                        "\"10.0.1.100/32\", \"securityGroups\": [\"web-sg\"]");
        assertEquals("timeout SECURITY_GROUP", Drawn.ending(pod.send(TO_DB)), "the node is no member");
        assertEquals("delivered", Drawn.ending(pod.send(TO_DB.replace("web", "pod"))));
        assertEquals("timeout SECURITY_GROUP", Drawn.ending(pod.send("\"from\": \"db\", \"to\": \"10.0.1.100:8080\"")));
        assertEquals("delivered", Drawn.ending(pod.send(TO_WEB)), "the node itself has no group");
    }

    /// Groups belong to network interfaces; what a machine has holds for those of its interfaces without any.
    @Test
    void anInterfacesOwnGroupsHoldInsteadOfItsMachines() {
        Drawn closed = dbGuarded("", "");
        assertEquals("timeout SECURITY_GROUP", Drawn.ending(closed.send(TO_DB)));
        Drawn open = closed.with(
                        "\"address\": \"10.0.2.50/24\"",
                        "\"address\": \"10.0.2.50/24\", \"securityGroups\": [\"web-sg\"]")
                .with(
                        "\"web-sg\": { \"kind\": \"security-group\", \"ingress\": []",
                        "\"web-sg\": { \"kind\": \"security-group\", \"ingress\": [ { \"protocol\": \"tcp\","
                                + " \"ports\": \"5432\" } ]");
        assertEquals("delivered", Drawn.ending(open.send(TO_DB)));
    }

    /// Each interface remembers its own connections: an answer that comes in by another one needs a rule there.
    @Test
    void anAnswerByAnotherInterfaceIsNewToItsGroups() {
        Drawn two = PLAIN.with(
                        "\"other\": { \"kind\": \"node\", \"interfaces\": { \"eth0\": { \"address\": \"10.0.1.12/24\" } }",
                        "\"other\": { \"kind\": \"node\", \"cni\": null, \"interfaces\": { \"eth0\": { \"address\": \"10.0.1.12/24\", \"sourceDestCheck\": false, \"securityGroups\": [\"web-sg\"] },"
                                + " \"eth1\": { \"address\": \"10.0.1.13/24\", \"securityGroups\": [\"db-sg\"] } }")
                .with("\"links\": [", "\"links\": [ { \"from\": \"other:eth1\", \"to\": \"vpc\" },");
        String out = "\"from\": \"other\", \"to\": \"10.0.2.50:5432\"";
        assertEquals("delivered", Drawn.ending(two.send(out)));
        String asSecond = out + ", \"sourceIP\": \"10.0.1.13\"";
        assertEquals("timeout SECURITY_GROUP", Drawn.ending(two.send(asSecond)));
        Drawn open = two.with(
                "\"db-sg\": { \"kind\": \"security-group\", \"ingress\": []",
                "\"db-sg\": { \"kind\": \"security-group\", \"ingress\": [ { \"protocol\": \"tcp\" } ]");
        assertEquals("delivered", Drawn.ending(open.send(asSecond)));
    }

    /// aws-load-balancer-controller, annotations.md, "inbound-cidrs": the group that it makes for a balancer without
    /// groups admits these ranges to the listeners' ports.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        10.0.1.0/24              | delivered
        10.9.0.0/16              | timeout SECURITY_GROUP
        10.9.0.0/16, 10.0.1.11/32 | delivered
        """)
    void anAlbWithoutGroupsAdmitsTheRangesOfItsIngresses(String ranges, String ending) {
        Drawn drawn = PLAIN.with(
                        "\"web-sg\": {",
                        "\"alb\": { \"kind\": \"load-balancer\", \"layer\": 7, \"interfaces\": { \"eth0\": {"
                                + " \"address\": \"10.0.2.80/24\" } } }, \"shop\": { \"kind\": \"ingress\", \"class\":"
                                + " \"alb\", \"loadBalancer\": \"alb\", \"annotations\": {"
                                + " \"alb.ingress.kubernetes.io/inbound-cidrs\": \"" + ranges + "\" }, "
                                + "\"rules\": [] }, \"web-sg\": {")
                .with("\"links\": [", "\"links\": [ { \"from\": \"alb:eth0\", \"to\": \"vpc\" },");
        assertEquals(ending, Drawn.ending(drawn.send("\"from\": \"web\", \"to\": \"10.0.2.80:80\"")));
    }

    @Test
    void aSubnetsAclDeniesWhatNoRuleAllows() {
        Trace trace = bordered("", "").send(TO_DB);
        assertEquals("timeout NETWORK_ACL", Drawn.ending(trace));
        assertEquals(
                List.of("vpc: No ingress rule of acl speaks of it, so it is denied"), Drawn.said(trace, "network-acl"));
    }

    @Test
    void theFirstRuleAboutAPacketDecides() {
        String deny = "{ \"peer\": \"10.0.1.11/32\", \"action\": \"deny\" }";
        String allow = "{ \"peer\": \"10.0.1.0/24\", \"action\": \"allow\" }";
        assertEquals(
                "timeout NETWORK_ACL",
                Drawn.ending(bordered(deny + ", " + allow, "{ }").send(TO_DB)));
        Trace trace = bordered(allow + ", " + deny, "{ }").send(TO_DB);
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals(
                List.of(
                        "vpc: acl allows it by rule 1: allow all from 10.0.1.0/24",
                        "vpc: acl allows it by rule 1: allow all to any"),
                Drawn.said(trace, "network-acl"));
    }

    @Test
    void anAnswerNeedsARuleForTheClientsPort() {
        String in = "{ \"protocol\": \"tcp\", \"ports\": 5432 }";
        Trace lost = bordered(in, "{ \"protocol\": \"tcp\", \"ports\": 5432 }").send(TO_DB);
        assertEquals("timeout NETWORK_ACL", Drawn.ending(lost));
        assertEquals(
                "The egress rules of network ACL acl do not let tcp 10.0.2.50:5432 → 10.0.1.11:40000 through",
                lost.reason().text().in(Locale.ENGLISH));
        assertEquals(
                "delivered",
                Drawn.ending(bordered(in, "{ \"protocol\": \"tcp\", \"ports\": \"1024-65535\" }")
                        .send(TO_DB)));
    }

    @Test
    void withinASubnetTheAclIsNotAsked() {
        Drawn drawn = PLAIN.with("\"cidr\": \"10.0.1.0/24\"", "\"cidr\": \"10.0.1.0/24\", \"acl\": \"acl\"");
        assertEquals("delivered", Drawn.ending(drawn.send("\"from\": \"other\", \"to\": \"10.0.1.11:80\"")));
        assertEquals("timeout NETWORK_ACL", Drawn.ending(drawn.send(TO_DB)));
    }

    @Test
    void groupsAndAclsAreAskedInTheOrderOfTheWay() {
        Drawn drawn = dbGuarded("{ }", "")
                .with("10.0.1.1\"], \"securityGroups\": []", "10.0.1.1\"], \"securityGroups\": [\"web-sg\"]")
                .with("\"cidr\": \"10.0.1.0/24\"", "\"cidr\": \"10.0.1.0/24\", \"acl\": \"acl\"")
                .with("\"cidr\": \"10.0.2.0/24\"", "\"cidr\": \"10.0.2.0/24\", \"acl\": \"acl\"")
                .with(
                        "\"network-acl\", \"ingress\": [], \"egress\": []",
                        "\"network-acl\", \"ingress\": [{ }], \"egress\": [{ }]");
        List<String> stages = drawn.send(TO_DB).steps().stream()
                .map(s -> s.stage())
                .filter(s -> s.startsWith("security-group") || s.startsWith("network-acl") || s.equals("ttl"))
                .limit(5)
                .toList();
        assertEquals(
                List.of("security-group egress", "network-acl egress", "network-acl ingress", "security-group ingress"),
                stages.stream().filter(s -> !s.equals("ttl")).toList());
        assertTrue(stages.contains("ttl"));
    }
}
