package vethscope.app.shell;

import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.control.Button;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import vethscope.app.canvas.Thumbnail;
import vethscope.app.paint.Theme;
import vethscope.app.widget.Parts;
import vethscope.model.Design;

/// A small picture of a drawing with its name and a second line.
final class Card {

    /// Height of the words below the picture.
    static final double WORDS = 56;

    private static final double RATIO = 140.0 / 242;

    private Card() {}

    static double pictureHeight(double width) {
        return width * RATIO;
    }

    /// @param renamed whether the drawing's own name replaces the title once it was read
    static Button of(
            String title, String sub, Theme theme, Supplier<Optional<Design>> design, boolean renamed, Runnable open) {
        var name = Parts.label(title, "card-title");
        var picture = new Thumbnail(design, theme, d -> {
            if (renamed && !d.name().isBlank()) {
                name.setText(d.name());
            }
        });
        VBox.setVgrow(picture, Priority.ALWAYS);
        var words = new VBox(name, Parts.label(sub, "card-sub"));
        words.getStyleClass().add("card-body");
        words.setMinHeight(WORDS);
        words.setPrefHeight(WORDS);
        var content = new VBox(picture, words);
        var button = new Button();
        button.getStyleClass().setAll("button", "card");
        button.setGraphic(content);
        content.prefWidthProperty().bind(button.widthProperty().subtract(2));
        content.prefHeightProperty().bind(button.heightProperty().subtract(2));
        button.setAccessibleText(title + ", " + sub);
        button.setOnAction(_ -> open.run());
        return button;
    }
}
