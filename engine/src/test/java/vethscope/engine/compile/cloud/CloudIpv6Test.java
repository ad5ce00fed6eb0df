package vethscope.engine.compile.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import vethscope.engine.compile.Drawn;
import vethscope.engine.network.Neighbours;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.engine.verify.Findings;

/// IPv6 on a vpc: neighbours, routers, the way to the internet without NAT, balancers, the AWS VPC CNI. Sources: Amazon
/// VPC User Guide ("Compare IPv4 and IPv6", "Egress-only internet gateways"), amazon-vpc-cni-k8s (pkg/networkutils,
/// cmd/routed-eni-cni-plugin/driver).
class CloudIpv6Test {

    /// `a` and `b` stand in one subnet, `c` in another. `a` and `b` run pods of prefixes that are delegated to them.
    private static final Drawn VPC = new Drawn("""
            "name": "vpc",
            "cluster": { "cni": { "type": "aws-vpc" }, "serviceCIDR": ["10.96.0.0/12", "fd00:96::/108"] },
            "elements": {
              "vpc": { "kind": "vpc", "cidr": ["10.0.0.0/16", "2001:db8::/56"],
                "routes": ["0.0.0.0/0 via igw", "::/0 via igw"], "subnets": {
                "one": { "cidr": ["10.0.1.0/24", "2001:db8:0:1::/64"] }, "two": { "cidr": ["10.0.2.0/24", "2001:db8:0:2::/64"] } } },
              "a": { "kind": "node", "interfaces": { "eth0": { "address": ["10.0.1.11/24", "2001:db8:0:1::11/64"], "prefixes": ["2001:db8:0:1:a::/80"] } },
                "routes": ["default via 10.0.1.1", "default via 2001:db8:0:1::1"], "securityGroups": [],
                "containers": [ { "name": "d", "ports": [ { "port": 9000 } ] } ] },
              "b": { "kind": "node", "interfaces": { "eth0": { "address": ["10.0.1.12/24", "2001:db8:0:1::12/64"], "prefixes": ["2001:db8:0:1:b::/80"] } },
                "routes": ["default via 10.0.1.1", "default via fe80:ec2::1 dev eth0 onlink"], "securityGroups": [],
                "containers": [ { "name": "d", "ports": [ { "port": 9000 } ] } ] },
              "c": { "kind": "host", "interfaces": { "eth0": { "address": ["10.0.2.13/24", "2001:db8:0:2::13/64"] } },
                "routes": ["default via 10.0.2.1", "default via 2001:db8:0:2::1"],
                "containers": [ { "name": "d", "ports": [ { "port": 9000 } ] } ] },
              "apod": { "kind": "pod", "in": "a", "address": "2001:db8:0:1:a::2/128", "labels": { "app": "client" } },
              "bpod": { "kind": "pod", "in": "b", "address": "2001:db8:0:1:b::2/128", "labels": { "app": "web" },
                "containers": [ { "name": "web", "ports": [ { "port": 8080 } ] } ] },
              "web": { "kind": "service", "type": "NodePort", "clusterIP": "fd00:96::10", "selector": { "app": "web" },
                "ports": [ { "port": 80, "targetPort": 8080, "nodePort": 30080 } ] },
              "igw": { "kind": "internet-gateway" },
              "internet": { "kind": "internet" },
              "client": { "kind": "host", "interfaces": { "eth0": { "address": "2001:db8:ffff::7/64" } }, "routes": ["default via 2001:db8:ffff::1"],
                "containers": [ { "name": "site", "ports": [ { "port": 443 } ] } ] }
            },
            "links": [ { "from": "a:eth0", "to": "vpc" }, { "from": "b:eth0", "to": "vpc" }, { "from": "c:eth0", "to": "vpc" },
              { "from": "apod", "to": "a" }, { "from": "bpod", "to": "b" },
              { "from": "igw", "to": "vpc" }, { "from": "igw", "to": "internet" }, { "from": "client:eth0", "to": "internet" } ]
            """);

    private static String probe(String from, String to) {
        return "\"from\": \"" + from + "\", \"to\": \"" + to + "\"";
    }

    private static String sourceOf(Trace trace) {
        String seen = trace.sourceSeen();
        return seen.substring(0, seen.lastIndexOf(':'));
    }

    /// Whose interfaces the request went out by, in order.
    private static List<String> way(Trace trace) {
        return trace.steps().stream()
                .filter(s -> s.leg() == Leg.REQUEST && s.stage().equals(Step.TRANSMIT))
                .map(s -> s.where().value())
                .toList();
    }

