package vethscope.app.inspect;

import java.util.Optional;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import vethscope.app.session.Session;
import vethscope.app.widget.Facts;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;
import vethscope.model.Design;
import vethscope.model.Link;
import vethscope.model.edit.Edit;
import vethscope.model.element.FieldType;

/// The selected link as a form.
final class LinkForm {

    private LinkForm() {}

    static HBox head(Design design, Link link, Texts texts) {
        var words = new VBox(
                1,
                Parts.label(end(design, link.from()) + " – " + end(design, link.to()), "inspector-title"),
                Parts.label(texts.get("kind.link"), "small", "muted"));
        words.setAlignment(Pos.CENTER_LEFT);
        words.setMinWidth(0);
        return Parts.row("inspector-head", Icon.LINK.node(24), words);
    }

    private static String end(Design design, Link.End end) {
        return design.topology()
                .find(end.element())
                .map(Facts::name)
                .orElse(end.element().value());
    }

    static Node body(Session session, Link link, Texts texts, Section.Memory memory) {
        return new Section(texts.get("section.link"), null, memory, () -> {
            var up = new CheckBox();
            up.setId("field-up");
            up.setSelected(link.up());
            up.setAccessibleText(texts.get("field.up"));
            up.setOnAction(
                    _ -> put(session, new Link(link.from(), link.to(), link.mtu(), up.isSelected(), link.label())));
            var label = entry(texts, "label", link.label(), false, text -> {
                put(session, new Link(link.from(), link.to(), link.mtu(), link.up(), text));
                return Optional.empty();
            });
            Integer own = link.mtu();
            var mtu = entry(
                    texts, "mtu", own == null ? "" : own.toString(), true, text -> mtu(session, link, text, texts));
            return new VBox(
                    fact(texts, "from", link.from().toString()),
                    fact(texts, "to", link.to().toString()),
                    row(texts, "mtu", mtu),
                    row(texts, "up", up),
                    row(texts, "label", label));
        });
    }

    private static Optional<String> mtu(Session session, Link link, String text, Texts texts) {
        @Nullable Integer value = null;
        if (!text.isBlank()) {
            switch (Wording.of(FieldType.MTU).orElseThrow().parse().apply(text)) {
                case Wording.Result.Good<Integer>(Integer good) -> value = good;
                case Wording.Result.Bad<Integer>(String key, var arguments) -> {
                    return Optional.of(texts.get(key, arguments.toArray()));
                }
            }
        }
        put(session, new Link(link.from(), link.to(), value, link.up(), link.label()));
        return Optional.empty();
    }

    private static void put(Session session, Link link) {
        session.edit(new Edit.Connect(link));
    }

    private static Entry entry(
            Texts texts, String key, String value, boolean mono, Function<String, Optional<String>> commit) {
        var entry = new Entry(
                texts, texts.get("field." + key), "field-" + key, value, Entry.Generated.NONE, false, false, mono);
        entry.onCommit(commit);
        return entry;
    }

    private static HBox fact(Texts texts, String key, String value) {
        return row(texts, key, Parts.label(value, "mono"));
    }

    private static HBox row(Texts texts, String key, Node editor) {
        HBox row = new HBox(Parts.label(texts.get("field." + key), "form-label"), editor);
        row.getStyleClass().add("form-row");
        HBox.setHgrow(editor, Priority.ALWAYS);
        if (editor instanceof Region region) {
            region.setMinHeight(26);
        }
        return row;
    }
}
