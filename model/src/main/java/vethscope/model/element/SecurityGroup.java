package vethscope.model.element;

import java.util.List;

/// A stateful firewall around its members' interfaces.
public record SecurityGroup(Head head, List<AclRule> ingress, List<AclRule> egress) implements Element {

    public static final Kind<SecurityGroup> KIND = Kind.of(
            "security-group",
            "A stateful firewall around its members' interfaces.",
            Fields.of(SecurityGroup.class, new SecurityGroup(Head.of("security-group"), List.of(), List.of()))
                    .key("ingress", AclRule.LIST, "ingress", "rules for what comes in")
                    .key("egress", AclRule.LIST, "egress", "rules for what goes out; none: everything may"));

    public SecurityGroup {
        ingress = List.copyOf(ingress);
        egress = List.copyOf(egress);
    }

    @Override
    public SecurityGroup withHead(Head head) {
        return new SecurityGroup(head, ingress, egress);
    }
}