    /// Who asked for whose hardware address.
    private static List<String> asked(Trace trace) {
        return trace.steps().stream()
                .flatMap(s -> s.changes().stream()
                        .filter(c -> c instanceof Neighbours.Learned l && l.state() == Neighbours.State.INCOMPLETE)
                        .map(c -> s.where() + ": " + ((Neighbours.Learned) c).ip()))
                .toList();
    }

    @Test
    void nothingIsWrongWithTheDrawing() {
        assertEquals(List.of(), VPC.findings());
    }

    @Test
    void theRouterAnswersForANeighbourOfTheSameSubnet() {
        Trace trace = VPC.send(probe("a", "[2001:db8:0:1::12]:9000"));
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals(List.of("a", "vpc"), way(trace));
        assertEquals("[2001:db8:0:1::11]", sourceOf(trace));
    }

    @Test
    void nobodyAnswersForAnAddressThatNoInterfaceHas() {
        Trace trace = VPC.send(probe("a", "[2001:db8:0:1::99]:9000"));
        assertEquals("host-unreachable", trace.outcome().json());
    }

    @Test
    void aSubnetsFirstAddressRoutesToTheOthers() {
        Trace trace = VPC.send(probe("a", "[2001:db8:0:2::13]:9000"));
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals(List.of("a", "vpc"), way(trace));
    }

    @Test
    void everySubnetsRouterIsAlsoFe80Ec2One() {
        Trace trace = VPC.send(probe("b", "[2001:db8:0:2::13]:9000"));
        assertEquals("delivered", Drawn.ending(trace));
        assertTrue(asked(trace).contains("b: fe80:ec2::1"), asked(trace).toString());
    }

    @Test
    void podsOfDelegatedPrefixesReachEachOtherWithTheirOwnAddresses() {
        Trace trace = VPC.send(probe("apod", "[2001:db8:0:1:b::2]:8080"));
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals(List.of("apod", "a", "vpc", "b"), way(trace));
        assertEquals("[2001:db8:0:1:a::2]", sourceOf(trace));
    }

    @Test
    void aPodsGatewayIsFe80OneWhichNobodyIsAskedFor() {
        Trace trace = VPC.send(probe("apod", "[2001:db8:0:2::13]:9000"));
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals(
                "default via fe80::1 dev eth0 metric 1024",
                String.valueOf(Drawn.steps(trace, "route").getFirst().rule()));
        assertTrue(
                asked(trace).stream().noneMatch(s -> s.startsWith("apod")),
                asked(trace).toString());
    }

    @Test
    void aServiceOfThePrefixIsCalledThroughTheVpc() {
        Trace trace = VPC.send(probe("apod", "web:80"));
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals("bpod", trace.at().element().value());
        assertEquals("[2001:db8:0:1:a::2]", sourceOf(trace));
    }

    @Test
    void aNodePortIsAnsweredOverIpv6() {
        Trace trace = VPC.send(probe("c", "[2001:db8:0:1::11]:30080"));
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals("[2001:db8:0:1::11]", sourceOf(trace));
    }

    @Test
    void theSourceCheckDropsAnAddressThatIsNeitherTheInterfacesNorInItsPrefixes() {
        Drawn foreign = VPC.with("\"2001:db8:0:1:a::2/128\"", "\"2001:db8:0:1:c::2/128\"");
        Trace trace = foreign.send(probe("apod", "[2001:db8:0:1:b::2]:8080"));
        assertEquals("timeout", trace.outcome().json());
        assertEquals(List.of("apod", "a"), way(trace));
        assertTrue(foreign.findings().contains("VS113"));
    }

    @Test
    void aGlobalAddressLeavesForTheInternetAsItIs() {
        Trace trace = VPC.send(probe("apod", "[2001:db8:ffff::7]:443"));
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals("[2001:db8:0:1:a::2]", sourceOf(trace));
        assertEquals(List.of("apod", "a", "vpc", "igw", "internet"), way(trace));
    }

    @Test
    void theInternetReachesAnOpenPortWithoutNat() {
        Trace trace = VPC.send(probe("client", "[2001:db8:0:1:b::2]:8080"));
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals("[2001:db8:ffff::7]", sourceOf(trace));
    }

    @Test
    void withoutAnIpv6RouteTheInternetIsOutOfReach() {
        Trace trace = VPC.with(", \"::/0 via igw\"", "").send(probe("c", "[2001:db8:ffff::7]:443"));
        assertEquals("net-unreachable", trace.outcome().json());
    }

