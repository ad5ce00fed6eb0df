package vethscope.engine.compile.kubeproxy;

import static vethscope.engine.compile.kubeproxy.KubeRules.comment;
import static vethscope.engine.compile.kubeproxy.KubeRules.door;
import static vethscope.engine.compile.kubeproxy.KubeRules.dport;
import static vethscope.engine.compile.kubeproxy.KubeRules.from;
import static vethscope.engine.compile.kubeproxy.KubeRules.protocol;
import static vethscope.engine.compile.kubeproxy.KubeRules.sourceLocal;
import static vethscope.engine.compile.kubeproxy.KubeRules.to;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Match;
import vethscope.engine.netfilter.Match.RecentList;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Ruleset.Generated;
import vethscope.engine.netfilter.Target;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// The chains of kube-proxy's nftables table on one node, for one IP family (`syncProxyRules`,
/// pkg/proxy/nftables/proxier.go). A verdict map is a chain of which at most one rule matches. Nothing is made before
/// a packet or a reader first looks.
final class NftablesChains implements Generated {

    static final String SERVICES = "services";
    static final String FIREWALL_CHECK = "firewall-check";
    static final String ENDPOINTS_CHECK = "service-endpoints-check";
    static final String NODE_PORTS_CHECK = "nodeport-endpoints-check";
    static final String CLUSTER_IPS_CHECK = "cluster-ips-check";
    static final String MARK = "mark-for-masquerade";

    private final ProxyNode at;
    private final List<Ip> nodeAddresses;
    private final List<Cidr> serviceCidrs;
    private @Nullable Map<String, Supplier<Chain>> chains;

    /// @param nodeAddresses on which node ports answer
    /// @param serviceCidrs of this family; calls to their other addresses are dropped
    NftablesChains(ProxyNode at, List<Ip> nodeAddresses, List<Cidr> serviceCidrs) {
        this.at = at;
        this.nodeAddresses = List.copyOf(nodeAddresses);
        this.serviceCidrs = List.copyOf(serviceCidrs);
    }

    @Override
    public Iterable<String> names() {
        return chains().keySet();
    }

    @Override
    public synchronized @Nullable Chain chain(String name) {
        Supplier<Chain> maker = chains().get(name);
        if (maker == null) {
            return null;
        }
        Chain made = maker.get().withNotation(NftablesNotation.NFT);
        chains().put(name, () -> made);
        return made;
    }

    private synchronized Map<String, Supplier<Chain>> chains() {
        Map<String, Supplier<Chain>> known = chains;
        if (known == null) {
            known = new LinkedHashMap<>();
            known.put(SERVICES, this::services);
            known.put(FIREWALL_CHECK, () -> each(FIREWALL_CHECK, this::firewallDoors));
            known.put(ENDPOINTS_CHECK, () -> each(ENDPOINTS_CHECK, this::refusedDoors));
            known.put(NODE_PORTS_CHECK, () -> each(NODE_PORTS_CHECK, this::refusedNodePorts));
            known.put(CLUSTER_IPS_CHECK, this::clusterIps);
            for (int i = 0; i < at.ports().size(); i++) {
                ofPort(i, known);
            }
            chains = known;
        }
        return known;
    }

    private Chain each(String name, BiConsumer<Integer, List<KubeRules>> doors) {
        List<KubeRules> parts = new ArrayList<>();
        for (int i = 0; i < at.ports().size(); i++) {
            doors.accept(i, parts);
        }
        return new Chain(
                name, null, parts.stream().flatMap(p -> p.rules().stream()).toList());
    }

    private Chain services() {
        List<KubeRules> parts = new ArrayList<>();
        for (int i = 0; i < at.ports().size(); i++) {
            ServicePort port = at.ports().port(i);
            var chainsOf = new ServiceChains(at, i);
            KubeRules rules = KubeRules.of(port);
            ServicePort.Doors doors = port.doors();
            if (chainsOf.hasInternal()) {
                rules.jump(internal(port), door(doors.clusterIp(), port, port.name() + " cluster IP"));
            }
            if (chainsOf.hasEndpoints()) {
                doors.externalIps()
                        .forEach(ip -> rules.jump(external(port), door(ip, port, port.name() + " external IP")));
                doors.loadBalancerIps()
                        .forEach(ip -> rules.jump(external(port), door(ip, port, port.name() + " loadbalancer IP")));
            }
            parts.add(rules);
        }
        for (int i = 0; i < at.ports().size(); i++) {
            ServicePort port = at.ports().port(i);
            if (port.doors().nodePort() != 0 && new ServiceChains(at, i).hasEndpoints()) {
                parts.add(onNodeAddresses(port, new Target.Jump(external(port))));
            }
        }
        return new Chain(
                SERVICES, null, parts.stream().flatMap(p -> p.rules().stream()).toList());
    }

