package vethscope.model.element;

import java.util.List;

/// A stateless firewall at a subnet's border, rules in order.
public record NetworkAcl(Head head, List<AclRule> ingress, List<AclRule> egress) implements Element {

    public static final Kind<NetworkAcl> KIND = Kind.of(
            "network-acl",
            "A stateless firewall at a subnet's border, rules in order.",
            Fields.of(NetworkAcl.class, new NetworkAcl(Head.of("network-acl"), List.of(), List.of()))
                    .key("ingress", AclRule.LIST, "ingress", "rules for what comes in")
                    .key("egress", AclRule.LIST, "egress", "rules for what goes out"));

    public NetworkAcl {
        ingress = List.copyOf(ingress);
        egress = List.copyOf(egress);
    }

    @Override
    public NetworkAcl withHead(Head head) {
        return new NetworkAcl(head, ingress, egress);
    }
}
