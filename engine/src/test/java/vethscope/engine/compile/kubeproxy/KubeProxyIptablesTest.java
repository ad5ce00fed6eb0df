package vethscope.engine.compile.kubeproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vethscope.engine.netfilter.Evaluation;
import vethscope.engine.netfilter.Facts;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.IptablesText;
import vethscope.engine.netfilter.Match;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Target;
import vethscope.engine.netfilter.Verdict;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.KubeProxy;
import vethscope.model.Protocol;
import vethscope.model.Topology;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Head;
import vethscope.model.element.Service;
import vethscope.model.element.Service.LoadBalancerIp;
import vethscope.model.element.Service.LoadBalancerIp.IpMode;

class KubeProxyIptablesTest {

    private static final JsonNode FACTS = Corpus.ROOT.path("ruleFacts");
    private static final NodeView NODE = new NodeView(
            Id.of("vm1"),
            "vm1",
            List.of(Ip.parse("10.0.0.11")),
            Ip.parse("10.0.0.11"),
            List.of(Cidr.parse("10.244.1.0/24")),
            null);

    private static Service web(
            Service.Type type, Service.Addresses addresses, Service.Traffic traffic, String... endpoints) {
        List<Service.Endpoint> listed = Arrays.stream(endpoints)
                .<Service.Endpoint>map(Service.Endpoint.OfAddress::parse)
                .toList();
        var port = new Service.Port("http", Protocol.TCP, 80, "8080", type == Service.Type.CLUSTER_IP ? 0 : 30080);
        return new Service(Head.of("web"), "default", type, addresses, null, listed, List.of(port), traffic);
    }

    private static Service.Addresses at(String clusterIp) {
        return new Service.Addresses(List.of(Ip.parse(clusterIp)), false, List.of(), null, List.of(), List.of());
    }

    private static ServiceProgram program(Service service) {
        return ServiceProgram.of(Design.EMPTY.with(Topology.EMPTY.put(service)), _ -> List.of());
    }

    private static Ruleset install(Service service, KubeProxy settings) {
        return KubeProxyIptables.install(Ruleset.EMPTY, program(service), NODE, settings);
    }

    private static List<String> rules(Ruleset ruleset, Table table, String chain) {
        return ruleset.chain(table, chain).orElseThrow().rules().stream()
                .map(IptablesText::ruleText)
                .toList();
    }

    @Test
    void probabilitiesAreRoundedAsKubeProxyRoundsThem() {
        for (JsonNode row : FACTS.path("statisticProbability").path("table")) {
            assertEquals(
                    row.path("probability").asText(),
                    String.format(
                            Locale.ROOT,
                            "%.10f",
                            KubeRules.probability(row.path("n").asInt())));
        }
    }

