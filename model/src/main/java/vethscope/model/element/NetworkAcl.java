package vethscope.model.element;

import java.util.List;

/// A stateless firewall at a subnet's border, rules in order.
public record NetworkAcl(Head head, List<AclRule> ingress, List<AclRule> egress) implements Element {

    public NetworkAcl {
        ingress = List.copyOf(ingress);
        egress = List.copyOf(egress);
    }

    @Override
    public NetworkAcl withHead(Head head) {
        return new NetworkAcl(head, ingress, egress);
    }
}
