package vethscope.app.widget;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;

/// A row of words of which one is chosen.
public final class Segments<T> extends HBox {

    private final Map<T, ToggleButton> buttons = new LinkedHashMap<>();

    /// @param words each value and its word, in order
    public Segments(Map<T, String> words, T chosen, Consumer<T> choose) {
        getStyleClass().add("segments");
        var group = new ToggleGroup();
        words.forEach((value, word) -> {
            var button = new ToggleButton(word);
            button.getStyleClass().setAll("toggle-button", "segment");
            button.setToggleGroup(group);
            button.setOnAction(_ -> {
                button.setSelected(true);
                choose.accept(value);
            });
            buttons.put(value, button);
            getChildren().add(button);
        });
        getChildren().getFirst().getStyleClass().add("first");
        getChildren().getLast().getStyleClass().add("last");
        choose(chosen);
    }

    /// Shows a value as the chosen one without telling anybody.
    public void choose(T value) {
        ToggleButton button = buttons.get(value);
        if (button != null) {
            button.setSelected(true);
        }
    }

    public ToggleButton button(T value) {
        return java.util.Objects.requireNonNull(buttons.get(value));
    }
}