    @Test
    void aClusterIpServiceHasTheseRules() {
        Ruleset rules = install(
                web(
                        Service.Type.CLUSTER_IP,
                        at("10.96.0.10"),
                        Service.Traffic.DEFAULT,
                        "10.244.1.2:8080",
                        "10.244.2.2:8080"),
                KubeProxy.DEFAULT);
        String save = IptablesText.print(rules);
        assertEquals("""
            *mangle
            :PREROUTING ACCEPT [0:0]
            :INPUT ACCEPT [0:0]
            :FORWARD ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :POSTROUTING ACCEPT [0:0]
            :KUBE-PROXY-CANARY - [0:0]
            COMMIT
            *nat
            :PREROUTING ACCEPT [0:0]
            :INPUT ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :POSTROUTING ACCEPT [0:0]
            :KUBE-PROXY-CANARY - [0:0]
            :KUBE-MARK-MASQ - [0:0]
            :KUBE-POSTROUTING - [0:0]
            :KUBE-SERVICES - [0:0]
            :KUBE-NODEPORTS - [0:0]
            :KUBE-SVC-CDGGSHYLG3RE2FKL - [0:0]
            :KUBE-SEP-UIQK3OSOSTRHRPBX - [0:0]
            :KUBE-SEP-4EX2N4PG4ASNZOBF - [0:0]
            -A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
            -A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
            -A POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING
            -A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000
            -A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
            -A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0
            -A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully
            -A KUBE-SERVICES -d 10.96.0.10/32 -p tcp -m comment --comment "default/web:http cluster IP" -m tcp --dport 80 -j KUBE-SVC-CDGGSHYLG3RE2FKL
            -A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS
            -A KUBE-SVC-CDGGSHYLG3RE2FKL ! -s 10.244.0.0/16 -d 10.96.0.10/32 -p tcp -m comment --comment "default/web:http cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ
            -A KUBE-SVC-CDGGSHYLG3RE2FKL -m comment --comment "default/web:http -> 10.244.1.2:8080" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-UIQK3OSOSTRHRPBX
            -A KUBE-SVC-CDGGSHYLG3RE2FKL -m comment --comment "default/web:http -> 10.244.2.2:8080" -j KUBE-SEP-4EX2N4PG4ASNZOBF
            -A KUBE-SEP-UIQK3OSOSTRHRPBX -s 10.244.1.2/32 -m comment --comment "default/web:http" -j KUBE-MARK-MASQ
            -A KUBE-SEP-UIQK3OSOSTRHRPBX -p tcp -m comment --comment "default/web:http" -j DNAT --to-destination 10.244.1.2:8080
            -A KUBE-SEP-4EX2N4PG4ASNZOBF -s 10.244.2.2/32 -m comment --comment "default/web:http" -j KUBE-MARK-MASQ
            -A KUBE-SEP-4EX2N4PG4ASNZOBF -p tcp -m comment --comment "default/web:http" -j DNAT --to-destination 10.244.2.2:8080
            COMMIT
            *filter
            :INPUT ACCEPT [0:0]
            :FORWARD ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :KUBE-PROXY-CANARY - [0:0]
            :KUBE-FIREWALL - [0:0]
            :KUBE-FORWARD - [0:0]
            :KUBE-SERVICES - [0:0]
            :KUBE-EXTERNAL-SERVICES - [0:0]
            :KUBE-NODEPORTS - [0:0]
            :KUBE-PROXY-FIREWALL - [0:0]
            -A INPUT -j KUBE-FIREWALL
            -A INPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL
            -A INPUT -m comment --comment "kubernetes health check service ports" -j KUBE-NODEPORTS
            -A INPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes externally-visible service portals" -j KUBE-EXTERNAL-SERVICES
            -A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL
            -A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD
            -A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
            -A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes externally-visible service portals" -j KUBE-EXTERNAL-SERVICES
            -A OUTPUT -j KUBE-FIREWALL
            -A OUTPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL
            -A OUTPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
            -A KUBE-FIREWALL ! -s 127.0.0.0/8 -d 127.0.0.0/8 -m comment --comment "block incoming localnet connections" -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP
            -A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP
            -A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark 0x4000/0x4000 -j ACCEPT
            -A KUBE-FORWARD -m comment --comment "kubernetes forwarding conntrack rule" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
            COMMIT
            """, save);
        assertTrue(rules.family(true).isEmpty());
    }

    @Test
    void theNodesOwnRulesComeAfterKubeProxys() {
        Ruleset own = Ruleset.EMPTY.with(
                false,
                Table.FILTER,
                new Ruleset.Chain(
                        "FORWARD", Ruleset.Policy.DROP, List.of(new Rule(List.of(), new Target.Accept(), Origin.CNI))));
        Ruleset rules = KubeProxyIptables.install(
                own,
                program(web(Service.Type.CLUSTER_IP, at("10.96.0.10"), Service.Traffic.DEFAULT)),
                NODE,
                KubeProxy.DEFAULT);
        Ruleset.Chain forward = rules.chain(Table.FILTER, "FORWARD").orElseThrow();
        assertEquals(5, forward.rules().size());
        assertEquals(Origin.CNI, forward.rules().getLast().origin());
        assertEquals(Ruleset.Policy.DROP, forward.policy());
    }

