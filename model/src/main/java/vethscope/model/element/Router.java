package vethscope.model.element;

/// A Linux router.
public record Router(Head head, Machine machine) implements LinuxBox {

    @Override
    public Router withHead(Head head) {
        return new Router(head, machine);
    }

    @Override
    public Router withMachine(Machine machine) {
        return new Router(head, machine);
    }
}
