package vethscope.model.element;

/// A remark on the canvas; `text` is Markdown.
public record Note(Head head, String text) implements Element {

    @Override
    public Note withHead(Head head) {
        return new Note(head, text);
    }
}
