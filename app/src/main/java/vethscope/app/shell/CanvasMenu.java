package vethscope.app.shell;

import java.util.List;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import vethscope.app.canvas.CanvasView;
import vethscope.app.session.Session;
import vethscope.app.widget.Texts;
import vethscope.model.element.Element;

/// What a right click on the canvas offers: what can be done with what is selected.
final class CanvasMenu {

    private static final List<String> SELECTED =
            List.of("rename", "fold", "", "cut", "copy", "duplicate", "delete", "", "fit-selection");
    private static final List<String> NOTHING = List.of("paste", "select-all", "", "fit", "zoom-100");

    private final Actions actions;
    private final Session session;
    private final Texts texts;
    private final CanvasView canvas;
    private final ContextMenu menu = new ContextMenu();

    CanvasMenu(Actions actions, Session session, Texts texts, CanvasView canvas) {
        this.actions = actions;
        this.session = session;
        this.texts = texts;
        this.canvas = canvas;
        canvas.onMenu(this::open);
    }

    private void open(double x, double y) {
        menu.getItems().clear();
        var document = session.document();
        document.flatMap(d -> d.single()).ifPresent(this::packets);
        boolean something = document.filter(d -> !d.selection().isEmpty() || d.cable() != null)
                .isPresent();
        for (String id : something ? SELECTED : NOTHING) {
            menu.getItems().add(id.isEmpty() ? new SeparatorMenuItem() : item(id));
        }
        menu.show(canvas, x, y);
    }

    private void packets(Element element) {
        var ask = session.document().orElseThrow().simulation().ask();
        var from = new MenuItem(texts.get("menu.send-from", element.name()));
        from.setOnAction(_ -> session.ask(ask.withEnds(element.id().value(), ask.to())));
        var to = new MenuItem(texts.get("menu.send-to", element.name()));
        to.setOnAction(
                _ -> session.ask(ask.withEnds(ask.from(), canvas.commands().receiver(element.id()))));
        menu.getItems().addAll(from, to, new SeparatorMenuItem());
    }

    private MenuItem item(String id) {
        Action action = actions.get(id);
        var item = new MenuItem(action.text(texts));
        item.setId("context-" + id);
        item.setDisable(!action.enabled().getAsBoolean());
        item.setOnAction(_ -> action.perform());
        return item;
    }
}
