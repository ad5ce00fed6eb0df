package vethscope.app.shell;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import vethscope.app.canvas.CanvasView;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;

/// Open drawings, undo, tools, zoom, labels and the command search. In a narrow window the words go and the icons stay.
final class ToolbarView extends HBox {

    private static final double NARROW = 1240;
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

    private final Actions actions;
    private final Texts texts;
    private final Label searchKey = new Label();

    ToolbarView(Window window, Actions actions, CanvasView canvas) {
        this.actions = actions;
        this.texts = window.texts();
        setId("toolbar");
        setAlignment(Pos.CENTER_LEFT);
        var search = search();
        getChildren().addAll(new TabsView(window), Parts.divider(), icon("undo"), icon("redo"), Parts.divider());
        List.of("tool-select", "tool-hand", "tool-link", "tool-note", "tool-send")
                .forEach(id -> getChildren().add(worded(id)));
        getChildren()
                .addAll(
                        Parts.divider(),
                        icon("zoom-out"),
                        zoom(canvas),
                        icon("zoom-in"),
                        worded("fit"),
                        icon("minimap"),
                        Parts.divider(),
                        labels(),
                        Parts.spring(),
                        search);
        widthProperty().addListener((_, _, width) -> narrow(width.doubleValue() < NARROW, search));
    }

    private void narrow(boolean narrow, Region search) {
        for (Node node : getChildren()) {
            if (node instanceof Button button
                    && button.getStyleClass().contains("labelled")
                    && button.getGraphic() != null
                    && button.getProperties().containsKey("worded")) {
                button.setContentDisplay(narrow ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
            }
        }
        search.setPrefWidth(narrow ? 150 : 272);
        search.setMinWidth(narrow ? 28 : 160);
        searchKey.setVisible(!narrow);
        searchKey.setManaged(!narrow);
    }

    private Button icon(String id) {
        Action action = actions.get(id);
        return live(action, Parts.button(action.icon(), null, action.text(texts), action::perform));
    }

    private Button worded(String id) {
        Action action = actions.get(id);
        Button button = live(
                action,
                Parts.button(
                        action.icon(),
                        texts.getOr("toolbar." + id, action.text(texts)),
                        action.text(texts),
                        action::perform));
        button.getProperties().put("worded", true);
        return button;
    }

    private Button live(Action action, Button button) {
        button.setId("toolbar-" + action.id());
        String key = action.keyText();
        Parts.tip(button, key.isEmpty() ? action.text(texts) : action.text(texts) + "  " + key);
        actions.watch(() -> {
            button.setDisable(!action.enabled().getAsBoolean());
            var chosen = action.chosen();
            if (chosen != null) {
                button.pseudoClassStateChanged(SELECTED, chosen.getAsBoolean());
            }
        });
        return button;
    }

    private Button zoom(CanvasView canvas) {
        Button button = Parts.button(null, "100%", texts.get("toolbar.zoom"), () -> canvas.zoomTo(1));
        button.setId("toolbar-zoom");
        button.getStyleClass().add("zoom-text");
        Parts.tip(button, texts.get("toolbar.zoom"));
        actions.watch(() -> button.setText(Math.round(canvas.zoom() * 100) + "%"));
        return button;
    }

    private Button labels() {
        var button = new Button(texts.get("toolbar.labels"));
        button.setId("toolbar-labels");
        button.getStyleClass().setAll("button", "flat-button", "labelled");
        button.setGraphic(Icon.DOWN.node(14));
        button.setContentDisplay(ContentDisplay.RIGHT);
        button.setAccessibleText(texts.get("toolbar.labels"));
        button.setOnAction(_ -> {
            var menu = new ContextMenu();
            for (String level : List.of("names", "addresses", "interfaces", "macs")) {
                Action action = actions.get("labels-" + level);
                var item = new CheckMenuItem(action.text(texts));
                item.setSelected(
                        java.util.Objects.requireNonNull(action.chosen()).getAsBoolean());
                item.setOnAction(_ -> action.perform());
                menu.getItems().add(item);
            }
            menu.show(button, Side.BOTTOM, 0, 4);
        });
        return button;
    }

    private Button search() {
        Action commands = actions.get("commands");
        var button = new Button(null);
        var words = Parts.label(texts.get("toolbar.search"), "muted");
        words.setMinWidth(0);
        searchKey.setText(commands.keyText());
        searchKey.getStyleClass().add("key-hint");
        var content = new HBox(8, Icon.SEARCH.node(14), words, Parts.spring(), searchKey);
        content.setAlignment(Pos.CENTER_LEFT);
        content.prefWidthProperty().bind(button.widthProperty().subtract(16));
        button.setGraphic(content);
        button.setId("toolbar-commands");
        button.getStyleClass().setAll("button", "command-field");
        button.setAccessibleText(texts.get("toolbar.search"));
        button.setPrefWidth(272);
        button.setOnAction(_ -> commands.perform());
        return button;
    }
}
