package vethscope.engine.compile.kubeproxy;

import static vethscope.engine.compile.kubeproxy.KubeRules.MARK_MASQ;
import static vethscope.engine.compile.kubeproxy.KubeRules.comment;
import static vethscope.engine.compile.kubeproxy.KubeRules.door;
import static vethscope.engine.compile.kubeproxy.KubeRules.protocol;
import static vethscope.engine.compile.kubeproxy.KubeRules.sourceLocal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Match;
import vethscope.engine.netfilter.Match.RecentList;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Target;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// The nat chains of one service port on one node (`syncProxyRules`, pkg/proxy/iptables/proxier.go).
final class ServiceChains {

    private final ProxyNode at;
    private final int index;
    private final ServicePort port;
    private final EndpointSets sets;
    private final String suffix;

    ServiceChains(ProxyNode at, int index) {
        this.at = at;
        this.index = index;
        this.port = at.ports().port(index);
        this.sets = at.endpoints(index);
        this.suffix = at.ports().suffix(index);
    }

    boolean hasEndpoints() {
        return sets.any();
    }

    /// Whether a call to the cluster IP finds an endpoint here.
    boolean hasInternal() {
        return sets.any() && (!port.traffic().internalLocal() || hasLocal());
    }

    /// Whether a call from outside finds an endpoint here.
    boolean hasExternal() {
        return sets.any() && (!port.traffic().externalLocal() || hasLocal());
    }

    private boolean hasLocal() {
        return sets.local() != null && !sets.local().isEmpty();
    }

    private String policyChain(boolean local) {
        return (local ? ChainNames.LOCAL : ChainNames.CLUSTER) + suffix;
    }

    String internalChain() {
        return policyChain(port.traffic().internalLocal());
    }

    String externalChain() {
        return ChainNames.EXTERNAL + suffix;
    }

    String firewallChain() {
        return ChainNames.FIREWALL + suffix;
    }

    boolean usesFirewall() {
        return sets.any()
                && !port.doors().loadBalancerIps().isEmpty()
                && !port.doors().sourceRanges().isEmpty();
    }

    /// The chain of that name; null if the node has none.
    @Nullable
    Chain chain(String prefix) {
        return switch (prefix) {
            case ChainNames.CLUSTER -> policy(false, sets.cluster());
            case ChainNames.LOCAL -> policy(true, sets.local());
            case ChainNames.EXTERNAL -> external();
            case ChainNames.FIREWALL -> firewall();
            default -> null;
        };
    }

    /// In print order.
    List<String> names() {
        var names = new ArrayList<String>();
        for (String prefix : List.of(ChainNames.EXTERNAL, ChainNames.FIREWALL, ChainNames.CLUSTER, ChainNames.LOCAL)) {
            if (chain(prefix) != null) {
                names.add(prefix + suffix);
            }
        }
        for (ServiceEndpoint endpoint : sets.reachable()) {
            names.add(at.ports().endpointChain(index, endpoint));
        }
        return names;
    }

    private record PolicyKey(
            String name,
            List<ServiceEndpoint> endpoints,
            boolean masqueradeAll,
            @Nullable Match notPod) {}

    private @Nullable Chain policy(boolean local, @Nullable List<ServiceEndpoint> endpoints) {
        if (endpoints == null || endpoints.isEmpty()) {
            return null;
        }
        String name = policyChain(local);
        boolean internal = local == port.traffic().internalLocal();
        var key = new PolicyKey(name, endpoints, internal && at.masqueradeAll(), internal ? at.notPod() : null);
        return at.ports().shared(key, () -> policy(name, internal, endpoints));
    }

    private Chain policy(String name, boolean internal, List<ServiceEndpoint> endpoints) {
        KubeRules rules = KubeRules.of(port);
        if (internal && hasInternal()) {
            Match[] clusterIp = door(port.doors().clusterIp(), port, port.name() + " cluster IP");
            if (at.masqueradeAll()) {
                rules.jump(MARK_MASQ, clusterIp);
            } else if (at.notPod() != null) {
                rules.jump(MARK_MASQ, with(clusterIp, at.notPod()));
            }
        }
        affinity(rules, endpoints);
        for (int i = 0; i < endpoints.size(); i++) {
            Match comment = arrow(endpoints.get(i));
            String chain = at.ports().endpointChain(index, endpoints.get(i));
            int left = endpoints.size() - i;
            if (left == 1) {
                rules.jump(chain, comment);
            } else {
                rules.jump(chain, comment, new Match.Probability(false, KubeRules.probability(left)));
            }
        }
        return rules.chain(name);
    }