    @Test
    void uniqueLocalAddressesEndAtTheInternetGateway() {
        Drawn local =
                new Drawn(VPC.json().replace("2001:db8:0:", "fd00:db8:0:").replace("2001:db8::/56", "fd00:db8::/56"));
        Trace trace = local.send(probe("apod", "[2001:db8:ffff::7]:443"));
        assertEquals("timeout", trace.outcome().json());
        assertEquals(List.of("apod", "a", "vpc"), way(trace));
        assertEquals("delivered", Drawn.ending(local.send(probe("apod", "[fd00:db8:0:1:b::2]:8080"))));
    }

    /// As an egress-only internet gateway does: a way out that keeps the address, and no way in.
    @Test
    void anEgressGatewayKeepsTheAddressAndLetsNobodyIn() {
        Drawn egress = VPC.with("\"::/0 via igw\"", "\"::/0 via eigw\"")
                .with("\"igw\": { \"kind\": \"internet-gateway\" }", "\"eigw\": { \"kind\": \"nat-gateway\" }")
                .with("\"0.0.0.0/0 via igw\", ", "")
                .with(
                        "{ \"from\": \"igw\", \"to\": \"vpc\" }, { \"from\": \"igw\"",
                        "{ \"from\": \"eigw:in\", \"to\": \"vpc\" }, { \"from\": \"eigw:out\"");
        Trace out = egress.send(probe("apod", "[2001:db8:ffff::7]:443"));
        assertEquals("delivered", Drawn.ending(out));
        assertEquals("[2001:db8:0:1:a::2]", sourceOf(out));
        Trace in = egress.send(probe("client", "[2001:db8:0:1:b::2]:8080"));
        assertEquals("timeout", in.outcome().json());
        assertEquals(List.of("client", "internet"), way(in));
    }

    private static Drawn guarded(String rule) {
        return VPC.with(
                        "\"igw\": {",
                        "\"sg\": { \"kind\": \"security-group\", \"ingress\": [ " + rule + " ] }, \"igw\": {")
                .with(
                        "\"routes\": [\"default via 10.0.1.1\", \"default via fe80:ec2::1 dev eth0 onlink\"], \"securityGroups\": []",
                        "\"routes\": [\"default via 10.0.1.1\", \"default via fe80:ec2::1 dev eth0 onlink\"], \"securityGroups\": [\"sg\"]");
    }

    @Test
    void securityGroupsKnowIpv6RangesAndTheirMembersIpv6Addresses() {
        String call = probe("apod", "[2001:db8:0:1:b::2]:8080");
        assertEquals(
                "timeout SECURITY_GROUP",
                Drawn.ending(guarded("{ \"peer\": \"0.0.0.0/0\" }").send(call)));
        assertEquals(
                "delivered",
                Drawn.ending(guarded("{ \"peer\": \"2001:db8:0:1:a::/80\" }").send(call)));
        assertEquals(
                "timeout SECURITY_GROUP",
                Drawn.ending(guarded("{ \"peer\": \"2001:db8:0:1:b::/80\" }").send(call)));
        Drawn members = guarded("{ \"peer\": \"sg\" }");
        assertEquals("timeout SECURITY_GROUP", Drawn.ending(members.send(call)));
        assertEquals(
                "delivered",
                Drawn.ending(members.with("\"securityGroups\": []", "\"securityGroups\": [\"sg\"]")
                        .send(call)));
    }

    @Test
    void icmpInASecurityGroupIsIpv4sAndIcmpv6IsIpv6s() {
        String ping = probe("c", "2001:db8:0:1::12") + ", \"protocol\": \"icmp\"";
        String ping4 = probe("c", "10.0.1.12") + ", \"protocol\": \"icmp\"";
        Drawn v4 = guarded("{ \"protocol\": \"icmp\" }");
        Drawn v6 = guarded("{ \"protocol\": \"icmpv6\" }");
        assertEquals("timeout", v4.send(ping).outcome().json());
        assertEquals("delivered", v4.send(ping4).outcome().json());
        assertEquals("delivered", v6.send(ping).outcome().json());
        assertEquals("timeout", v6.send(ping4).outcome().json());
    }

