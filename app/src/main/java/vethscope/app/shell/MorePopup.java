package vethscope.app.shell;

import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import javafx.geometry.Bounds;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import vethscope.app.session.Ask;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;

/// What a packet has beside its ends: source port, TTL, size, seed, and whether it meets warm tables.
final class MorePopup {

    private final Texts texts;
    private final Supplier<Ask> ask;
    private final Consumer<Ask> change;
    private final Popup popup = new Popup();
    private final Button button;

    MorePopup(Texts texts, Supplier<Ask> ask, Consumer<Ask> change) {
        this.texts = texts;
        this.ask = ask;
        this.change = change;
        popup.setAutoHide(true);
        button = new Button(texts.get("send.more"));
        button.setId("send-more");
        button.getStyleClass().setAll("button", "flat-button", "labelled");
        button.setGraphic(Icon.DOWN.node(14));
        button.setContentDisplay(ContentDisplay.RIGHT);
        button.setAccessibleText(texts.get("send.more"));
        button.setMinWidth(Button.USE_PREF_SIZE);
        button.setOnAction(_ -> toggle());
    }

    Button button() {
        return button;
    }

    private void toggle() {
        if (popup.isShowing()) {
            popup.hide();
            return;
        }
        popup.getContent().setAll(form());
        Bounds at = button.localToScreen(button.getBoundsInLocal());
        popup.show(button, at.getMinX(), at.getMaxY() + 4);
    }

    private VBox form() {
        Ask now = ask.get();
        var warm = new CheckBox(texts.get("send.warm"));
        warm.setId("send-warm");
        warm.setSelected(now.warm());
        warm.setOnAction(_ -> change.accept(ask.get().withWarm(warm.isSelected())));
        var form = new VBox(
                4,
                row(
                        "send.source-port",
                        now.sourcePort(),
                        0,
                        65535,
                        v -> ask.get().withSourcePort((int) v)),
                row("send.ttl", now.ttl(), 1, 255, v -> ask.get().withTtl((int) v)),
                row("send.size", now.size(), 0, 65000, v -> ask.get().withSize((int) v)),
                row(
                        "send.seed",
                        now.seed(),
                        0,
                        Integer.MAX_VALUE,
                        v -> ask.get().withSeed(v)),
                warm);
        form.getStyleClass().addAll("float", "more");
        return form;
    }

    private HBox row(String key, long value, long least, long most, LongFunction<Ask> with) {
        var field = new TextField(String.valueOf(value));
        field.setId(key.replace('.', '-'));
        field.getStyleClass().add("mono");
        field.setPrefColumnCount(7);
        field.setAccessibleText(texts.get(key));
        field.textProperty().addListener((_, _, text) -> {
            long number = text.matches("\\d{1,10}") ? Long.parseLong(text) : -1;
            boolean good = number >= least && number <= most;
            field.getStyleClass().remove("invalid");
            if (good) {
                change.accept(with.apply(number));
            } else {
                field.getStyleClass().add("invalid");
            }
        });
        var label = Parts.label(texts.get(key), "form", "muted");
        label.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(label, Priority.ALWAYS);
        return Parts.row("more-row", label, field);
    }
}
