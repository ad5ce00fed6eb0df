package vethscope.app.problems;

import java.util.List;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import vethscope.app.session.Session;
import vethscope.app.widget.Texts;
import vethscope.engine.finding.Finding;
import vethscope.model.edit.Edit;

/// Everything that can be done about a problem: each fix, all of its kind at once, showing the place, accepting it.
record FixMenu(Session session, Texts texts, ProblemsView.Reach reach) {

    void show(ProblemsView.Line line, Node at) {
        var menu = new ContextMenu();
        Finding finding = line.finding();
        if (finding != null) {
            finding.fixes()
                    .forEach(fix -> menu.getItems().add(item(texts.of(fix.title()), () -> session.edit(fix.edit()))));
            List<Edit> alike = alike(finding);
            if (alike.size() > 1) {
                menu.getItems()
                        .add(item(
                                texts.get("problems.fix-all", alike.size(), finding.code()),
                                () -> session.edit(new Edit.Batch(alike, finding.code()))));
            }
        }
        if (line.where() != null) {
            if (!menu.getItems().isEmpty()) {
                menu.getItems().add(new SeparatorMenuItem());
            }
            var where = line.where();
            menu.getItems().add(item(texts.get("problems.show"), () -> {
                session.select(List.of(where));
                reach.reveal(where);
            }));
        }
        if (finding != null && finding.where() != null) {
            menu.getItems().add(item(texts.get("problems.accept"), () -> reach.accept(finding)));
        }
        if (!menu.getItems().isEmpty()) {
            menu.show(at, Side.BOTTOM, 0, 2);
        }
    }

    /// The first fix of every finding of the same code, as long as they do not touch the same element twice.
    private List<Edit> alike(Finding finding) {
        return session.document().stream()
                .flatMap(d -> d.simulation().findings().stream())
                .filter(f -> f.code().equals(finding.code()) && !f.fixes().isEmpty())
                .filter(distinctPlaces())
                .map(f -> f.fixes().getFirst().edit())
                .toList();
    }

    private static java.util.function.Predicate<Finding> distinctPlaces() {
        var seen = new java.util.HashSet<String>();
        return f -> seen.add(String.valueOf(f.where()));
    }

    private static MenuItem item(String text, Runnable run) {
        var item = new MenuItem(text);
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> run.run());
        return item;
    }
}
