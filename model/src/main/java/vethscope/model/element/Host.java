package vethscope.model.element;

/// A machine outside the cluster: client, database, on-premises.
public record Host(Head head, Machine machine) implements LinuxBox {

    public static final Kind<Host> KIND = Kind.of(
            "host",
            "A machine outside the cluster: client, database, on-premises.",
            Fields.of(Host.class, new Host(Head.of("host"), Machine.EMPTY)).including("machine", Machine.FIELDS));

    @Override
    public Host withHead(Head head) {
        return new Host(head, machine);
    }

    @Override
    public Host withMachine(Machine machine) {
        return new Host(head, machine);
    }
}