    private KubeRules onNodeAddresses(ServicePort port, Target target) {
        KubeRules rules = KubeRules.of(port);
        int nodePort = port.doors().nodePort();
        for (Ip ip : nodeAddresses) {
            rules.add(target, to(ip), protocol(port.protocol()), comment(port.name() + " nodeport"), dport(nodePort));
        }
        return rules;
    }

    /// The firewall stands whether or not the service has endpoints, and sees the destination as it was called.
    private void firewallDoors(int i, List<KubeRules> parts) {
        ServicePort port = at.ports().port(i);
        if (!port.doors().sourceRanges().isEmpty()) {
            KubeRules rules = KubeRules.of(port);
            port.doors()
                    .loadBalancerIps()
                    .forEach(ip -> rules.jump(firewall(port), door(ip, port, port.name() + " loadbalancer IP")));
            parts.add(rules);
        }
    }

    private void refusedDoors(int i, List<KubeRules> parts) {
        ServicePort port = at.ports().port(i);
        var chainsOf = new ServiceChains(at, i);
        KubeRules rules = KubeRules.of(port);
        if (!chainsOf.hasInternal()) {
            rules.add(refusal(chainsOf), door(port.doors().clusterIp(), port, port.name() + " cluster IP"));
        }
        if (!chainsOf.hasExternal()) {
            port.doors()
                    .externalIps()
                    .forEach(ip -> rules.add(refusal(chainsOf), door(ip, port, port.name() + " external IP")));
            port.doors()
                    .loadBalancerIps()
                    .forEach(ip -> rules.add(refusal(chainsOf), door(ip, port, port.name() + " loadbalancer IP")));
        }
        parts.add(rules);
    }

    private void refusedNodePorts(int i, List<KubeRules> parts) {
        ServicePort port = at.ports().port(i);
        var chainsOf = new ServiceChains(at, i);
        if (port.doors().nodePort() != 0 && !chainsOf.hasExternal()) {
            parts.add(onNodeAddresses(port, refusal(chainsOf)));
        }
    }

    private static Target refusal(ServiceChains chainsOf) {
        return chainsOf.hasEndpoints() ? new Target.Drop() : new Target.Reject(Target.Reject.With.PORT_UNREACHABLE);
    }

    /// What still has a cluster IP for destination was rewritten by no service: a wrong port, a ping.
    private Chain clusterIps() {
        KubeRules rules = KubeRules.own();
        List<Ip> clusterIps = at.ports().ports().stream()
                .map(p -> p.doors().clusterIp())
                .distinct()
                .toList();
        clusterIps.forEach(ip -> rules.add(
                new Target.Reject(Target.Reject.With.PORT_UNREACHABLE),
                to(ip),
                comment("reject traffic to invalid ports of ClusterIPs")));
        serviceCidrs.forEach(cidr -> rules.add(
                new Target.Drop(),
                new Match.Destination(false, cidr.network()),
                comment("drop traffic to unallocated ClusterIPs")));
        return rules.chain(CLUSTER_IPS_CHECK);
    }

    private static String internal(ServicePort port) {
        return policyChain(port, port.traffic().internalLocal());
    }

    private static String policyChain(ServicePort port, boolean local) {
        return (local ? "local-" : "service-") + ChainNames.nftables(port);
    }

    private static String external(ServicePort port) {
        return "external-" + ChainNames.nftables(port);
    }

    private static String firewall(ServicePort port) {
        return "firewall-" + ChainNames.nftables(port);
    }

    private static String endpoint(ServicePort port, ServiceEndpoint endpoint) {
        return "endpoint-" + ChainNames.nftables(port, endpoint);
    }

