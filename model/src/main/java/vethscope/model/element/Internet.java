package vethscope.model.element;

/// The outside: routes every public address to the hosts linked to it.
public record Internet(Head head) implements Element {

    @Override
    public Internet withHead(Head head) {
        return new Internet(head);
    }
}
