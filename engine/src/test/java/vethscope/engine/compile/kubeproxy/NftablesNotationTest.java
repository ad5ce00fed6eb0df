package vethscope.engine.compile.kubeproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vethscope.engine.compile.Compiler;
import vethscope.engine.netfilter.RuleCheck;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Table;
import vethscope.engine.network.World;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Step;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// Rules of kube-proxy in nftables mode are told as nft statements. The statements are those that kube-proxy's own test
/// expects (`baseRules` and `TestOverallNFTablesRules`, pkg/proxy/nftables/proxier_test.go); the element of a map
/// stands
/// in brackets.
class NftablesNotationTest {

    private static final String CLUSTER = """
            { "vethscope": 1,
              "cluster": { "podCIDR": "10.244.0.0/16", "kubeProxy": { "mode": "nftables", "serviceCIDRs": [ "10.96.0.0/16" ] } },
              "elements": {
                "vm1": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.0.11/24" } }, "podCIDR": "10.244.1.0/24", "routes": [ "default via 10.0.0.1" ],
                         "iptables": [ "-A FORWARD -p udp --dport 99 -j DROP" ] },
                "br": { "kind": "bridge", "in": "vm1", "address": "10.244.1.1/24" },
                "a": { "kind": "pod", "in": "vm1", "address": "10.244.1.2/24" },
                "b": { "kind": "pod", "in": "vm1", "address": "10.244.1.3/24", "containers": [ { "name": "web", "ports": [ { "port": 8080 } ] } ] },
                "c": { "kind": "pod", "in": "vm1", "address": "10.244.1.4/24", "containers": [ { "name": "web", "ports": [ { "port": 8080 } ] } ] },
                "web": { "kind": "service", "type": "LoadBalancer", "clusterIP": "10.96.0.10", "loadBalancerIPs": [ "203.0.113.20" ], "loadBalancerSourceRanges": [ "198.51.100.0/24" ],
                         "endpoints": [ "b", "c" ], "ports": [ { "name": "http", "port": 80, "targetPort": 8080, "nodePort": 30080 } ] },
                "empty": { "kind": "service", "type": "NodePort", "clusterIP": "10.96.0.11", "endpoints": [], "ports": [ { "port": 81, "nodePort": 30081 } ] } },
              "links": [ { "from": "a:eth0", "to": "br" }, { "from": "b:eth0", "to": "br" }, { "from": "c:eth0", "to": "br" } ] }
            """;

    private static Design design() {
        return assertInstanceOf(Reading.Opened.class, Veth.read(CLUSTER)).design();
    }

    private static List<String> rules(Table table, String name) {
        Ruleset rules = Compiler.compile(design())
                .network()
                .home(Id.of("vm1"))
                .orElseThrow()
                .ruleset();
        Ruleset.Chain chain = rules.all(false, table).stream()
                .filter(c -> c.name().equals(name)
                        || c.name().startsWith(name) && c.name().contains("default/web"))
                .findFirst()
                .orElseThrow();
        return IntStream.range(0, chain.rules().size())
                .mapToObj(i -> chain.notation().rule(chain, i, false).replaceAll("-[0-9A-Z]{8}-", "-HASH-"))
                .toList();
    }

    @Test
    void aServicesDoorsAreElementsOfVerdictMaps() {
        assertEquals(
                List.of(
                        "ip daddr . meta l4proto . th dport vmap @service-ips"
                                + "  [10.96.0.10 . tcp . 80 : goto service-HASH-default/web/tcp/http]",
                        "ip daddr . meta l4proto . th dport vmap @service-ips"
                                + "  [203.0.113.20 . tcp . 80 : goto external-HASH-default/web/tcp/http]",
                        "ip daddr @nodeport-ips meta l4proto . th dport vmap @service-nodeports"
                                + "  [tcp . 30080 : goto external-HASH-default/web/tcp/http]"),
                rules(Table.NAT, "services"));
        assertEquals(
                List.of("ip daddr . meta l4proto . th dport vmap @firewall-ips"
                        + "  [203.0.113.20 . tcp . 80 : goto firewall-HASH-default/web/tcp/http]"),
                rules(Table.MANGLE, "firewall-check"));
        assertEquals(
                List.of("ip daddr . meta l4proto . th dport vmap @no-endpoint-services"
                        + "  [10.96.0.11 . tcp . 81 : goto reject-chain]"),
                rules(Table.FILTER, "service-endpoints-check"));
        assertEquals(
                List.of("ip daddr @nodeport-ips meta l4proto . th dport vmap @no-endpoint-nodeports"
                        + "  [tcp . 30081 : goto reject-chain]"),
                rules(Table.FILTER, "nodeport-endpoints-check"));
    }

