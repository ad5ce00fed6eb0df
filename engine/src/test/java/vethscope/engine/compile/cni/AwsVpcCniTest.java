package vethscope.engine.compile.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import vethscope.engine.compile.Drawn;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;

/// Pods on ENIs as amazon-vpc-cni-k8s sets them up (pkg/networkutils/network.go, docs of
/// AWS_VPC_K8S_CNI_EXTERNALSNAT). The chains and rules themselves are in the golden file aws-vpc.txt.
class AwsVpcCniTest {

    /// `pod` has an address of the second ENI.
    private static final Drawn NODE = new Drawn("""
        "name": "eni",
        "cluster": { "cni": { "type": "aws-vpc" } },
        "elements": {
          "vpc": { "kind": "vpc", "cidr": "10.0.0.0/16", "routes": ["0.0.0.0/0 via nat"], "subnets": {
            "public": { "cidr": "10.0.0.0/24" }, "private": { "cidr": "10.0.1.0/24" } } },
          "vm": { "kind": "node", "interfaces": {
            "eth0": { "address": "10.0.1.11/24", "secondary": ["10.0.1.100"] },
            "eth1": { "address": "10.0.1.12/24", "secondary": ["10.0.1.200"] } },
            "routes": ["default via 10.0.1.1"] },
          "pod": { "kind": "pod", "in": "vm", "labels": { "app": "web" }, "address": "10.0.1.200/32",
            "containers": [ { "name": "web", "ports": [ { "port": 8080 } ] } ] },
          "svc": { "kind": "service", "type": "NodePort", "clusterIP": "10.100.0.10", "selector": { "app": "web" },
            "externalTrafficPolicy": "Local", "ports": [ { "port": 80, "targetPort": 8080, "nodePort": 30080 } ] },
          "nat": { "kind": "nat-gateway", "in": "vpc", "address": "10.0.0.5/24", "publicAddress": "198.51.100.5" },
          "igw": { "kind": "internet-gateway" },
          "internet": { "kind": "internet" },
          "peer": { "kind": "host", "interfaces": { "eth0": { "address": "10.0.0.50/24" } }, "routes": ["default via 10.0.0.1"] },
          "client": { "kind": "host", "interfaces": { "eth0": { "address": "203.0.113.7/24" } }, "routes": ["default via 203.0.113.1"],
            "containers": [ { "name": "web", "ports": [ { "port": 80 } ] } ] }
        },
        "links": [ { "from": "vm:eth0", "to": "vpc" }, { "from": "vm:eth1", "to": "vpc" }, { "from": "peer:eth0", "to": "vpc" },
          { "from": "igw", "to": "vpc" }, { "from": "igw", "to": "internet" }, { "from": "client:eth0", "to": "internet" } ]
        """);

    private static final Drawn EXTERNAL =
            NODE.with("\"type\": \"aws-vpc\" }", "\"type\": \"aws-vpc\" }, \"masquerade\": null");

    private static final String OUT = "\"from\": \"pod\", \"to\": \"203.0.113.7:80\"";

    /// The interfaces by which the node sends a part of the conversation into the vpc.
    private static List<String> out(Trace trace, Leg leg) {
        return trace.steps().stream()
                .filter(s -> s.leg() == leg
                        && s.stage().equals(Step.TRANSMIT)
                        && s.where().value().equals("vm"))
                .map(s -> String.valueOf(s.iface()))
                .filter(i -> i.startsWith("eth"))
                .toList();
    }

    @Test
    void whatLeavesTheVpcIsHiddenBehindThePrimaryEni() {
        Trace trace = NODE.send(OUT);
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals(List.of("eth0"), out(trace, Leg.REQUEST));
        assertTrue(trace.steps().stream()
                .anyMatch(s -> s.rewrite() != null
                        && s.rewrite().from().startsWith("10.0.1.200:")
                        && s.rewrite().to().startsWith("10.0.1.11:")));
    }

    @Test
    void withExternalSnatAPodLeavesByItsOwnEniAndTheNatGatewayTranslatesIt() {
        Trace trace = EXTERNAL.send(OUT);
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals(List.of("eth1"), out(trace, Leg.REQUEST));
        assertEquals(
                "198.51.100.5",
                trace.sourceSeen().substring(0, trace.sourceSeen().indexOf(':')));
    }

