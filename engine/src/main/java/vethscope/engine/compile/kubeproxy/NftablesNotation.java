package vethscope.engine.compile.kubeproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Match;
import vethscope.engine.netfilter.NftRule;
import vethscope.engine.netfilter.Notation;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Target;

/// kube-proxy's nftables table in nft's own words (pkg/proxy/nftables/proxier.go). Where it keeps a verdict map or a
/// set, a chain here has one rule for each element: its text is the one statement that asks the map, and behind it, in
/// brackets, the element that decided.
final class NftablesNotation implements Notation {

    static final Notation NFT = new NftablesNotation();

    private static final String DOOR = " daddr . meta l4proto . th dport vmap @";
    private static final String NODE_PORT = " daddr @nodeport-ips meta l4proto . th dport vmap @";

    private NftablesNotation() {}

    @Override
    public String rule(Chain chain, int index, boolean v6) {
        Rule rule = chain.rules().get(index);
        if (chain.policy() != null) {
            return plain(rule, v6);
        }
        return switch (chain.name()) {
            case NftablesChains.SERVICES -> door(rule, isNodePort(rule), "service-ips", "service-nodeports", v6);
            case NftablesChains.FIREWALL_CHECK -> door(rule, false, "firewall-ips", "", v6);
            case NftablesChains.ENDPOINTS_CHECK -> door(rule, false, "no-endpoint-services", "", v6);
            case NftablesChains.NODE_PORTS_CHECK -> door(rule, true, "", "no-endpoint-nodeports", v6);
            case NftablesChains.CLUSTER_IPS_CHECK -> clusterIp(rule, v6);
            default -> ofPort(chain, index, v6);
        };
    }

    @Override
    public String entry(Table table, Chain chain, int index, boolean v6) {
        return chain.name() + " " + rule(chain, index, v6);
    }

    private static boolean isNodePort(Rule rule) {
        return rule.matches().stream()
                .anyMatch(m -> m instanceof Match.Comment c && c.text().endsWith(" nodeport"));
    }

    /// An element of a verdict map: what it stands under, and its verdict.
    private static String door(Rule rule, boolean nodePort, String doors, String nodePorts, boolean v6) {
        var key = new ArrayList<String>();
        for (Match match : rule.matches()) {
            switch (match) {
                case Match.Destination m when !nodePort -> key.add(m.cidr().ip().toString());
                case Match.Proto m -> key.add(m.protocol().lower());
                case Match.DestinationPorts m -> m.ports().forEach(p -> key.add(String.valueOf(p.first())));
                default -> {}
            }
        }
        String statement = (v6 ? "ip6" : "ip") + (nodePort ? NODE_PORT + nodePorts : DOOR + doors);
        return statement + "  [" + String.join(" . ", key) + " : " + verdict(rule.target()) + "]";
    }

    private static String verdict(@Nullable Target target) {
        return switch (target) {
            case Target.Jump(String chain) -> "goto " + chain;
            case Target.Drop _ -> "drop";
            case null, default -> "goto reject-chain";
        };
    }

    private static String clusterIp(Rule rule, boolean v6) {
        String to = (v6 ? "ip6" : "ip") + " daddr ";
        String element = rule.matches().stream()
                .filter(Match.Destination.class::isInstance)
                .map(m -> ((Match.Destination) m).cidr())
                .map(c -> c.prefix() == c.ip().bits() ? c.ip().toString() : c.toString())
                .findFirst()
                .orElse("");
        return rule.target() instanceof Target.Drop
                ? to + "{ " + element + " } drop comment \"Drop traffic to unallocated ClusterIPs\""
                : to + "@cluster-ips reject comment \"Reject traffic to invalid ports of ClusterIPs\"  [" + element
                        + "]";
    }

    private static String ofPort(Chain chain, int index, boolean v6) {
        Rule rule = chain.rules().get(index);
        if (chain.name().startsWith("firewall-") && rule.target() instanceof Target.Drop) {
            return (v6 ? "ip6" : "ip") + " saddr != { " + ranges(chain) + " } drop";
        }
        if (rule.target() instanceof Target.Jump(String to) && to.startsWith("endpoint-") && isDrawn(rule)) {
            List<Rule> drawn =
                    chain.rules().stream().filter(NftablesNotation::isDrawn).toList();
            return "numgen random mod " + drawn.size() + " vmap  [" + drawn.indexOf(rule) + " : goto " + to + "]";
        }
        return plain(chain.name().startsWith("external-") ? rule : withoutComment(rule), v6);
    }

    /// Only the chains of traffic from outside have comments in nft.
    private static Rule withoutComment(Rule rule) {
        return new Rule(
                rule.matches().stream()
                        .filter(m -> !(m instanceof Match.Comment))
                        .toList(),
                rule.target(),
                rule.origin());
    }

    /// Whether it is one of the endpoints between which chance decides.
    private static boolean isDrawn(Rule rule) {
        return rule.target() instanceof Target.Jump(String to)
                && to.startsWith("endpoint-")
                && rule.matches().stream().noneMatch(Match.RecentList.class::isInstance);
    }

    private static String ranges(Chain chain) {
        return chain.rules().stream()
                .flatMap(r -> r.matches().stream())
                .filter(Match.Source.class::isInstance)
                .map(m -> ((Match.Source) m).cidr().toString())
                .collect(Collectors.joining(", "));
    }

    /// kube-proxy goes to its chains and never comes back, but for those that only mark or check.
    private static String plain(Rule rule, boolean v6) {
        Rule gone = rule.target() instanceof Target.Jump(String to)
                        && (to.startsWith("service-") || to.startsWith("local-") || to.startsWith("endpoint-"))
                        && !to.equals(NftablesChains.ENDPOINTS_CHECK)
                ? new Rule(rule.matches(), new Target.Goto(to), rule.origin())
                : rule;
        return NftRule.text(gone, v6).orElseThrow(() -> new IllegalStateException("kube-proxy writes nothing else"));
    }
}
