package vethscope.engine.compile.policy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import vethscope.engine.compile.policy.PodPolicy.Action;
import vethscope.engine.compile.policy.PodPolicy.Direction;
import vethscope.engine.compile.policy.PodPolicy.PolicyRule;
import vethscope.engine.compile.policy.PodPolicy.Tier;
import vethscope.engine.compile.policy.PolicyPeer.Pods;
import vethscope.engine.compile.policy.PolicyPort.Named;
import vethscope.engine.compile.policy.PolicyPort.Numbers;
import vethscope.model.Protocol;
import vethscope.model.element.ClusterNetworkPolicy;

/// Reads policy.networking.k8s.io: ClusterNetworkPolicy (kubernetes-sigs/network-policy-api
/// apis/v1alpha2/clusternetworkpolicy_types.go), and the words of its forerunners AdminNetworkPolicy and
/// BaselineAdminNetworkPolicy (apis/v1alpha1), which have no tier: with a priority it is Admin, without Baseline.
public final class ClusterPolicyReader {

    private static final int LAST_PRIORITY = 1000;

    private ClusterPolicyReader() {}

    /// As rules and findings cite it.
    public static String origin(ClusterNetworkPolicy policy) {
        return "ClusterNetworkPolicy " + policy.name();
    }

    static PodPolicy read(ClusterNetworkPolicy policy) throws SpecRefusal {
        SpecNode spec = SpecNode.of(policy.spec());
        SpecNode priority = spec.field("priority");
        Tier tier = tier(spec.field("tier"), priority);
        var rules = new EnumMap<Direction, List<PolicyRule>>(Direction.class);
        for (Direction direction : Direction.values()) {
            var list = new ArrayList<PolicyRule>();
            for (SpecNode rule : spec.field(direction.key()).items()) {
                list.add(rule(rule, direction));
            }
            if (!list.isEmpty()) {
                rules.put(direction, list);
            }
        }
        return new PodPolicy(
                policy.id(),
                origin(policy),
                tier,
                tier == Tier.BASELINE && priority.absent() ? 0 : priority.number(0, LAST_PRIORITY),
                subject(spec.field("subject")),
                rules);
    }

    private static Tier tier(SpecNode node, SpecNode priority) throws SpecRefusal {
        if (node.absent()) {
            return priority.absent() ? Tier.BASELINE : Tier.ADMIN;
        }
        return switch (node.text()) {
            case "Admin" -> Tier.ADMIN;
            case "Baseline" -> Tier.BASELINE;
            default -> throw node.unsupported("\"Admin\", \"Baseline\"");
        };
    }

    private static Pods subject(SpecNode node) throws SpecRefusal {
        return switch (only(node)) {
            case "namespaces" -> namespaces(node.field("namespaces"));
            case "pods" -> pods(node.field("pods"));
            default -> throw node.required("must specify namespaces or pods");
        };
    }

    private static Pods namespaces(SpecNode node) throws SpecRefusal {
        return Pods.across(LabelSelector.read(node), LabelSelector.EVERYTHING);
    }

    private static Pods pods(SpecNode node) throws SpecRefusal {
        return Pods.across(
                LabelSelector.read(node.field("namespaceSelector")), LabelSelector.read(node.field("podSelector")));
    }

    private static PolicyRule rule(SpecNode node, Direction direction) throws SpecRefusal {
        Action action = action(node.field("action"));
        SpecNode list = node.field(direction == Direction.INGRESS ? "from" : "to");
        var peers = new ArrayList<PolicyPeer>();
        for (SpecNode peer : list.items()) {
            peers.addAll(peers(peer, direction, action));
        }
        if (peers.isEmpty()) {
            throw list.required("must specify at least one peer");
        }
        SpecNode name = node.field("name");
        return new PolicyRule(name.absent() ? "" : name.text(), action, peers, ports(node));
    }

    private static Action action(SpecNode node) throws SpecRefusal {
        return switch (node.text()) {
            case "Accept", "Allow" -> Action.ACCEPT;
            case "Deny" -> Action.DENY;
            case "Pass" -> Action.PASS;
            default -> throw node.unsupported("\"Accept\", \"Deny\", \"Pass\"");
        };
    }

