package vethscope.app.shell;

import java.util.List;
import java.util.function.Supplier;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;

/// The menus behind the three dots of a panel's head: actions of the one list of actions.
final class PanelMenus {

    private final Texts texts;
    private final Supplier<Actions> actions;

    PanelMenus(Texts texts, Supplier<Actions> actions) {
        this.texts = texts;
        this.actions = actions;
    }

    /// @param ids the actions offered; blank: a line
    Button button(String panel, List<String> ids) {
        Button[] button = new Button[1];
        button[0] = Parts.button(
                Icon.MORE, null, texts.get("panel.more"), () -> menu(ids).show(button[0], Side.BOTTOM, 0, 2));
        button[0].setId(panel + "-more");
        button[0].getStyleClass().addAll("muted", "panel-more");
        return button[0];
    }

    private ContextMenu menu(List<String> ids) {
        var menu = new ContextMenu();
        for (String id : ids) {
            menu.getItems()
                    .add(
                            id.isEmpty()
                                    ? new SeparatorMenuItem()
                                    : item(actions.get().get(id)));
        }
        return menu;
    }

    private MenuItem item(Action action) {
        var chosen = action.chosen();
        MenuItem item;
        if (chosen == null) {
            item = new MenuItem(action.text(texts));
        } else {
            var check = new CheckMenuItem(action.text(texts));
            check.setSelected(chosen.getAsBoolean());
            item = check;
        }
        item.setId("panel-" + action.id());
        item.setDisable(!action.enabled().getAsBoolean());
        item.setOnAction(_ -> action.perform());
        return item;
    }
}
