package vethscope.model.element;

/// A layer 2 segment that nodes, routers and hosts plug into.
public record Switch(Head head, int mtu) implements Element {

    public static final Kind<Switch> KIND = Kind.of(
            "switch",
            "A layer 2 segment that nodes, routers and hosts plug into.",
            Fields.of(Switch.class, new Switch(Head.of("switch"), Nic.DEFAULT_MTU))
                    .key("mtu", FieldType.MTU, "mtu", "bytes"));

    @Override
    public Switch withHead(Head head) {
        return new Switch(head, mtu);
    }
}
