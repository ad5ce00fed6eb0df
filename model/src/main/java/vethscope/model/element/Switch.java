package vethscope.model.element;

/// A layer 2 segment that nodes, routers and hosts plug into.
public record Switch(Head head, int mtu) implements Element {

    @Override
    public Switch withHead(Head head) {
        return new Switch(head, mtu);
    }
}
