package vethscope.model.element;

/// A Linux router.
public record Router(Head head, Machine machine) implements LinuxBox {

    public static final Kind<Router> KIND = Kind.of(
            "router",
            "A Linux router.",
            Fields.of(Router.class, new Router(Head.of("router"), Machine.EMPTY))
                    .including("machine", Machine.FIELDS));

    @Override
    public Router withHead(Head head) {
        return new Router(head, machine);
    }

    @Override
    public Router withMachine(Machine machine) {
        return new Router(head, machine);
    }
}