    private static List<PolicyPeer> peers(SpecNode node, Direction direction, Action action) throws SpecRefusal {
        String kind = only(node);
        SpecNode value = node.field(kind);
        boolean egress = direction == Direction.EGRESS;
        if (kind.equals("namespaces")) {
            return List.of(namespaces(value));
        } else if (kind.equals("pods")) {
            return List.of(pods(value));
        } else if (egress && kind.equals("nodes")) {
            return List.of(new PolicyPeer.Nodes(LabelSelector.read(value)));
        }
        var peers = new ArrayList<PolicyPeer>();
        if (egress && kind.equals("networks")) {
            for (SpecNode network : value.items()) {
                peers.add(new PolicyPeer.Block(network.cidr(), List.of()));
            }
        } else if (egress && kind.equals("domainNames")) {
            if (action != Action.ACCEPT) {
                throw value.forbidden("may only be used with the action Accept");
            }
            for (SpecNode name : value.items()) {
                peers.add(new PolicyPeer.Domain(name.text().toLowerCase(Locale.ROOT)));
            }
        } else {
            throw node.required("must specify a peer");
        }
        return peers;
    }

    /// The one field that is filled in; a union takes no more.
    private static String only(SpecNode node) throws SpecRefusal {
        List<String> filled = node.fields().entrySet().stream()
                .filter(e -> e.getValue() != null)
                .map(Map.Entry::getKey)
                .toList();
        if (filled.isEmpty()) {
            throw node.required("");
        }
        if (filled.size() > 1) {
            throw node.forbidden("must specify exactly one of " + String.join(", ", filled));
        }
        return filled.getFirst();
    }

    private static List<PolicyPort> ports(SpecNode rule) throws SpecRefusal {
        var ports = new ArrayList<PolicyPort>();
        for (SpecNode item : rule.field("protocols").items()) {
            ports.add(protocol(item));
        }
        for (SpecNode item : rule.field("ports").items()) {
            ports.add(port(item));
        }
        return ports;
    }

    /// v1alpha2: `tcp`, `udp` or `sctp` with a `destinationPort`, or a `destinationNamedPort`.
    private static PolicyPort protocol(SpecNode node) throws SpecRefusal {
        String kind = only(node);
        SpecNode value = node.field(kind);
        if (kind.equals("destinationNamedPort")) {
            return new Named(null, NetworkPolicyReader.portName(value, value.text()));
        }
        Protocol protocol = switch (kind) {
            case "tcp" -> Protocol.TCP;
            case "udp" -> Protocol.UDP;
            case "sctp" -> Protocol.SCTP;
            default -> throw node.required("must specify tcp, udp, sctp or destinationNamedPort");
        };
        SpecNode port = value.field("destinationPort");
        if (port.absent()) {
            return Numbers.all(protocol);
        }
        return only(port).equals("range")
                ? range(port.field("range"), protocol)
                : single(port.field("number"), protocol);
    }

    /// v1alpha1: `portNumber`, `portRange` or `namedPort`.
    private static PolicyPort port(SpecNode node) throws SpecRefusal {
        String kind = only(node);
        SpecNode value = node.field(kind);
        return switch (kind) {
            case "namedPort" -> new Named(null, NetworkPolicyReader.portName(value, value.text()));
            case "portNumber" -> single(value.field("port"), NetworkPolicyReader.protocol(value.field("protocol")));
            case "portRange" -> range(value, NetworkPolicyReader.protocol(value.field("protocol")));
            default -> throw node.required("must specify portNumber, portRange or namedPort");
        };
    }

    private static Numbers single(SpecNode node, Protocol protocol) throws SpecRefusal {
        int port = node.number(1, 65535);
        return new Numbers(protocol, port, port);
    }

    private static Numbers range(SpecNode node, Protocol protocol) throws SpecRefusal {
        int first = node.field("start").number(1, 65535);
        SpecNode end = node.field("end");
        int last = end.number(1, 65535);
        if (last < first) {
            throw end.invalid("must be greater than or equal to `start`");
        }
        return new Numbers(protocol, first, last);
    }
}