    @Test
    void affinityLooksForTheClientBeforeItDraws() {
        var sticky = new Service.Traffic(false, false, true, 600, 0, null, false);
        Ruleset rules = install(
                web(Service.Type.CLUSTER_IP, at("10.96.0.10"), sticky, "10.244.1.2:8080", "10.244.2.2:8080"),
                KubeProxy.DEFAULT);
        assertEquals(
                List.of(
                        "-m comment --comment \"default/web:http -> 10.244.1.2:8080\" -m recent --rcheck --seconds 600 --reap --name KUBE-SEP-UIQK3OSOSTRHRPBX --mask 255.255.255.255 --rsource -j KUBE-SEP-UIQK3OSOSTRHRPBX",
                        "-m comment --comment \"default/web:http -> 10.244.2.2:8080\" -m recent --rcheck --seconds 600 --reap --name KUBE-SEP-4EX2N4PG4ASNZOBF --mask 255.255.255.255 --rsource -j KUBE-SEP-4EX2N4PG4ASNZOBF"),
                rules(rules, Table.NAT, "KUBE-SVC-CDGGSHYLG3RE2FKL").subList(1, 3));
        assertEquals(
                "-p tcp -m comment --comment \"default/web:http\" -m recent --set --name KUBE-SEP-UIQK3OSOSTRHRPBX --mask 255.255.255.255 --rsource -j DNAT --to-destination 10.244.1.2:8080",
                rules(rules, Table.NAT, "KUBE-SEP-UIQK3OSOSTRHRPBX").get(1));
    }

    @Test
    void aServiceWithoutEndpointsIsRefusedInFilter() {
        Ruleset rules =
                install(web(Service.Type.NODE_PORT, at("10.96.0.10"), Service.Traffic.DEFAULT), KubeProxy.DEFAULT);
        assertEquals(
                List.of(
                        "-d 10.96.0.10/32 -p tcp -m comment --comment \"default/web:http has no endpoints\" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable"),
                rules(rules, Table.FILTER, "KUBE-SERVICES"));
        assertEquals(
                List.of(
                        "-p tcp -m comment --comment \"default/web:http has no endpoints\" -m addrtype --dst-type LOCAL -m tcp --dport 30080 -j REJECT --reject-with icmp-port-unreachable"),
                rules(rules, Table.FILTER, "KUBE-EXTERNAL-SERVICES"));
        assertTrue(rules.chain(Table.NAT, "KUBE-SVC-CDGGSHYLG3RE2FKL").isEmpty());
    }

    @Test
    void ofALoadBalancersAddressesOnlyVipsAreIntercepted() {
        for (JsonNode row : FACTS.path("loadBalancerIngressIPMode").path("rows")) {
            if (row.path("proxyMode").asText().equals("iptables")) {
                Ip ip = Ip.parse(row.path("lbIP").asText());
                IpMode mode = row.path("ipMode").asText().equals("Proxy") ? IpMode.PROXY : IpMode.VIP;
                var addresses = new Service.Addresses(
                        List.of(Ip.parse("10.96.0.10")),
                        false,
                        List.of(),
                        null,
                        List.of(new LoadBalancerIp(ip, mode)),
                        List.of());
                Service service =
                        web(Service.Type.LOAD_BALANCER, addresses, Service.Traffic.DEFAULT, "10.244.1.2:8080");
                boolean intercepted = rules(install(service, KubeProxy.DEFAULT), Table.NAT, "KUBE-SERVICES").stream()
                        .anyMatch(r -> r.startsWith("-d " + ip + "/32"));
                assertEquals(row.path("intercepted").asBoolean(), intercepted);
            }
        }
    }

    @Test
    void headlessAndExternalNameServicesHaveNoRules() {
        var headless = new Service.Addresses(List.of(), true, List.of(), null, List.of(), List.of());
        assertTrue(program(web(Service.Type.CLUSTER_IP, headless, Service.Traffic.DEFAULT, "10.244.1.2:80"))
                .ports(false)
                .isEmpty());
        assertTrue(program(web(Service.Type.EXTERNAL_NAME, at("10.96.0.10"), Service.Traffic.DEFAULT))
                .ports(false)
                .isEmpty());
    }

