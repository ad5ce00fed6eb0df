package vethscope.app.shell;

import java.util.ArrayList;
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
import vethscope.app.canvas.CanvasView;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;

/// Open drawings, undo, tools, zoom, labels and the command search. In a narrow window the words go and the icons stay.
final class ToolbarView extends HBox {

    private static final double NARROW = 1240;
    private static final double SEARCH = 272;
    private static final double SMALLEST_SEARCH = 160;
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

    private final Actions actions;
    private final Texts texts;
    private final Label searchKey = new Label();
    private final TabsView tabs;
    private final Button search;
    private final List<Button> worded = new ArrayList<>();
    private boolean narrow;
    /// The width of the tools with their words.
    private double spelt;

    ToolbarView(Window window, Actions actions, CanvasView canvas) {
        this.actions = actions;
        this.texts = window.texts();
        setId("toolbar");
        setAlignment(Pos.CENTER_LEFT);
        tabs = new TabsView(window);
        search = search();
        getChildren().addAll(tabs, Parts.divider(), icon("undo"), icon("redo"), Parts.divider());
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
        for (Node node : getChildren()) {
            if (node instanceof Button button && button != search) {
                button.setMinWidth(USE_PREF_SIZE);
            }
        }
    }

    /// What is free beyond the tabs and the tools goes to the search. Words of the tools go before any is cut, and tabs
    /// shrink last.
    @Override
    protected void layoutChildren() {
        double tools =
                worded.stream().mapToDouble(button -> button.prefWidth(-1)).sum();
        spelt = narrow ? spelt : tools;
        narrow(getWidth() < NARROW || free() + tools - spelt < SMALLEST_SEARCH);
        search.setPrefWidth(Math.clamp(free(), search.getMinWidth(), narrow ? SMALLEST_SEARCH : SEARCH));
        super.layoutChildren();
    }

    private double free() {
        double taken = snappedLeftInset()
                + snappedRightInset()
                + getSpacing() * (getChildren().size() - 1);
        for (Node node : getManagedChildren()) {
            var margin = getMargin(node);
            taken += margin == null ? 0 : margin.getLeft() + margin.getRight();
            taken += node == search ? 0 : Math.ceil(Math.max(node.minWidth(-1), node.prefWidth(-1)));
        }
        return getWidth() - taken;
    }

    private void narrow(boolean now) {
        if (now == narrow) {
            return;
        }
        narrow = now;
        worded.forEach(button -> button.setContentDisplay(narrow ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT));
        search.setMinWidth(narrow ? 28 : SMALLEST_SEARCH);
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
        worded.add(button);
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
        searchKey.setMinWidth(USE_PREF_SIZE);
        searchKey.getStyleClass().add("key-hint");
        var content = new HBox(8, Icon.SEARCH.node(14), words, Parts.spring(), searchKey);
        content.setAlignment(Pos.CENTER_LEFT);
        content.prefWidthProperty().bind(button.widthProperty().subtract(16));
        button.setGraphic(content);
        button.setId("toolbar-commands");
        button.getStyleClass().setAll("button", "command-field");
        button.setAccessibleText(texts.get("toolbar.search"));
        button.setPrefWidth(SEARCH);
        button.setMinWidth(SMALLEST_SEARCH);
        button.setOnAction(_ -> commands.perform());
        return button;
    }
}
