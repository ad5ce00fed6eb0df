package vethscope.app.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import vethscope.app.session.Difference;
import vethscope.app.session.Session;
import vethscope.app.session.Topic;
import vethscope.app.widget.Facts;
import vethscope.app.widget.Texts;
import vethscope.model.Design;
import vethscope.model.edit.History;

/// What was done to the drawing, the latest first; choosing a line goes back or forth to it.
final class HistoryView extends VBox {

    /// @param index in [History#all]
    private record Line(int index, String text, boolean undone) {}

    private final Session session;
    private final Texts texts;
    private final ListView<Line> list = new ListView<>();
    private boolean following;
    private @Nullable History shown;

    HistoryView(Session session, Texts texts) {
        this.session = session;
        this.texts = texts;
        setId("history");
        getStyleClass().add("dock-panel");
        list.setId("history-list");
        list.setFixedCellSize(24);
        list.setAccessibleText(texts.get("dock.history"));
        list.setCellFactory(_ -> new Row());
        list.getSelectionModel().selectedItemProperty().addListener((_, _, line) -> {
            if (!following && line != null) {
                session.travel(line.index());
            }
        });
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().add(list);
        session.on(Topic.DESIGN, this::fill);
        session.on(Topic.TABS, this::fill);
        fill();
    }

    private void fill() {
        History past = session.document().map(d -> d.history()).orElse(null);
        if (past == shown) {
            return;
        }
        shown = past;
        var lines = new ArrayList<Line>();
        if (past != null) {
            List<Design> all = past.all();
            for (int i = all.size() - 1; i > 0; i--) {
                lines.add(new Line(
                        i, text(all.get(i - 1), all.get(i)), i > past.before().size()));
            }
            lines.add(new Line(0, texts.get("history.opened"), false));
        }
        following = true;
        list.getItems().setAll(lines);
        if (past != null) {
            list.getSelectionModel().select(lines.size() - 1 - past.before().size());
        }
        following = false;
    }

    private String text(Design before, Design after) {
        Difference difference = Difference.of(before, after);
        String names = difference.ids().stream()
                .limit(3)
                .map(id -> after.topology()
                        .find(id)
                        .or(() -> before.topology().find(id))
                        .map(Facts::name)
                        .orElse(id.value()))
                .collect(Collectors.joining(", "));
        int more = difference.ids().size() - 3;
        return texts.get("history." + difference.kind(), more > 0 ? texts.get("history.more", names, more) : names);
    }

    private static final class Row extends ListCell<Line> {
        @Override
        protected void updateItem(@Nullable Line line, boolean empty) {
            super.updateItem(line, empty);
            setText(empty || line == null ? null : line.text());
            setGraphic(null);
            getStyleClass().remove("undone");
            if (line != null && line.undone()) {
                getStyleClass().add("undone");
            }
        }
    }
}
