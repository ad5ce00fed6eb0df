package vethscope.model.element;

/// A remark on the canvas; `text` is Markdown.
public record Note(Head head, String text) implements Element {

    public static final Kind<Note> KIND = Kind.of(
            "note",
            "A remark on the canvas.",
            Fields.of(Note.class, new Note(Head.of("note"), "")).key("text", FieldType.TEXT, "text", "Markdown"));

    @Override
    public Note withHead(Head head) {
        return new Note(head, text);
    }
}