    private void affinity(KubeRules rules, List<ServiceEndpoint> endpoints) {
        if (port.traffic().clientIpAffinity()) {
            int seconds = port.traffic().affinityTimeoutSeconds();
            for (ServiceEndpoint endpoint : endpoints) {
                String chain = at.ports().endpointChain(index, endpoint);
                rules.jump(chain, arrow(endpoint), new RecentList(false, chain, RecentList.Mode.CHECK, seconds, true));
            }
        }
    }

    private Match arrow(ServiceEndpoint endpoint) {
        return comment(port.name() + " -> " + endpoint);
    }

    private static Match[] with(Match[] matches, Match more) {
        var all = new ArrayList<>(List.of(matches));
        all.addFirst(more);
        return all.toArray(Match[]::new);
    }

    private record ExternalKey(
            String name, boolean external, @Nullable Match pod) {}

    private @Nullable Chain external() {
        return sets.any() && port.isExternallyAccessible()
                ? at.ports().shared(new ExternalKey(externalChain(), hasExternal(), at.pod()), this::makeExternal)
                : null;
    }

    /// Where calls from outside meet the external traffic policy; pods and the node itself are let past a Local
    /// one, as if they had gone out and come back through the load balancer.
    private Chain makeExternal() {
        KubeRules rules = KubeRules.of(port);
        String where = port.name() + " external destinations";
        if (!port.traffic().externalLocal()) {
            rules.jump(MARK_MASQ, comment("masquerade traffic for " + where));
        } else {
            if (at.pod() != null) {
                rules.jump(policyChain(false), at.pod(), comment("pod traffic for " + where));
            }
            rules.jump(MARK_MASQ, comment("masquerade LOCAL traffic for " + where), sourceLocal());
            rules.jump(policyChain(false), comment("route LOCAL traffic for " + where), sourceLocal());
        }
        if (hasExternal()) {
            rules.jump(policyChain(port.traffic().externalLocal()));
        }
        return rules.chain(externalChain());
    }

    private @Nullable Chain firewall() {
        if (!usesFirewall()) {
            return null;
        }
        KubeRules rules = KubeRules.of(port);
        Match comment = comment(port.name() + " loadbalancer IP");
        for (Cidr range : port.doors().sourceRanges()) {
            rules.jump(externalChain(), new Match.Source(false, range), comment);
        }
        // A call of the node to a load balancer's address that is also its own comes back with that address as source.
        if (at.isAllowed(port.doors().sourceRanges())) {
            for (Ip ip : port.doors().loadBalancerIps()) {
                rules.jump(externalChain(), KubeRules.from(ip), comment);
            }
        }
        return rules.add(null, comment("other traffic to " + port.name() + " will be dropped by KUBE-PROXY-FIREWALL"))
                .chain(firewallChain());
    }

    /// One endpoint's chain: a call to itself is marked for masquerade, the client is remembered, the destination
    /// rewritten.
    @Nullable
    Chain endpoint(String name, ServiceEndpoint endpoint) {
        return sets.reachable().contains(endpoint) ? at.ports().shared(name, () -> makeEndpoint(name, endpoint)) : null;
    }

    private Chain makeEndpoint(String name, ServiceEndpoint endpoint) {
        Match comment = comment(port.name().toString());
        var dnat = new Target.Dnat(endpoint.ip(), endpoint.ip(), endpoint.port(), endpoint.port(), false, false);
        KubeRules rules = KubeRules.of(port).jump(MARK_MASQ, KubeRules.from(endpoint.ip()), comment);
        if (port.traffic().clientIpAffinity()) {
            rules.add(
                    dnat,
                    protocol(port.protocol()),
                    comment,
                    new RecentList(false, name, RecentList.Mode.SET, 0, false));
        } else {
            rules.add(dnat, protocol(port.protocol()), comment);
        }
        return rules.chain(name);
    }
}
