package vethscope.engine.forward;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.RuleCheck;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Visited;
import vethscope.engine.network.Netns;
import vethscope.engine.packet.Family;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.trace.Behaviour;
import vethscope.engine.trace.Event;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Step;
import vethscope.model.Protocol;

/// Which behaviour of the engine a step shows. Several may be at work at once: the one that is least sure counts.
final class Trust {

    /// Who writes chains whose names begin so; the first that fits.
    private static final Map<String, Behaviour> CHAINS = new java.util.LinkedHashMap<>();

    static {
        CHAINS.put("KUBE-", Behaviour.KUBE_PROXY_IPTABLES);
        CHAINS.put("CNI-MASQ", Behaviour.MASQUERADE);
        for (String plugin : List.of("IP-MASQ-AGENT", "FLANNEL-", "cali-")) {
            CHAINS.put(plugin, Behaviour.RULES_OF_PLUGIN);
        }
        CHAINS.put("CNI-HOSTPORT", Behaviour.HOST_PORTS);
        CHAINS.put("CNI-DN-", Behaviour.HOST_PORTS);
        CHAINS.put("CNI-", Behaviour.NETWORK_POLICY);
        CHAINS.put("AWS-", Behaviour.AWS_VPC_CNI);
        for (String nftables : List.of(
                "service",
                "external-",
                "endpoint-",
                "firewall-",
                "affinity-",
                "local-",
                "cluster-ips",
                "nodeport",
                "mark-for")) {
            CHAINS.put(nftables, Behaviour.KUBE_PROXY_NFTABLES);
        }
    }

    /// What the plugins bridge and ptp call the chain that masquerades one pod.
    private static final Pattern POD_MASQUERADE = Pattern.compile("CNI-[0-9a-f]{24}");

    private Trust() {}

    static Behaviour of(Netns at, Event event) {
        if (event instanceof Lost lost) {
            return of(at, lost);
        }
        String stage = event.stage();
        Behaviour work = work(stage, key(event));
        // what a resolver does is the same whatever carries its question
        Frame frame = stage.equals("dns") ? null : event.frame();
        return place(at, stage).or(packet(frame)).or(work).or(rules(at, event.checks()));
    }

    /// The sentence of a sight says no more than its stage.
    private static String key(Event event) {
        return event instanceof Sight ? "" : event.text().key();
    }

    /// A rule's drop is as sure as the walk that led to the rule.
    private static Behaviour of(Netns at, Lost lost) {
        Behaviour own = of(at, lost.reason(), lost.frame());
        return own == Behaviour.RULES && lost.last() != null
                ? own.or(lost.last().behaviour())
                : own;
    }

    /// The end of a packet, by its reason.
    private static Behaviour of(Netns at, Reason reason, Frame frame) {
        Behaviour why = switch (reason) {
            case NO_NEIGHBOUR -> Behaviour.ARP;
            case NO_CARRIER, NOT_FOR_THIS_MAC -> Behaviour.CABLES;
            case NOWHERE_TO_SWITCH, HAIRPIN_OFF -> Behaviour.BRIDGE;
            case RP_FILTER, MARTIAN -> Behaviour.SOURCE_VALIDATION;
            case RULE_DROP, RULE_REJECT, POLICY_DROP -> Behaviour.RULES;
            case PORT_CLOSED,
                    SERVER_SILENT,
                    ECHO_IGNORED,
                    UNKNOWN_ANSWER,
                    UNKNOWN_CONNECTION,
                    BAD_SOURCE,
                    NO_CONNECTION -> Behaviour.SOCKETS;
            case UNTRACKED_REPLY, NAT_PORTS_EXHAUSTED, MASQUERADE_MOVED -> Behaviour.NAT;
            case TOO_LONG_FOR_LINK -> Behaviour.LONG_FRAMES;
            case NO_TUNNEL -> Behaviour.IPIP;
            case NAME_UNKNOWN -> Behaviour.DNS;
            case SECURITY_GROUP -> Behaviour.SECURITY_GROUPS;
            case NETWORK_ACL -> Behaviour.NETWORK_ACLS;
            case NO_REAL_SERVER, REAL_SERVER_GONE -> Behaviour.KUBE_PROXY_IPVS;
            case NO_ROUTE,
                    NO_LINK_NAMED,
                    BLACKHOLE,
                    UNREACHABLE_ROUTE,
                    PROHIBIT_ROUTE,
                    TTL_EXPIRED,
                    TOO_BIG,
                    FORWARDING_OFF,
                    LOOP -> Behaviour.ROUTING;
        };
        boolean cloud = why == Behaviour.SECURITY_GROUPS || why == Behaviour.NETWORK_ACLS;
        return cloud ? why : place(at, "drop").or(packet(frame)).or(why);
    }