    @Test
    void masqueradeIsRandomWhereTheSettingsSaySo() {
        var plain = new KubeProxy(
                KubeProxy.Mode.IPTABLES,
                List.of(),
                false,
                "ClusterCIDR",
                false,
                false,
                List.of(),
                true,
                List.of(),
                "rr",
                null,
                14,
                false);
        Ruleset rules = install(web(Service.Type.CLUSTER_IP, at("10.96.0.10"), Service.Traffic.DEFAULT), plain);
        assertEquals(
                "-m comment --comment \"kubernetes service traffic requiring SNAT\" -j MASQUERADE",
                rules(rules, Table.NAT, "KUBE-POSTROUTING").getLast());
    }

    @Test
    void invalidPacketsPassWhereConntrackIsLiberal() {
        for (JsonNode row : FACTS.path("dropInvalidInForward").path("rows")) {
            boolean liberal = row.path("nfConntrackTcpBeLiberal").asBoolean();
            Ruleset rules = KubeProxyIptables.install(
                    Ruleset.EMPTY,
                    program(web(Service.Type.CLUSTER_IP, at("10.96.0.10"), Service.Traffic.DEFAULT)),
                    NODE,
                    KubeProxy.DEFAULT,
                    liberal);
            boolean drops =
                    rules(rules, Table.FILTER, "KUBE-FORWARD").contains("-m conntrack --ctstate INVALID -j DROP");
            assertEquals(row.path("dropInvalid").asBoolean(), drops);
        }
    }

    @Test
    void theLocalnetRuleStandsWhereLocalhostNodePortsWork() {
        Service service = web(
                Service.Type.CLUSTER_IP,
                new Service.Addresses(
                        List.of(Ip.parse("10.96.0.10"), Ip.parse("fd00:96::10")),
                        false,
                        List.of(),
                        null,
                        List.of(),
                        List.of()),
                Service.Traffic.DEFAULT);
        for (JsonNode row : FACTS.path("localnetFirewallRule").path("rows")) {
            var settings = new KubeProxy(
                    KubeProxy.Mode.IPTABLES,
                    List.of(),
                    false,
                    "ClusterCIDR",
                    false,
                    true,
                    List.of(),
                    row.path("localhostNodePorts").asBoolean(),
                    List.of(),
                    "rr",
                    null,
                    14,
                    false);
            Optional<Ruleset.Chain> firewall = install(service, settings)
                    .chain(row.path("ipFamily").asText().equals("IPv6"), Table.FILTER, "KUBE-FIREWALL");
            assertEquals(
                    row.path("present").asBoolean(),
                    !firewall.orElseThrow().rules().isEmpty());
        }
    }

    @Test
    void podsAreToldApartByTheDeviceTheyComeFrom() {
        var bridge = new KubeProxy(
                KubeProxy.Mode.IPTABLES,
                List.of(),
                true,
                "BridgeInterface",
                false,
                true,
                List.of(),
                true,
                List.of(),
                "rr",
                "cni0",
                14,
                false);
        var prefix = new KubeProxy(
                KubeProxy.Mode.IPTABLES,
                List.of(),
                true,
                "InterfaceNamePrefix",
                false,
                true,
                List.of(),
                true,
                List.of(),
                "rr",
                "cali",
                14,
                false);
        var range = new KubeProxy(
                KubeProxy.Mode.IPTABLES,
                List.of(),
                false,
                "NodeCIDR",
                false,
                true,
                List.of(),
                true,
                List.of(),
                "rr",
                null,
                14,
                false);
        var none = new KubeProxy(
                KubeProxy.Mode.IPTABLES,
                List.of(),
                true,
                "ClusterCIDR",
                false,
                true,
                List.of(),
                true,
                List.of(),
                "rr",
                null,
                14,
                false);
        assertTrue(firstRule(bridge).startsWith("-d 10.96.0.10/32 ! -i cni0 -p tcp"));
        assertTrue(firstRule(prefix).startsWith("-d 10.96.0.10/32 ! -i cali+ -p tcp"));
        assertTrue(firstRule(range).startsWith("! -s 10.244.1.0/24 -d 10.96.0.10/32 -p tcp"));
        assertFalse(firstRule(none).contains("KUBE-MARK-MASQ"));
    }

