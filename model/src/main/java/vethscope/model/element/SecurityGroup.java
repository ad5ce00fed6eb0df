package vethscope.model.element;

import java.util.List;

/// A stateful firewall around its members' interfaces.
public record SecurityGroup(Head head, List<AclRule> ingress, List<AclRule> egress) implements Element {

    public SecurityGroup {
        ingress = List.copyOf(ingress);
        egress = List.copyOf(egress);
    }

    @Override
    public SecurityGroup withHead(Head head) {
        return new SecurityGroup(head, ingress, egress);
    }
}
