package vethscope.model.element;

/// The outside: routes every public address to the hosts linked to it.
public record Internet(Head head) implements Element {

    public static final Kind<Internet> KIND = Kind.of(
            "internet",
            "The outside: routes every public address to the hosts linked to it.",
            Fields.of(Internet.class, new Internet(Head.of("internet"))));

    @Override
    public Internet withHead(Head head) {
        return new Internet(head);
    }
}