    private static String firstRule(KubeProxy settings) {
        Ruleset rules = install(
                web(Service.Type.CLUSTER_IP, at("10.96.0.10"), Service.Traffic.DEFAULT, "10.244.1.2:8080"), settings);
        return rules(rules, Table.NAT, "KUBE-SVC-CDGGSHYLG3RE2FKL").getFirst();
    }

    @Test
    void aRuleSaysWhichServiceItServes() {
        Ruleset rules = install(
                web(Service.Type.CLUSTER_IP, at("10.96.0.10"), Service.Traffic.DEFAULT, "10.244.1.2:8080"),
                KubeProxy.DEFAULT);
        List<Rule> services =
                rules.chain(Table.NAT, "KUBE-SERVICES").orElseThrow().rules();
        assertEquals(
                List.of("Service default/web", "kube-proxy"),
                services.stream().map(r -> String.valueOf(r.origin())).toList());
    }

    @Test
    void addressesWithLeadingZerosAreReadAsDecimal() {
        for (JsonNode row : FACTS.path("sloppyAddresses").path("rows")) {
            Cidr expected = Cidr.parse(row.path("value").asText());
            var addresses = new Service.Addresses(
                    List.of(Ip.parse("10.96.0.10")),
                    false,
                    List.of(),
                    null,
                    List.of(new LoadBalancerIp(Ip.parse("192.0.2.1"), IpMode.VIP)),
                    List.of(" " + row.path("input").asText() + " "));
            Service service = web(Service.Type.LOAD_BALANCER, addresses, Service.Traffic.DEFAULT, "10.244.1.2:8080");
            assertEquals(
                    List.of(expected),
                    program(service).ports(false).getFirst().doors().sourceRanges());
        }
    }

    @Test
    void aClientThatWasSeenGoesToItsEndpointWithoutADraw() {
        var sticky = new Service.Traffic(false, false, true, 600, 0, null, false);
        Ruleset rules = install(
                web(Service.Type.CLUSTER_IP, at("10.96.0.10"), sticky, "10.244.1.2:8080", "10.244.2.2:8080"),
                KubeProxy.DEFAULT);
        String second = rules.chain(
                                        Table.NAT,
                                        rules(rules, Table.NAT, "KUBE-SERVICES")
                                                .getFirst()
                                                .replaceAll(".*-j ", ""))
                                .orElseThrow()
                                .rules()
                                .getLast()
                                .target()
                        instanceof Target.Jump(String chain)
                ? chain
                : "";
        var syn = new Payload.Tcp(40000, 80, Payload.Tcp.Flags.SYN);
        var packet = new Packet(Ip.parse("10.244.1.9"), Ip.parse("10.96.0.10"), 64, true, 60, null, syn);
        var seen = new Facts.Surroundings() {
            @Override
            public Match.AddrType.Type typeOf(Ip ip) {
                return Match.AddrType.Type.UNICAST;
            }

            @Override
            public int recent(String list, Ip address, int seconds) {
                return list.equals(second) && seconds == 600 ? 1 : 0;
            }

            @Override
            public int choose(double[] weights) {
                throw new AssertionError("nothing is left to chance");
            }
        };
        Verdict verdict = Evaluation.walk(
                rules,
                Table.NAT,
                Hook.PREROUTING,
                new Facts(packet, "cni0", null, null, null, 0, 0, Set.of(Match.CtState.State.NEW), seen));
        Ip backend = Ip.parse("10.244.2.2");
        assertEquals(
                new Verdict.Decision.Translate(new Target.Dnat(backend, backend, 8080, 8080, false, false)),
                verdict.decision());
        assertEquals(List.of(new Verdict.Remembered(second, packet.source(), false)), verdict.remembered());
    }
}
