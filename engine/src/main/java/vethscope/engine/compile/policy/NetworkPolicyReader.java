package vethscope.engine.compile.policy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import vethscope.engine.compile.policy.PodPolicy.Action;
import vethscope.engine.compile.policy.PodPolicy.Direction;
import vethscope.engine.compile.policy.PodPolicy.PolicyRule;
import vethscope.engine.compile.policy.PodPolicy.Tier;
import vethscope.engine.compile.policy.PolicyPeer.Pods;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.element.NetworkPolicy;

/// Reads networking.k8s.io/v1 NetworkPolicy (kubernetes/kubernetes staging/src/k8s.io/api/networking/v1/types.go),
/// and refuses what the API server refuses (pkg/apis/networking/validation/validation.go).
public final class NetworkPolicyReader {

    private final String namespace;

    private NetworkPolicyReader(String namespace) {
        this.namespace = namespace;
    }

    /// As rules and findings cite it.
    public static String origin(NetworkPolicy policy) {
        return "NetworkPolicy " + policy.namespace() + "/" + policy.name();
    }

    static PodPolicy read(NetworkPolicy policy) throws SpecRefusal {
        var reader = new NetworkPolicyReader(policy.namespace());
        SpecNode spec = SpecNode.of(policy.spec());
        var rules = new EnumMap<Direction, List<PolicyRule>>(Direction.class);
        Set<Direction> types = types(spec);
        for (Direction direction : Direction.values()) {
            List<PolicyRule> written = reader.rules(spec, direction);
            if (types.contains(direction)) {
                rules.put(direction, written);
            }
        }
        return new PodPolicy(
                policy.id(),
                origin(policy),
                Tier.NAMESPACED,
                0,
                Pods.in(policy.namespace(), LabelSelector.read(spec.field("podSelector"))),
                rules);
    }

    /// Where nothing is written: Ingress always, Egress only if there is a rule for it (types.go, PolicyTypes).
    private static Set<Direction> types(SpecNode spec) throws SpecRefusal {
        List<SpecNode> written = spec.field("policyTypes").items();
        if (written.isEmpty()) {
            return spec.field("egress").items().isEmpty()
                    ? EnumSet.of(Direction.INGRESS)
                    : EnumSet.allOf(Direction.class);
        }
        var types = EnumSet.noneOf(Direction.class);
        for (SpecNode type : written) {
            types.add(
                    switch (type.text()) {
                        case "Ingress" -> Direction.INGRESS;
                        case "Egress" -> Direction.EGRESS;
                        default -> throw type.unsupported("\"Egress\", \"Ingress\"");
                    });
        }
        return types;
    }

    private List<PolicyRule> rules(SpecNode spec, Direction direction) throws SpecRefusal {
        var rules = new ArrayList<PolicyRule>();
        for (SpecNode rule : spec.field(direction.key()).items()) {
            var peers = new ArrayList<PolicyPeer>();
            for (SpecNode peer :
                    rule.field(direction == Direction.INGRESS ? "from" : "to").items()) {
                peers.add(peer(peer));
            }
            var ports = new ArrayList<PolicyPort>();
            for (SpecNode port : rule.field("ports").items()) {
                ports.add(port(port));
            }
            rules.add(new PolicyRule("", Action.ACCEPT, peers, ports));
        }
        return rules;
    }

    private PolicyPeer peer(SpecNode node) throws SpecRefusal {
        SpecNode pods = node.field("podSelector");
        SpecNode namespaces = node.field("namespaceSelector");
        SpecNode block = node.field("ipBlock");
        if (!block.absent()) {
            if (!pods.absent() || !namespaces.absent()) {
                throw node.forbidden("may not specify both ipBlock and another peer");
            }
            return block(block);
        }
        if (pods.absent() && namespaces.absent()) {
            throw node.required("must specify a peer");
        }
        return namespaces.absent()
                ? Pods.in(namespace, LabelSelector.read(pods))
                : Pods.across(LabelSelector.read(namespaces), LabelSelector.read(pods));
    }

    private static PolicyPeer block(SpecNode node) throws SpecRefusal {
        Cidr cidr = node.field("cidr").cidr();
        var except = new ArrayList<Cidr>();
        for (SpecNode item : node.field("except").items()) {
            Cidr hole = item.cidr();
            if (!cidr.contains(hole) || cidr.prefix() >= hole.prefix()) {
                throw item.invalid("must be a strict subset of `cidr`");
            }
            except.add(hole);
        }
        return new PolicyPeer.Block(cidr, except);
    }

    private static PolicyPort port(SpecNode node) throws SpecRefusal {
        Protocol protocol = protocol(node.field("protocol"));
        SpecNode port = node.field("port");
        SpecNode end = node.field("endPort");
        if (port.absent()) {
            if (!end.absent()) {
                throw end.invalid("may not be specified when `port` is not specified");
            }
            return PolicyPort.Numbers.all(protocol);
        }
        if (port.value() instanceof String name) {
            if (!end.absent()) {
                throw end.invalid("may not be specified when `port` is non-numeric");
            }
            return new PolicyPort.Named(protocol, portName(port, name));
        }
        int first = port.number(1, 65535);
        int last = end.absent() ? first : end.number(1, 65535);
        if (last < first) {
            throw end.invalid("must be greater than or equal to `port`");
        }
        return new PolicyPort.Numbers(protocol, first, last);
    }

    /// `IsValidPortName` (kubernetes/apimachinery pkg/util/validation/validation.go), RFC 6335 section 5.1.
    static String portName(SpecNode node, String name) throws SpecRefusal {
        boolean legal = name.length() <= 15
                && name.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?")
                && name.matches(".*[a-z].*")
                && !name.contains("--");
        if (!legal) {
            throw node.invalid("must be a name of at most 15 lower case letters, digits and '-', with a letter in it");
        }
        return name;
    }

    /// TCP unless written.
    static Protocol protocol(SpecNode node) throws SpecRefusal {
        if (node.absent()) {
            return Protocol.TCP;
        }
        return switch (node.text()) {
            case "TCP" -> Protocol.TCP;
            case "UDP" -> Protocol.UDP;
            case "SCTP" -> Protocol.SCTP;
            default -> throw node.unsupported("\"SCTP\", \"TCP\", \"UDP\"");
        };
    }
}
