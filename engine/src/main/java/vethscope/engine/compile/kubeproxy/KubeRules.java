package vethscope.engine.compile.kubeproxy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Match;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Target;
import vethscope.engine.origin.Origin;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// The sorts of rule that kube-proxy writes.
final class KubeRules {

    static final String SERVICES = "KUBE-SERVICES";
    static final String EXTERNAL_SERVICES = "KUBE-EXTERNAL-SERVICES";
    static final String NODE_PORTS = "KUBE-NODEPORTS";
    static final String PROXY_FIREWALL = "KUBE-PROXY-FIREWALL";
    static final String MARK_MASQ = "KUBE-MARK-MASQ";

    private final List<Rule> rules = new ArrayList<>();
    private final Origin origin;

    private KubeRules(Origin origin) {
        this.origin = origin;
    }

    static KubeRules of(ServicePort port) {
        return new KubeRules(Origin.service(port.name().ofService()));
    }

    static KubeRules own() {
        return new KubeRules(Origin.KUBE_PROXY);
    }

    KubeRules add(@Nullable Target target, Match... matches) {
        rules.add(new Rule(Arrays.asList(matches), target, origin));
        return this;
    }

    KubeRules jump(String chain, Match... matches) {
        return add(new Target.Jump(chain), matches);
    }

    List<Rule> rules() {
        return rules;
    }

    Chain chain(String name) {
        return new Chain(name, null, rules);
    }

    static Match comment(String text) {
        return new Match.Comment(text);
    }

    static Match to(Ip ip) {
        return new Match.Destination(false, Cidr.host(ip));
    }

    static Match from(Ip ip) {
        return new Match.Source(false, Cidr.host(ip));
    }

    static Match protocol(Protocol protocol) {
        return new Match.Proto(false, protocol);
    }

    static Match dport(int port) {
        return new Match.DestinationPorts(false, List.of(new Match.PortRange(port, port)));
    }

    static Match sourceLocal() {
        return new Match.AddrType(false, Match.AddrType.Type.LOCAL, null, Match.AddrType.Limit.NONE);
    }

    static Match destinationLocal() {
        return new Match.AddrType(false, null, Match.AddrType.Type.LOCAL, Match.AddrType.Limit.NONE);
    }

    /// One destination of a service port: address, protocol and port.
    static Match[] door(Ip ip, ServicePort port, String comment) {
        return new Match[] {
            to(ip),
            protocol(port.protocol()),
            comment(comment),
            dport(port.doors().port())
        };
    }

    /// The probability of the rule at which `n` endpoints are left, with the ten decimals that kube-proxy writes
    /// (`computeProbability`, pkg/proxy/iptables/proxier.go).
    static double probability(int n) {
        return Math.round(1e10 / n) / 1e10;
    }
}