    @Test
    void aRouteSaysWhichRuleOfPolicyRoutingChoseItsTable() {
        assertEquals(
                "default via 10.0.1.1 dev eth0  [1024: from all fwmark 0x80/0x80 lookup main]", routed(NODE.send(OUT)));
        assertEquals("default via 10.0.1.1 dev eth1  [1536: from 10.0.1.200 lookup 2]", routed(EXTERNAL.send(OUT)));
    }

    private static String routed(Trace trace) {
        return Drawn.steps(trace, "route").stream()
                .filter(s -> s.where().value().equals("vm"))
                .map(s -> String.valueOf(s.rule()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anAnswerThroughANodePortLeavesByThePrimaryEni() {
        String call = "\"from\": \"peer\", \"to\": \"10.0.1.11:30080\"";
        for (Drawn drawn : List.of(NODE, EXTERNAL)) {
            Trace trace = drawn.send(call);
            assertEquals("delivered", Drawn.ending(trace));
            assertEquals("10.0.0.50:40000", trace.sourceSeen());
            assertEquals(List.of("eth0"), out(trace, Leg.REPLY));
        }
    }

    @Test
    void aPodInTheVpcAnswersByItsOwnEni() {
        Trace trace = NODE.send("\"from\": \"peer\", \"to\": \"10.0.1.200:8080\"");
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals(List.of("eth1"), out(trace, Leg.REPLY));
    }

    /// Security groups for pods (driver.go, SetupBranchENIPodNetwork): `guarded` is on a branch of the trunk `eth1`.
    private static final Drawn BRANCH = NODE.with(
                    "\"secondary\": [\"10.0.1.200\"] }", "\"secondary\": [\"10.0.1.200\"], \"trunk\": true }")
            .with("\"svc\":", """
                "guarded": { "kind": "pod", "in": "vm", "address": "10.0.1.50/32", "securityGroups": ["pod-sg"],
                  "containers": [ { "name": "db", "ports": [ { "port": 5432 } ] } ] },
                "pod-sg": { "kind": "security-group", "ingress": [ { "protocol": "tcp", "ports": "5432", "peer": "10.0.0.0/16" } ] },
                "svc":\
                """);

    private static final Drawn STANDARD = BRANCH.with(
            "\"type\": \"aws-vpc\" }", "\"type\": \"aws-vpc\", \"podSecurityGroupEnforcingMode\": \"standard\" }");

    private static List<String> devices(Trace trace, Leg leg, String stage) {
        return trace.steps().stream()
                .filter(s -> s.leg() == leg
                        && s.stage().equals(stage)
                        && s.where().value().equals("vm"))
                .map(s -> String.valueOf(s.iface()))
                .filter(i -> i.startsWith("eth") || i.startsWith("vlan"))
                .toList();
    }

    @Test
    void aPodOnABranchEniIsReachedByAVlanOfTheTrunk() {
        Trace trace = BRANCH.send("\"from\": \"peer\", \"to\": \"10.0.1.50:5432\"");
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals("10.0.0.50:40000", trace.sourceSeen());
        assertEquals(List.of("eth1", "vlan.eth.1"), devices(trace, Leg.REQUEST, Step.RECEIVE));
        assertEquals(
                List.of(
                        "vm: The frame on eth1 has the tag of VLAN 1: it is for vlan.eth.1",
                        "vm: vlan.eth.1 tags the frame with VLAN 1 and hands it to eth1"),
                Drawn.said(trace, "vlan"));
        assertEquals(
                List.of("vlanguarded", "vlan.eth.1", "eth1"),
                trace.steps().stream()
                        .filter(s -> s.leg() == Leg.REPLY && s.where().value().equals("vm") && s.isWire())
                        .map(s -> String.valueOf(s.iface()))
                        .toList());
        assertEquals(
                List.of("[10: from all iif vlan.eth.1 lookup 101]", "[10: from all iif vlanguarded lookup 101]"),
                Drawn.steps(trace, "route").stream()
                        .filter(s -> s.where().value().equals("vm"))
                        .map(s -> String.valueOf(s.rule()))
                        .map(r -> r.substring(r.indexOf('[')))
                        .toList());
    }

    /// Strict: a pod of the same node is reached through the vpc, where the group is asked.
    @Test
    void strictEnforcementSendsEvenThePacketsOfTheSameNodeThroughTheVpc() {
        String call = "\"from\": \"pod\", \"to\": \"10.0.1.50:5432\"";
        Trace strict = BRANCH.send(call);
        assertEquals("delivered", Drawn.ending(strict));
        assertTrue(strict.steps().stream().anyMatch(s -> s.where().value().equals("vpc")));
        assertEquals(
                "timeout SECURITY_GROUP",
                Drawn.ending(BRANCH.with("\"ports\": \"5432\", \"peer\"", "\"ports\": \"80\", \"peer\"")
                        .send(call)));
        Trace standard = STANDARD.send(call);
        assertEquals("delivered", Drawn.ending(standard));
        assertTrue(standard.steps().stream().noneMatch(s -> s.where().value().equals("vpc")));
    }

    /// Standard: what the pod sends out of its node leaves by its branch, by source like any further ENI.
    @Test
    void standardEnforcementLooksAtTheSourceOnly() {
        Trace trace = STANDARD.send("\"from\": \"guarded\", \"to\": \"10.0.0.50\", \"protocol\": \"icmp\"");
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals("default via 10.0.1.1 dev vlan.eth.1  [1536: from 10.0.1.50 lookup 101]", routed(trace));
        assertEquals(List.of("vlan.eth.1", "eth1"), devices(trace, Leg.REQUEST, Step.TRANSMIT));
    }

    /// `! -o vlan+`: the node does not translate what leaves by a branch; a NAT gateway does.
    @Test
    void aPodOnABranchLeavesTheVpcWithItsOwnAddress() {
        Trace trace = BRANCH.send("\"from\": \"guarded\", \"to\": \"203.0.113.7:80\"");
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals(
                "198.51.100.5",
                trace.sourceSeen().substring(0, trace.sourceSeen().indexOf(':')));
        assertTrue(trace.steps().stream()
                .noneMatch(s -> s.where().value().equals("vm")
                        && s.rewrite() != null
                        && s.rewrite().field().equals("src")));
    }

    /// pkg/networkutils/network.go, UpdateExternalServiceIpRules: priority 1535, before the pods' own tables.
    @Test
    void whatIsAnExternalServiceIsReachedByTheMainTable() {
        Drawn drawn = EXTERNAL.with(
                "\"type\": \"aws-vpc\" }", "\"type\": \"aws-vpc\", \"externalServiceCIDRs\": [\"203.0.113.0/24\"] }");
        Trace trace = drawn.send(OUT);
        assertEquals("default via 10.0.1.1 dev eth0  [1535: from all to 203.0.113.0/24 lookup main]", routed(trace));
    }

    /// pkg/networkutils/helper.go, CalculateRouteTableId; driver.go, createVethPairContext: gateway 169.254.1.(index +
    /// 1),
    /// a table of its own for the address of a further interface.
    @Test
    void aSecondNetworkCardHasATableOfItsOwnAndGivesPodsASecondInterface() {
        Drawn cards = EXTERNAL.with(
                        "\"secondary\": [\"10.0.1.200\"] }",
                        "\"secondary\": [\"10.0.1.200\"], \"networkCardIndex\": 1 }")
                .with("\"svc\":", """
                    "multi": { "kind": "pod", "in": "vm", "address": ["10.0.1.101/32", "10.0.1.201/32"],
                      "containers": [ { "name": "web", "ports": [ { "port": 8080 } ] } ] },
                    "svc":\
                    """)
                .with("[\"10.0.1.200\"]", "[\"10.0.1.200\", \"10.0.1.201\"]");
        assertEquals("default via 10.0.1.1 dev eth1  [1536: from 10.0.1.200 lookup 10101]", routed(cards.send(OUT)));
        Trace second = cards.send("\"from\": \"multi\", \"sourceIP\": \"10.0.1.201\", \"to\": \"203.0.113.7:80\"");
        assertEquals("delivered", Drawn.ending(second));
        assertEquals(
                "default via 169.254.1.2 dev mNicIf1",
                String.valueOf(Drawn.steps(second, "route").getFirst().rule()));
        assertEquals("delivered", Drawn.ending(cards.send("\"from\": \"peer\", \"to\": \"10.0.1.201:8080\"")));
    }

    @Test
    void morePodsThanThePoolHasAddressesIsAFinding() {
        Drawn crowded = NODE.with("\"secondary\": [\"10.0.1.100\"]", "\"secondary\": []")
                .with("\"svc\":", "\"late\": { \"kind\": \"pod\", \"in\": \"vm\" }, \"svc\":");
        assertTrue(crowded.findings().contains("VS114"));
        assertTrue(!NODE.findings().contains("VS114"));
    }
}