    private static Behaviour place(Netns at, String stage) {
        return switch (at.kind()) {
            case VPC ->
                stage.startsWith("security-group")
                        ? Behaviour.SECURITY_GROUPS
                        : stage.startsWith("network-acl") ? Behaviour.NETWORK_ACLS : Behaviour.VPC;
            case INTERNET -> Behaviour.INTERNET;
            case NODE ->
                stage.equals("route")
                                && at.ruleset()
                                        .chain(Table.NAT, "AWS-SNAT-CHAIN-0")
                                        .isPresent()
                        ? Behaviour.AWS_VPC_CNI
                        : Behaviour.CABLES;
            case POD, NETNS, HOST, ROUTER, SWITCH, INTERNET_GATEWAY, NAT_GATEWAY, LOAD_BALANCER -> Behaviour.CABLES;
        };
    }

    private static Behaviour packet(@Nullable Frame frame) {
        return frame != null && frame.content() instanceof Packet packet ? packet(packet) : Behaviour.CABLES;
    }

    private static Behaviour packet(Packet packet) {
        return packet.family() == Family.V6 ? payload(packet).or(Behaviour.IPV6) : payload(packet);
    }

    private static Behaviour payload(Packet packet) {
        return switch (packet.payload()) {
            case Payload.Ipip _ -> Behaviour.IPIP;
            case Payload.Sctp _ -> Behaviour.SCTP;
            case Payload.IcmpError error ->
                error.quoted().protocol() == Protocol.SCTP ? Behaviour.SCTP : Behaviour.ICMP_ERRORS;
            case Payload.Udp udp ->
                udp.content() instanceof Payload.Vxlan vxlan
                        ? packet(vxlan.inner()).or(Behaviour.VXLAN)
                        : Behaviour.CABLES;
            case Payload.Tcp _, Payload.Echo _, Payload.Neighbour _ -> Behaviour.CABLES;
        };
    }

    private static Behaviour work(String stage, String key) {
        String word = stage.indexOf(' ') < 0 ? stage : stage.substring(0, stage.indexOf(' '));
        return switch (word) {
            case Step.RECEIVE, Step.TRANSMIT -> Behaviour.CABLES;
            case "arp", "ndp" -> Behaviour.ARP;
            case "bridge", "fdb" -> key.startsWith("bridge.dnat") ? Behaviour.BRIDGE_NETFILTER : Behaviour.BRIDGE;
            case "route", "ttl" -> Behaviour.ROUTING;
            case "conntrack" -> Behaviour.CONNTRACK;
            case "nat" -> Behaviour.NAT;
            case "raw", "mangle", "filter" -> Behaviour.RULES;
            case "fragment" -> Behaviour.FRAGMENTS;
            case "tunnel" -> key.startsWith("tunnel.ipip") ? Behaviour.IPIP : Behaviour.VXLAN;
            case "send", "deliver" -> Behaviour.SOCKETS;
            case "proxy" -> Behaviour.PROXY;
            case "security-group" -> Behaviour.SECURITY_GROUPS;
            case "network-acl" -> Behaviour.NETWORK_ACLS;
            case "vlan" -> Behaviour.VLAN;
            case "ipvs" -> Behaviour.KUBE_PROXY_IPVS;
            case "dns" ->
                key.startsWith("dns.plain") || key.equals("dns.node") || key.contains(".outside")
                        ? Behaviour.DNS_OUT_OF_SIGHT
                        : Behaviour.DNS;
            default -> Behaviour.UNLISTED;
        };
    }

    private static Behaviour rules(Netns at, List<RuleCheck> checks) {
        if (checks.isEmpty()) {
            return Behaviour.CABLES;
        }
        Visited visited = Visited.of(checks);
        Behaviour least = visited.memory() ? Behaviour.RULES_WITH_MEMORY : Behaviour.RULES;
        if (visited.passedOver()) {
            return Behaviour.RULE_PASSED_OVER;
        }
        for (String chain : visited.chains()) {
            least = least.or(author(chain, hasSetsOfKubeProxy(at)));
        }
        return least;
    }

    private static boolean hasSetsOfKubeProxy(Netns at) {
        return at.ruleset().sets().keySet().stream().anyMatch(name -> name.startsWith("KUBE-"));
    }

    /// @param sets only in IPVS mode kube-proxy keeps sets beside its rules
    private static Behaviour author(String chain, boolean sets) {
        if (sets && chain.startsWith("KUBE-")) {
            return Behaviour.KUBE_PROXY_IPVS;
        }
        if (POD_MASQUERADE.matcher(chain).matches()) {
            return Behaviour.RULES_OF_PLUGIN;
        }
        for (Map.Entry<String, Behaviour> each : CHAINS.entrySet()) {
            if (chain.startsWith(each.getKey())) {
                return each.getValue();
            }
        }
        return Behaviour.RULES;
    }
}