    @Test
    void chanceIsOneStatementOverAllEndpoints() {
        assertEquals(
                List.of(
                        "ip saddr != 10.244.0.0/16 ip daddr 10.96.0.10 jump mark-for-masquerade",
                        "numgen random mod 2 vmap  [0 : goto endpoint-HASH-default/web/tcp/http__10.244.1.3/8080]",
                        "numgen random mod 2 vmap  [1 : goto endpoint-HASH-default/web/tcp/http__10.244.1.4/8080]"),
                rules(Table.NAT, "service-"));
        assertEquals(
                List.of("ip saddr 10.244.1.3 jump mark-for-masquerade", "meta l4proto tcp dnat to 10.244.1.3:8080"),
                rules(Table.NAT, "endpoint-"));
    }

    @Test
    void whoIsOutsideOfTheRangesIsDropped() {
        assertEquals(
                List.of("ip saddr 198.51.100.0/24 return", "ip saddr != { 198.51.100.0/24 } drop"),
                rules(Table.MANGLE, "firewall-"));
    }

    @Test
    void whatNoServiceHasIsRefusedOrDropped() {
        assertEquals(
                List.of(
                        "ip daddr @cluster-ips reject comment \"Reject traffic to invalid ports of ClusterIPs\"  [10.96.0.11]",
                        "ip daddr @cluster-ips reject comment \"Reject traffic to invalid ports of ClusterIPs\"  [10.96.0.10]",
                        "ip daddr { 10.96.0.0/16 } drop comment \"Drop traffic to unallocated ClusterIPs\""),
                rules(Table.FILTER, "cluster-ips-check"));
    }

    @Test
    void marksAreReadAndSetInNftsWords() {
        assertEquals(List.of("meta mark set meta mark | 0x4000"), rules(Table.NAT, "mark-for-masquerade"));
        assertEquals(
                List.of(
                        "meta mark & 0x4000 != 0x4000 return",
                        "meta mark set meta mark ^ 0x4000",
                        "masquerade fully-random"),
                rules(Table.NAT, "masquerading"));
    }

    /// pkg/proxy/nftables/proxier.go `nftablesBaseChains`, and what `setupNFTables` puts into them.
    @Test
    void kubeProxysBaseChainsStandBesideThoseOfIptables() {
        assertEquals(
                List.of("ct state new jump service-endpoints-check", "ct state new jump cluster-ips-check"),
                rules(Table.FILTER, "filter-forward"));
        assertEquals(List.of("-p udp -m udp --dport 99 -j DROP"), rules(Table.FILTER, "FORWARD"));
    }

    @Test
    void aStepNamesTheStatementAndItsChain() {
        var probe = new Probe(
                "p",
                "a",
                null,
                "web:80",
                Protocol.TCP,
                new Probe.Shape(0, null, 64, 0, false, null, null),
                Probe.Run.DEFAULT,
                null);
        Design design = design();
        Step step = Replay.of(design, Compiler.compile(design).network())
                .play(World.COLD, probe, false)
                .traces()
                .getFirst()
                .steps()
                .stream()
                .filter(s -> s.stage().equals("nat PREROUTING"))
                .findFirst()
                .orElseThrow();
        String rule = Objects.requireNonNull(step.rule()).replaceAll("-[0-9A-Z]{8}-", "-HASH-");
        assertEquals(
                rule.replaceAll("10.244.1.[34]", "IP"),
                "endpoint-HASH-default/web/tcp/http__IP/8080 meta l4proto tcp dnat to IP:8080");
        assertEquals(
                List.of("policy ACCEPT", "jump services", "ip daddr . meta l4proto . th dport vmap @service-ips"),
                step.checks().stream()
                        .filter(RuleCheck::matched)
                        .map(RuleCheck::rule)
                        .map(r -> r.replaceAll(" {2}\\[.*", ""))
                        .limit(3)
                        .toList());
        assertEquals(
                "kube-proxy, for Service default/web",
                Objects.requireNonNull(step.origin()).in(Locale.ENGLISH));
    }
}
