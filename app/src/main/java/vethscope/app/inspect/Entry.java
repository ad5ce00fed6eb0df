package vethscope.app.inspect;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;

/// A field of text that commits on Enter or when it is left, says in a sentence what is wrong, and shows a generated
/// value slanted with a chip.
final class Entry extends VBox {

    private static final int MOST_ROWS = 8;

    private final TextInputControl text;
    private final HBox frame = Parts.row("input");
    private final Label problem = Parts.label("", "field-problem");
    private final String shown;
    private Function<String, Optional<String>> commit = _ -> Optional.empty();

    /// What holds while the text is empty.
    ///
    /// @param value empty: there is nothing
    /// @param plain shown like a value that was written
    record Generated(String value, boolean plain) {
        static final Generated NONE = new Generated("", false);
    }

    /// @param auto whether the text itself was generated
    Entry(
            Texts texts,
            String name,
            String id,
            String value,
            Generated generated,
            boolean auto,
            boolean lines,
            boolean mono) {
        shown = value.isEmpty() ? generated.value() : value;
        text = lines ? area(shown) : new TextField(shown);
        text.setId(id);
        text.setAccessibleText(name);
        boolean slanted = auto || value.isEmpty() && !generated.value().isEmpty() && !generated.plain();
        if (slanted) {
            text.getStyleClass().add("auto");
        } else if (mono) {
            text.getStyleClass().add("mono");
        }
        HBox.setHgrow(text, Priority.ALWAYS);
        frame.getChildren().add(text);
        if (slanted) {
            var chip = Parts.label(texts.get("inspector.auto"), "auto-chip");
            chip.setMinWidth(USE_PREF_SIZE);
            frame.getChildren().add(chip);
        }
        text.setMinWidth(0);
        problem.setWrapText(true);
        problem.setMinHeight(Region.USE_PREF_SIZE);
        show(Optional.empty());
        getChildren().addAll(frame, problem);
        text.addEventFilter(KeyEvent.KEY_PRESSED, e -> press(e, lines));
        text.focusedProperty().addListener((_, _, focused) -> {
            if (!focused) {
                commit();
            }
        });
    }

    private static TextArea area(String value) {
        var area = new TextArea(value);
        area.setPrefRowCount(Math.clamp(value.lines().count(), 1, MOST_ROWS));
        area.setWrapText(false);
        return area;
    }

    /// Shows the parts of the value as chips while nobody writes.
    void chips(List<String> parts) {
        if (parts.isEmpty()) {
            return;
        }
        var chips = new FlowPane();
        chips.getStyleClass().add("chips");
        chips.setMouseTransparent(true);
        for (String part : parts) {
            Label chip = Parts.label(part, "label-chip");
            chip.maxWidthProperty().bind(chips.widthProperty());
            chips.getChildren().add(chip);
        }
        chips.setMinWidth(0);
        chips.setPrefWrapLength(1000);
        Parts.tip(text, String.join("\n", parts));
        frame.getChildren().remove(text);
        var stack = new StackPane(text, chips);
        stack.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(stack, Priority.ALWAYS);
        frame.getChildren().addFirst(stack);
        Runnable which = () -> {
            chips.setVisible(!text.isFocused() && text.getText().equals(shown));
            text.getStyleClass().remove("hidden-text");
            if (chips.isVisible()) {
                text.getStyleClass().add("hidden-text");
            }
        };
        text.focusedProperty().addListener((_, _, _) -> which.run());
        which.run();
    }

    /// Offers to let the value be generated anew.
    void resettable(String name, Runnable again) {
        var button = Parts.button(Icon.RESET, null, name, again);
        button.setGraphic(Icon.RESET.node(12));
        button.getStyleClass().addAll("reset-button", "muted");
        button.setFocusTraversable(false);
        frame.getChildren().add(button);
    }

    /// @param commit takes the text and answers with a sentence if it cannot
    void onCommit(Function<String, Optional<String>> commit) {
        this.commit = commit;
    }

    private void press(KeyEvent event, boolean lines) {
        if (event.getCode() == KeyCode.ENTER && (!lines || event.isShortcutDown())) {
            commit();
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE && !text.getText().equals(shown)) {
            text.setText(shown);
            show(Optional.empty());
            event.consume();
        }
    }

    private void commit() {
        if (text.getText().equals(shown)) {
            show(Optional.empty());
            return;
        }
        show(commit.apply(text.getText()));
    }

    private void show(Optional<String> sentence) {
        problem.setText(sentence.orElse(""));
        problem.setVisible(sentence.isPresent());
        problem.setManaged(sentence.isPresent());
        problem.setGraphic(sentence.isPresent() ? Icon.ERROR.node(12) : null);
        frame.getStyleClass().remove("invalid");
        sentence.ifPresent(_ -> frame.getStyleClass().add("invalid"));
    }
}
