package vethscope.model.element;

/// A namespace made with `ip netns add`; a link from it to its node or a bridge is a veth pair. Kind `netns`.
public record BareNetns(Head head, Machine machine) implements LinuxBox {

    public static final Kind<BareNetns> KIND = Kind.of(
            "netns",
            "A namespace made with `ip netns add`; a link from it to its node or a bridge is a veth pair.",
            Fields.of(BareNetns.class, new BareNetns(Head.of("netns"), Machine.EMPTY))
                    .including("machine", Machine.FIELDS));

    @Override
    public BareNetns withHead(Head head) {
        return new BareNetns(head, machine);
    }

    @Override
    public BareNetns withMachine(Machine machine) {
        return new BareNetns(head, machine);
    }
}
