package vethscope.app.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;
import vethscope.model.element.Element;
import vethscope.model.element.Field;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;

/// Makes rows of fields, whatever the element.
final class Form<E extends Element> {

    private final Texts texts;
    private final Target<E> target;
    private final Function<String, Optional<String>> effective;
    private final Set<String> generates;

    /// @param effective the value that holds where the file has none
    /// @param generates keys whose values can be generated
    Form(Texts texts, Target<E> target, Function<String, Optional<String>> effective, Set<String> generates) {
        this.texts = texts;
        this.target = target;
        this.effective = effective;
        this.generates = generates;
    }

    /// How a part of the element is replaced by another.
    private interface Put<R> {
        void with(UnaryOperator<R> change);
    }

    List<Node> rows(Field<E, ?> field, E element) {
        return rows(
                "",
                field,
                element,
                change -> target.change(field.key(), change),
                element.head().auto().contains(field.key()));
    }

    private <R, V> List<Node> rows(String path, Field<R, V> field, R owner, Put<R> put, boolean auto) {
        String id = "field-" + path + field.key();
        V value = field.of(owner);
        return switch (field.type()) {
            case FieldType.Flag flag -> List.of(row(field.key(), flag(id, field, owner, put), !field.isDefault(owner)));
            case FieldType.Keyed<?, ?> keyed -> keyed(path, field, keyed, owner, put);
            case FieldType.Listed<?> listed
            when Wording.of(listed).isEmpty() && listed.item() instanceof FieldType.Nested<?> nested ->
                listed(path, field, nested.fields(), owner, put);
            case FieldType<V> type ->
                Wording.of(type)
                        .map(wording -> List.<Node>of(worded(path, id, field, wording, value, put, auto, owner)))
                        .orElse(List.of());
        };
    }

    private <R, V> Node worded(
            String path, String id, Field<R, V> field, Wording<V> wording, V value, Put<R> put, boolean auto, R owner) {
        String text = value == null ? "" : wording.print().apply(value);
        if (!wording.choices().isEmpty()) {
            return row(field.key(), choice(id, field, wording, text, put), !field.isDefault(owner));
        }
        String generated = text.isEmpty() && field.isDefault(owner)
                ? effective.apply(field.key()).orElse("")
                : "";
        boolean plain = field.key().equals("name");
        var entry = new Entry(
                texts,
                label(field.key()),
                id,
                text,
                new Entry.Generated(generated, plain),
                auto,
                wording.lines()
                        || text.length() > 48
                        || text.contains("\n")
                        || field.key().equals("text"),
                isMono(field.type()));
        if (field.type() instanceof FieldType.Entries<?, ?> && !text.isEmpty()) {
            entry.chips(List.of(text.split(", ")));
        }
        if (generates.contains(field.key()) && path.isEmpty() && !auto && !text.isEmpty()) {
            entry.resettable(texts.get("inspector.again"), () -> target.again(field.key()));
        }
        entry.onCommit(written -> {
            if (written.isBlank()) {
                put.with(field::withDefault);
                return Optional.empty();
            }
            return switch (wording.parse().apply(written)) {
                case Wording.Result.Good<V>(V good) -> refusal(() -> put.with(r -> field.with(r, good)));
                case Wording.Result.Bad<V>(String key, List<Object> arguments) ->
                    Optional.of(texts.get(key, arguments.toArray()));
            };
        });
        return row(field.key(), entry, !field.isDefault(owner) && !auto);
    }

