package vethscope.app.inspect;

import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;

/// A part of the form that folds.
final class Section extends VBox {

    /// Whether the section was left open.
    interface Memory {
        boolean open();

        void keep(boolean open);
    }

    private final Supplier<Node> content;
    private final HBox arrow = Parts.row("section-arrow");
    private final VBox body = new VBox();

    Section(String title, @Nullable String count, Memory memory, Supplier<Node> content) {
        this.content = content;
        getStyleClass().add("section");
        body.getStyleClass().add("section-body");
        var words = new HBox(6, arrow, Parts.label(title, "section-title"), Parts.spring());
        words.setAlignment(Pos.CENTER_LEFT);
        if (count != null) {
            words.getChildren().add(Parts.count(count));
        }
        var head = new Button();
        head.getStyleClass().setAll("button", "section-head");
        head.setGraphic(words);
        head.setMaxWidth(Double.MAX_VALUE);
        words.prefWidthProperty().bind(head.widthProperty().subtract(26));
        head.setAccessibleText(title);
        head.setOnAction(_ -> {
            memory.keep(!memory.open());
            show(memory.open());
        });
        getChildren().addAll(head, body);
        show(memory.open());
    }

    private void show(boolean open) {
        arrow.getChildren().setAll((open ? Icon.DOWN : Icon.RIGHT).node(14));
        body.setVisible(open);
        body.setManaged(open);
        body.getChildren().clear();
        if (open) {
            body.getChildren().add(content.get());
        }
    }
}
