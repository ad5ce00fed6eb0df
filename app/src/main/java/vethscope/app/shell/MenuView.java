package vethscope.app.shell;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.jspecify.annotations.Nullable;
import vethscope.app.widget.Texts;

/// The menu bar, read from the actions each time that a menu opens.
final class MenuView extends MenuBar {

    private final Window window;
    private final Texts texts;

    MenuView(Window window, Actions actions) {
        this.window = window;
        this.texts = window.texts();
        setId("menu");
        for (Menu menu : actions.menus()) {
            var shown = new javafx.scene.control.Menu(texts.get("menu." + menu.id()));
            shown.setId("menu-" + menu.id());
            fill(shown, menu);
            shown.setOnShowing(_ -> fill(shown, menu));
            getMenus().add(shown);
        }
    }

    private void fill(javafx.scene.control.Menu shown, Menu menu) {
        shown.getItems().clear();
        for (@Nullable Action action : menu.actions()) {
            if (action == null) {
                shown.getItems().add(new SeparatorMenuItem());
            } else {
                shown.getItems().add(item(action));
                if (action.id().equals("open")) {
                    shown.getItems().add(recent());
                }
            }
        }
    }

    private MenuItem item(Action action) {
        MenuItem item;
        if (action.chosen() == null) {
            item = new MenuItem(action.text(texts));
        } else {
            var check = new CheckMenuItem(action.text(texts));
            check.setSelected(action.chosen().getAsBoolean());
            item = check;
        }
        item.setId("menu-" + action.id());
        item.setMnemonicParsing(false);
        item.setDisable(!action.enabled().getAsBoolean());
        item.setAccelerator(null);
        if (action.key() != null && !action.letter()) {
            item.getProperties().put("key", action.keyText());
            item.setAccelerator(action.key());
        }
        item.setOnAction(_ -> action.perform());
        return item;
    }

    private MenuItem recent() {
        var menu = new javafx.scene.control.Menu(texts.get("menu.recent"));
        List<Path> files = window.desk().places().recent();
        menu.setDisable(files.isEmpty());
        for (Path file : files) {
            var item = new MenuItem(file.getFileName() + "   " + file.getParent());
            item.setMnemonicParsing(false);
            item.setOnAction(_ -> window.drawings().open(file));
            menu.getItems().add(item);
        }
        return menu;
    }
}