    private static Optional<String> refusal(Runnable change) {
        try {
            change.run();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isMono(FieldType<?> type) {
        return !(type instanceof FieldType.Text);
    }

    private <R, V> Node choice(String id, Field<R, V> field, Wording<V> wording, String text, Put<R> put) {
        var box = new ComboBox<String>();
        box.setId(id);
        box.getItems().setAll(wording.choices());
        box.setValue(text);
        box.setMaxWidth(Double.MAX_VALUE);
        box.setAccessibleText(label(field.key()));
        box.getStyleClass().add("form-combo");
        box.setOnAction(_ -> {
            if (box.getValue() != null
                    && wording.parse().apply(box.getValue()) instanceof Wording.Result.Good<V>(V good)) {
                put.with(r -> field.with(r, good));
            }
        });
        return box;
    }

    @SuppressWarnings("unchecked") // a flag's field holds a boolean
    private <R, V> Node flag(String id, Field<R, V> field, R owner, Put<R> put) {
        var box = new CheckBox();
        box.setId(id);
        V value = field.of(owner);
        box.setAllowIndeterminate(value == null);
        box.setIndeterminate(value == null);
        box.setSelected(Boolean.TRUE.equals(value));
        box.setAccessibleText(label(field.key()));
        box.setOnAction(_ -> {
            box.setAllowIndeterminate(false);
            put.with(r -> field.with(r, (V) Boolean.valueOf(box.isSelected())));
        });
        return box;
    }

    @SuppressWarnings("unchecked") // the field's values are maps of what its type is keyed by
    private <R, V, K, P> List<Node> keyed(
            String path, Field<R, V> field, FieldType.Keyed<K, P> type, R owner, Put<R> put) {
        var map = (Map<K, P>) field.of(owner);
        var nodes = new ArrayList<Node>();
        if (map == null) {
            return nodes;
        }
        map.forEach((key, part) -> {
            var card = card(String.valueOf(key), () -> put.with(r -> field.with(r, (V) without(map(field, r), key))));
            Put<P> inner = change -> put.with(r -> field.with(r, (V) replaced(map(field, r), key, change)));
            fill(card, path + key + "-", type.fields(), part, inner);
            nodes.add(card);
        });
        if (type.key() instanceof FieldType.Text) {
            String fresh = Items.freshKey(field.key(), map.keySet());
            var add = Parts.link(
                    texts.get("inspector.add-named", fresh),
                    () -> put.with(r -> field.with(r, (V) Items.plus(
                            Form.<R, V, K, P>map(field, r),
                            (K) fresh,
                            type.fields().blank()))));
            add.setId("add-" + field.key());
            add.setGraphic(Icon.PLUS.node(12));
            nodes.add(add);
        }
        return nodes;
    }

    @SuppressWarnings("unchecked") // as in keyed
    private static <R, V, K, P> Map<K, P> map(Field<R, V> field, R owner) {
        return (Map<K, P>) field.of(owner);
    }

    private static <K, P> Map<K, P> without(Map<K, P> map, K key) {
        var next = new LinkedHashMap<>(map);
        next.remove(key);
        return next;
    }

    private static <K, P> Map<K, P> replaced(Map<K, P> map, K key, UnaryOperator<P> change) {
        var next = new LinkedHashMap<>(map);
        next.computeIfPresent(key, (_, part) -> change.apply(part));
        return next;
    }

    @SuppressWarnings("unchecked") // the field's values are lists of what its type lists
    private <R, V, P> List<Node> listed(String path, Field<R, V> field, Fields<P> fields, R owner, Put<R> put) {
        var parts = (List<P>) field.of(owner);
        var nodes = new ArrayList<Node>();
        for (int i = 0; i < parts.size(); i++) {
            int at = i;
            var card = card(
                    texts.get("inspector.item", label(field.key()), i + 1),
                    () -> put.with(r -> field.with(r, (V) Items.without((List<P>) field.of(r), at))));
            Put<P> inner =
                    change -> put.with(r -> field.with(r, (V) Items.replaced((List<P>) field.of(r), at, change)));
            fill(card, path + field.key() + i + "-", fields, parts.get(i), inner);
            nodes.add(card);
        }
        var add = Parts.link(
                texts.get("inspector.add"),
                () -> put.with(r ->
                        field.with(r, (V) Items.plus((List<P>) field.of(r), Items.fresh(fields, parts.size())))));
        add.setId("add-" + field.key());
        add.setGraphic(Icon.PLUS.node(12));
        nodes.add(add);
        return nodes;
    }

    private <P> void fill(VBox card, String path, Fields<P> fields, P part, Put<P> put) {
        fields.all().forEach(f -> card.getChildren().addAll(rows(path, f, part, put, false)));
    }

    private VBox card(String title, Runnable remove) {
        var delete = Parts.button(Icon.CLOSE, null, texts.get("inspector.remove", title), remove);
        delete.setGraphic(Icon.CLOSE.node(12));
        delete.getStyleClass().addAll("tab-close");
        var card = new VBox(Parts.row("item-head", Parts.label(title, "form", "semibold"), Parts.spring(), delete));
        card.getStyleClass().add("item-card");
        return card;
    }

    private Node row(String key, Node editor, boolean changed) {
        var label = Parts.label(label(key), "form-label");
        if (changed) {
            label.getStyleClass().add("changed");
        }
        label.setTooltip(new javafx.scene.control.Tooltip(key));
        var row = new HBox(label, editor);
        row.getStyleClass().add("form-row");
        HBox.setHgrow(editor, Priority.ALWAYS);
        if (editor instanceof Region region) {
            region.setMinWidth(0);
        }
        return row;
    }

    private String label(String key) {
        return texts.getOr("field." + key, key);
    }
}
