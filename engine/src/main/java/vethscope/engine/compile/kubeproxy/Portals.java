package vethscope.engine.compile.kubeproxy;

import static vethscope.engine.compile.kubeproxy.KubeRules.comment;
import static vethscope.engine.compile.kubeproxy.KubeRules.destinationLocal;
import static vethscope.engine.compile.kubeproxy.KubeRules.door;
import static vethscope.engine.compile.kubeproxy.KubeRules.dport;
import static vethscope.engine.compile.kubeproxy.KubeRules.protocol;
import static vethscope.engine.compile.kubeproxy.KubeRules.to;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Match;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Target;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// The chains that all services share on a node, through which a call enters or is refused. Nodes that have
/// endpoints for the same services share them.
final class Portals {

    private static final int BITS = 3;

    private final ProxyNode at;
    private volatile @Nullable BitSet status;

    Portals(ProxyNode at) {
        this.at = at;
    }

    /// What of the services differs from node to node, worked out once.
    private BitSet status() {
        BitSet ready = status;
        if (ready == null) {
            ready = new BitSet();
            for (int i = 0; i < at.ports().size(); i++) {
                var chains = new ServiceChains(at, i);
                ready.set(BITS * i, chains.hasEndpoints());
                ready.set(BITS * i + 1, chains.hasInternal());
                ready.set(BITS * i + 2, chains.hasExternal());
            }
            status = ready;
        }
        return ready;
    }

    private record Key(String table, String name, BitSet status, ProxyNode.NodePorts nodePorts) {}

    private Chain all(
            String table, String name, BiFunction<ServiceChains, ServicePort, List<Rule>> each, List<Rule> last) {
        return at.ports().shared(new Key(table, name, status(), at.nodePorts()), () -> {
            var rules = new ArrayList<Rule>();
            for (int i = 0; i < at.ports().size(); i++) {
                rules.addAll(each.apply(new ServiceChains(at, i), at.ports().port(i)));
            }
            rules.addAll(last);
            return new Chain(name, null, rules);
        });
    }

    /// nat KUBE-SERVICES: one rule per destination, node ports last.
    Chain services() {
        return all("nat", KubeRules.SERVICES, Portals::serviceJumps, nodePortJumps());
    }

    private static List<Rule> serviceJumps(ServiceChains chains, ServicePort port) {
        KubeRules rules = KubeRules.of(port);
        ServicePort.Doors doors = port.doors();
        if (chains.hasInternal()) {
            rules.jump(chains.internalChain(), door(doors.clusterIp(), port, port.name() + " cluster IP"));
        }
        if (chains.hasEndpoints()) {
            for (Ip ip : doors.externalIps()) {
                rules.jump(chains.externalChain(), door(ip, port, port.name() + " external IP"));
            }
            String balanced = chains.usesFirewall() ? chains.firewallChain() : chains.externalChain();
            for (Ip ip : doors.loadBalancerIps()) {
                rules.jump(balanced, door(ip, port, port.name() + " loadbalancer IP"));
            }
        }
        return rules.rules();
    }

    private List<Rule> nodePortJumps() {
        KubeRules rules = KubeRules.own();
        Match comment = comment("kubernetes service nodeports; NOTE: this must be the last rule in this chain");
        ProxyNode.NodePorts nodePorts = at.nodePorts();
        for (Ip ip : nodePorts.some()) {
            rules.jump(KubeRules.NODE_PORTS, to(ip), comment);
        }
        if (nodePorts.all() && nodePorts.localhost()) {
            rules.jump(KubeRules.NODE_PORTS, comment, destinationLocal());
        } else if (nodePorts.all()) {
            Cidr loopback = at.v6() ? Cidr.host(Ip.LOOPBACK6) : new Cidr(Ip.LOOPBACK, 8).network();
            rules.jump(KubeRules.NODE_PORTS, new Match.Destination(true, loopback), comment, destinationLocal());
        }
        return rules.rules();
    }

    /// nat KUBE-NODEPORTS.
    Chain nodePorts() {
        return all("nat", KubeRules.NODE_PORTS, Portals::nodePortJump, List.of());
    }

    private static List<Rule> nodePortJump(ServiceChains chains, ServicePort port) {
        KubeRules rules = KubeRules.of(port);
        int nodePort = port.doors().nodePort();
        if (nodePort != 0 && chains.hasEndpoints()) {
            rules.jump(
                    chains.externalChain(),
                    protocol(port.protocol()),
                    comment(port.name().toString()),
                    dport(nodePort));
        }
        return rules.rules();
    }

    /// filter KUBE-SERVICES: calls to a cluster IP that no endpoint would answer.
    Chain refusedInside() {
        return all(
                "filter",
                KubeRules.SERVICES,
                (chains, port) -> {
                    KubeRules rules = KubeRules.of(port);
                    if (!chains.hasInternal()) {
                        rules.add(refusal(chains), door(port.doors().clusterIp(), port, port.name() + reason(chains)));
                    }
                    return rules.rules();
                },
                List.of());
    }

    /// filter KUBE-EXTERNAL-SERVICES: calls from outside that no endpoint would answer.
    Chain refusedOutside() {
        return all("filter", KubeRules.EXTERNAL_SERVICES, Portals::refuseOutside, List.of());
    }

    private static List<Rule> refuseOutside(ServiceChains chains, ServicePort port) {
        KubeRules rules = KubeRules.of(port);
        if (chains.hasExternal()) {
            return rules.rules();
        }
        String comment = port.name() + reason(chains);
        for (Ip ip : port.doors().externalIps()) {
            rules.add(refusal(chains), door(ip, port, comment));
        }
        for (Ip ip : port.doors().loadBalancerIps()) {
            rules.add(refusal(chains), door(ip, port, comment));
        }
        int nodePort = port.doors().nodePort();
        if (nodePort != 0) {
            rules.add(
                    refusal(chains), protocol(port.protocol()), comment(comment), destinationLocal(), dport(nodePort));
        }
        return rules.rules();
    }

    /// Without any endpoint the caller is told; where only this node has none it may be worth trying elsewhere.
    private static Target refusal(ServiceChains chains) {
        return chains.hasEndpoints() ? new Target.Drop() : new Target.Reject(Target.Reject.With.PORT_UNREACHABLE);
    }

    private static String reason(ServiceChains chains) {
        return chains.hasEndpoints() ? " has no local endpoints" : " has no endpoints";
    }

    /// filter KUBE-PROXY-FIREWALL: what a firewall chain in nat did not let through.
    Chain firewall() {
        return all(
                "filter",
                KubeRules.PROXY_FIREWALL,
                (chains, port) -> {
                    KubeRules rules = KubeRules.of(port);
                    if (chains.usesFirewall()) {
                        for (Ip ip : port.doors().loadBalancerIps()) {
                            rules.add(
                                    new Target.Drop(),
                                    door(ip, port, port.name() + " traffic not accepted by " + chains.firewallChain()));
                        }
                    }
                    return rules.rules();
                },
                List.of());
    }

    /// filter KUBE-NODEPORTS: load balancers may ask any node how many endpoints it has.
    Chain healthChecks() {
        return all(
                "filter",
                KubeRules.NODE_PORTS,
                (_, port) -> {
                    KubeRules rules = KubeRules.of(port);
                    int check = port.doors().healthCheckNodePort();
                    if (check != 0) {
                        rules.add(
                                new Target.Accept(),
                                protocol(Protocol.TCP),
                                comment(port.name() + " health check node port"),
                                dport(check));
                    }
                    return rules.rules();
                },
                List.of());
    }
}
