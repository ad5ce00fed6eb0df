package vethscope.app.shell;

import javafx.geometry.Pos;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;

/// All keys on one card.
final class KeysCard extends VBox {

    KeysCard(Texts texts, Actions actions, Runnable close) {
        getStyleClass().addAll("float", "keys-card");
        setId("keys-card");
        var head = Parts.row(
                "keys-head",
                Parts.label(texts.get("keys.title"), "question-title"),
                Parts.spring(),
                Parts.button(Icon.CLOSE, null, texts.get("about.close"), close));
        var grid = new GridPane();
        grid.setHgap(16);
        grid.setVgap(4);
        var words = new ColumnConstraints(200);
        var keys = new ColumnConstraints(120);
        grid.getColumnConstraints().addAll(words, keys, words, keys);
        int i = 0;
        var shown = actions.all().stream().filter(a -> a.key() != null).toList();
        int half = (shown.size() + 1) / 2;
        for (Action action : shown) {
            int column = i / half * 2;
            grid.add(Parts.label(action.text(texts), "form"), column, i % half);
            grid.add(Parts.label(action.keyText(), "mono-small", "muted"), column + 1, i % half);
            i++;
        }
        var scroll = new ScrollPane(grid);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setMaxHeight(600);
        scroll.setMinWidth(700);
        setAlignment(Pos.TOP_LEFT);
        getChildren().addAll(head, scroll);
    }
}