    @Test
    void anAclWithoutAnIpv6RuleDeniesIpv6AcrossItsSubnetsBorder() {
        Drawn closed = VPC.with(
                        "\"igw\": {",
                        "\"acl\": { \"kind\": \"network-acl\", \"ingress\": [ { \"peer\": \"0.0.0.0/0\" } ], \"egress\": [ { } ] }, \"igw\": {")
                .with("\"2001:db8:0:1::/64\"]", "\"2001:db8:0:1::/64\"], \"acl\": \"acl\"");
        assertEquals(
                "timeout",
                closed.send(probe("c", "[2001:db8:0:1::12]:9000")).outcome().json());
        assertEquals(
                "delivered", closed.send(probe("c", "10.0.1.12:9000")).outcome().json());
        assertEquals(
                "delivered",
                closed.send(probe("a", "[2001:db8:0:1::12]:9000")).outcome().json());
        Drawn open = closed.with("{ \"peer\": \"0.0.0.0/0\" }", "{ \"peer\": \"0.0.0.0/0\" }, { \"peer\": \"::/0\" }");
        assertEquals(
                "delivered",
                open.send(probe("c", "[2001:db8:0:1::12]:9000")).outcome().json());
    }

    private static Drawn balanced(String listener) {
        return VPC.with(
                        "\"igw\": {",
                        "\"lb\": { \"kind\": \"load-balancer\", \"crossZone\": true, \"interfaces\": { \"eth0\": { \"address\": [\"10.0.2.20/24\", \"2001:db8:0:2::20/64\"] } }, \"listeners\": [ "
                                + listener + " ] }, \"igw\": {")
                .with("\"links\": [", "\"links\": [ { \"from\": \"lb:eth0\", \"to\": \"vpc\" },");
    }

    private static final String TO_LB = probe("client", "[2001:db8:0:2::20]:80");

    @Test
    void aBalancerRewritesToTheIpv6AddressesOfItsTargets() {
        for (String target : List.of("b:30080", "[2001:db8:0:1::12]:30080", "bpod")) {
            Drawn dnat = balanced("{ \"port\": 80, \"mode\": \"dnat\", \"targets\": [\"" + target + "\"] }");
            Trace trace = dnat.send(TO_LB);
            assertEquals("delivered", Drawn.ending(trace), target);
            assertEquals("bpod", trace.at().element().value());
            assertEquals(List.of(), dnat.findings(), target);
        }
        String open = "{ \"port\": 80, \"mode\": \"dnat\", \"targets\": [\"2001:db8:0:1::12:30080\"] }";
        assertTrue(balanced(open).findings().contains("VS705"), "an address needs brackets before a port");
    }

    @Test
    void aBalancersTargetsKeepToTheFamilyOfTheCall() {
        Drawn dnat = balanced("{ \"port\": 80, \"mode\": \"dnat\", \"targets\": [\"a:9000\", \"b:9000\"] }");
        assertEquals(List.of("a", "b"), dnat.branches(TO_LB));
        assertEquals(List.of("a", "b"), dnat.branches(probe("c", "10.0.2.20:80")));
        Drawn v4 = balanced("{ \"port\": 80, \"mode\": \"dnat\", \"targets\": [\"10.0.1.11:9000\"] }");
        assertEquals("refused", v4.send(TO_LB).outcome().json());
    }

    @Test
    void aProxyTakesBothFamiliesAndCallsItsTargetsByTheirFirstAddress() {
        Drawn proxy = balanced("{ \"port\": 80, \"mode\": \"proxy\", \"targets\": [\"b:9000\"] }");
        Trace trace = proxy.send(TO_LB);
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals("10.0.2.20", sourceOf(trace));
        Trace own = proxy.with("\"10.0.2.20/24\", ", "").send(TO_LB);
        assertEquals("delivered", Drawn.ending(own));
        assertEquals("[2001:db8:0:2::20]", sourceOf(own));
    }

    @Test
    void passthroughLeavesAnIpv6DestinationAsItIs() {
        Drawn through = balanced("{ \"port\": 80, \"mode\": \"passthrough\", \"targets\": [\"b:80\"] }")
                .with(
                        "\"type\": \"NodePort\"",
                        "\"type\": \"LoadBalancer\", \"loadBalancerIPs\": [\"2001:db8:0:2::20\"]");
        Trace trace = through.send(TO_LB);
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals("bpod", trace.at().element().value());
    }

    @Test
    void anUnhealthyIpv6TargetIsLeftOut() {
        Drawn checked = balanced(
                        "{ \"port\": 80, \"mode\": \"dnat\", \"targets\": [\"[2001:db8:0:1::11]:9000\", \"[2001:db8:0:1::12]:9001\"] }")
                .with("\"crossZone\": true,", "\"crossZone\": true, \"healthCheck\": { \"protocol\": \"TCP\" },");
        assertEquals(List.of("a"), checked.branches(TO_LB));
        assertTrue(Findings.of(checked.design()).stream()
                .anyMatch(f -> f.message().in(Locale.ENGLISH).contains("[2001:db8:0:1::12]:9001")));
    }
}
