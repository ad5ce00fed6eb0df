package vethscope.model.element;

/// A machine outside the cluster: client, database, on-premises.
public record Host(Head head, Machine machine) implements LinuxBox {

    @Override
    public Host withHead(Head head) {
        return new Host(head, machine);
    }

    @Override
    public Host withMachine(Machine machine) {
        return new Host(head, machine);
    }
}
