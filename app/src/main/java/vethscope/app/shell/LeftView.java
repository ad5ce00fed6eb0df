package vethscope.app.shell;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;

/// Palette and outline: one above the other, or in a small window one behind the other.
final class LeftView extends VBox {

    /// The palette's part of the height.
    private static final double SHARE = 0.65;
    private static final double HEAD = 32;
    private static final PseudoClass TABBED = PseudoClass.getPseudoClass("tabbed");

    private final Panel palette;
    private final Panel outline;
    private final HBox tabs = Parts.row("left-tabs");
    private boolean tabbed;

    private record Panel(HBox head, Region body, ToggleButton tab, Node more) {}

    LeftView(Texts texts, PanelMenus menus, Region palette, Region outline) {
        setId("left");
        var group = new ToggleGroup();
        this.palette = panel(texts, menus, "palette", List.of("keys", "", "show-left"), palette, group);
        this.outline = panel(
                texts,
                menus,
                "outline",
                List.of("outline-expand", "outline-collapse", "", "select-all", "find", "", "show-left"),
                outline,
                group);
        this.palette.tab().setSelected(true);
        tabs.getChildren().addAll(this.palette.tab(), this.outline.tab(), Parts.spring());
        palette.setMinHeight(0);
        outline.setMinHeight(0);
        outline.setPrefHeight(0);
        arrange();
    }

    /// One behind the other, or one above the other.
    void tabbed(boolean tabbed) {
        if (this.tabbed != tabbed) {
            this.tabbed = tabbed;
            pseudoClassStateChanged(TABBED, tabbed);
            arrange();
        }
    }

    private Panel panel(
            Texts texts, PanelMenus menus, String name, List<String> actions, Region body, ToggleGroup group) {
        String title = texts.get(name + ".title");
        Node more = menus.button(name, actions);
        var tab = new ToggleButton(title);
        tab.getStyleClass().setAll("toggle-button", "dock-tab");
        tab.setId("left-" + name);
        tab.setToggleGroup(group);
        tab.setOnAction(_ -> {
            tab.setSelected(true);
            arrange();
        });
        return new Panel(Parts.row("panel-head", Parts.label(title, "panel-title"), Parts.spring()), body, tab, more);
    }

    private void arrange() {
        getChildren().clear();
        palette.body().prefHeightProperty().unbind();
        if (tabbed) {
            Panel shown = palette.tab().isSelected() ? palette : outline;
            tabs.getChildren().removeAll(palette.more(), outline.more());
            tabs.getChildren().add(shown.more());
            VBox.setVgrow(shown.body(), Priority.ALWAYS);
            getChildren().addAll(tabs, shown.body());
            return;
        }
        for (Panel panel : List.of(palette, outline)) {
            panel.head().getChildren().remove(panel.more());
            panel.head().getChildren().add(panel.more());
            VBox.setVgrow(panel.body(), panel == outline ? Priority.ALWAYS : Priority.NEVER);
            getChildren().addAll(panel.head(), panel.body());
        }
        palette.body()
                .prefHeightProperty()
                .bind(heightProperty().multiply(SHARE).subtract(HEAD));
    }
}