    private void ofPort(int i, Map<String, Supplier<Chain>> into) {
        ServicePort port = at.ports().port(i);
        EndpointSets sets = at.endpoints(i);
        into.put(policyChain(port, false), () -> policy(port, false, sets.cluster()));
        into.put(policyChain(port, true), () -> policy(port, true, sets.local()));
        into.put(external(port), () -> externalChain(port, i));
        if (!port.doors().sourceRanges().isEmpty()) {
            into.put(firewall(port), () -> firewallChain(port));
        }
        for (ServiceEndpoint endpoint : sets.reachable()) {
            into.put(endpoint(port, endpoint), () -> endpointChain(port, endpoint));
        }
    }

    private Chain policy(ServicePort port, boolean local, @Nullable List<ServiceEndpoint> endpoints) {
        KubeRules rules = KubeRules.of(port);
        List<ServiceEndpoint> all = endpoints == null ? List.of() : endpoints;
        if (local == port.traffic().internalLocal()) {
            Match clusterIp = to(port.doors().clusterIp());
            if (at.masqueradeAll()) {
                rules.jump(MARK, clusterIp, comment("masquerade all"));
            } else if (at.notPod() != null) {
                rules.jump(MARK, clusterIp, at.notPod(), comment("masquerade off-cluster traffic"));
            }
        }
        int seconds = port.traffic().affinityTimeoutSeconds();
        if (port.traffic().clientIpAffinity()) {
            all.forEach(e -> rules.jump(
                    endpoint(port, e), new RecentList(false, affinity(port, e), RecentList.Mode.CHECK, seconds, true)));
        }
        for (int i = 0; i < all.size(); i++) {
            int left = all.size() - i;
            Match arrow = comment(port.name() + " -> " + all.get(i));
            if (left == 1) {
                rules.jump(endpoint(port, all.get(i)), arrow);
            } else {
                rules.jump(
                        endpoint(port, all.get(i)), arrow, new Match.Probability(false, KubeRules.probability(left)));
            }
        }
        return rules.chain(policyChain(port, local));
    }

    private static String affinity(ServicePort port, ServiceEndpoint endpoint) {
        return "affinity-" + ChainNames.nftables(port, endpoint);
    }

    private Chain externalChain(ServicePort port, int i) {
        KubeRules rules = KubeRules.of(port);
        boolean local = port.traffic().externalLocal();
        if (!local) {
            rules.jump(MARK, comment("masquerade"));
        } else {
            if (at.pod() != null) {
                rules.jump(policyChain(port, false), at.pod(), comment("short-circuit pod traffic"));
            }
            rules.jump(MARK, comment("masquerade local traffic"), sourceLocal());
            rules.jump(policyChain(port, false), comment("short-circuit local traffic"), sourceLocal());
        }
        if (new ServiceChains(at, i).hasExternal()) {
            rules.jump(policyChain(port, local));
        }
        return rules.chain(external(port));
    }

    /// Whoever is in one of the ranges goes back to where he came from; the others end here. A node in one of them
    /// may call a load balancer's address that is also its own: such a call has that address as its source.
    private Chain firewallChain(ServicePort port) {
        KubeRules rules = KubeRules.of(port);
        for (Cidr range : port.doors().sourceRanges()) {
            rules.add(new Target.Return(), new Match.Source(false, range));
        }
        if (at.isAllowed(port.doors().sourceRanges())) {
            port.doors().loadBalancerIps().forEach(ip -> rules.add(new Target.Return(), from(ip)));
        }
        return rules.add(new Target.Drop()).chain(firewall(port));
    }

    private static Chain endpointChain(ServicePort port, ServiceEndpoint endpoint) {
        KubeRules rules = KubeRules.of(port).jump(MARK, from(endpoint.ip()), comment("masquerade hairpin traffic"));
        var dnat = new Target.Dnat(endpoint.ip(), endpoint.ip(), endpoint.port(), endpoint.port(), false, false);
        if (port.traffic().clientIpAffinity()) {
            rules.add(
                    dnat,
                    protocol(port.protocol()),
                    new RecentList(false, affinity(port, endpoint), RecentList.Mode.SET, 0, false));
        } else {
            rules.add(dnat, protocol(port.protocol()));
        }
        return rules.chain(endpoint(port, endpoint));
    }
}
