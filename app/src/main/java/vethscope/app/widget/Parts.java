package vethscope.app.widget;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// Small controls in the look of the window.
public final class Parts {

    private Parts() {}

    public static Label label(String text, String... classes) {
        var label = new Label(text);
        label.getStyleClass().addAll(classes);
        return label;
    }

    /// A flat button of an icon and, if given, words beside it. `name` is what assistive technology reads.
    public static Button button(@Nullable Icon icon, @Nullable String text, String name, Runnable run) {
        var button = new Button(text == null ? "" : text);
        button.getStyleClass().setAll("button", "flat-button", text == null ? "icon-only" : "labelled");
        if (icon != null) {
            button.setGraphic(icon.node());
        }
        button.setAccessibleText(name);
        button.setFocusTraversable(true);
        if (text == null) {
            tip(button, name);
        }
        button.setOnAction(_ -> run.run());
        return button;
    }

    public static Hyperlink link(String text, Runnable run) {
        var link = new Hyperlink(text);
        link.getStyleClass().setAll("hyperlink", "text-link");
        link.setOnAction(_ -> {
            link.setVisited(false);
            run.run();
        });
        return link;
    }

    public static void tip(javafx.scene.control.Control control, String text) {
        var tip = new Tooltip(text);
        tip.setShowDelay(javafx.util.Duration.millis(400));
        control.setTooltip(tip);
    }

    /// The thin upright line between groups of a bar.
    public static Region divider() {
        var line = new Region();
        line.getStyleClass().add("bar-divider");
        return line;
    }

    public static Region spring() {
        var spring = new Region();
        HBox.setHgrow(spring, Priority.ALWAYS);
        return spring;
    }

    public static HBox row(String styleClass, Node... children) {
        var row = new HBox(children);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add(styleClass);
        return row;
    }

    /// A one-line field with a magnifying glass, for filters.
    public static TextField search(String prompt) {
        var field = new TextField();
        field.setPromptText(prompt);
        field.setAccessibleText(prompt);
        field.getStyleClass().add("search-field");
        return field;
    }

    /// A search field framed with its glass.
    public static HBox searchBox(TextField field) {
        var box = row("search-box", Icon.SEARCH.node(14), field);
        HBox.setHgrow(field, Priority.ALWAYS);
        box.setOnMouseClicked(_ -> field.requestFocus());
        return box;
    }

    /// A small rounded number.
    public static Label count(String text, String... classes) {
        var label = label(text, classes);
        label.getStyleClass().add("count");
        return label;
    }
}
