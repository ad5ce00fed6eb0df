package vethscope.app.problems;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import vethscope.app.session.Document;
import vethscope.app.session.Session;
import vethscope.app.session.Topic;
import vethscope.app.widget.Facts;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;
import vethscope.engine.finding.Finding;
import vethscope.engine.finding.Finding.Severity;
import vethscope.model.Id;
import vethscope.model.Suppression;
import vethscope.model.codec.Problem;

/// All findings, the worst first, and what of the file was not understood; below them what the author accepted. A
/// double click shows the element.
public final class ProblemsView extends VBox {

    private static final double ROW = 28;

    /// What a finding can do to the rest of the window.
    public interface Reach {

        /// Brings an element into sight.
        void reveal(Id id);

        /// Shows what a fix would change; null: nothing any more.
        void preview(Finding.@Nullable Fix fix);

        /// Asks why a finding is accepted, and accepts it.
        void accept(Finding finding);
    }

    /// One line: a finding, a place of the file, or what was accepted.
    ///
    /// @param at where, for people
    record Line(
            Severity severity,
            String message,
            @Nullable Id where,
            String at,
            String code,
            @Nullable Finding finding,
            @Nullable Suppression accepted) {}

    private final Session session;
    private final Texts texts;
    private final Reach reach;
    private final ListView<Line> list = new ListView<>();

    public ProblemsView(Session session, Texts texts, Reach reach) {
        this.session = session;
        this.texts = texts;
        this.reach = reach;
        setId("problems");
        getStyleClass().add("dock-panel");
        list.setId("problems-list");
        list.setFixedCellSize(ROW);
        list.setCellFactory(_ -> new Row());
        list.setAccessibleText(texts.get("dock.problems"));
        list.setPlaceholder(Parts.label(texts.get("problems.none"), "muted"));
        list.setOnMouseClicked(e -> {
            if (e.getClickCount() == 2) {
                go();
            }
        });
        list.setOnKeyPressed(this::press);
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().add(list);
        session.on(Topic.NETWORK, this::fill);
        session.on(Topic.DESIGN, this::fill);
        session.on(Topic.TABS, this::fill);
        fill();
    }

    private void press(KeyEvent event) {
        Line line = list.getSelectionModel().getSelectedItem();
        if (event.getCode() == KeyCode.ENTER && event.isAltDown() && line != null) {
            new FixMenu(session, texts, reach).show(line, list);
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.F4) {
            go();
            event.consume();
        }
    }

    /// Goes on to another line and shows its element.
    public void go(int by) {
        int count = list.getItems().size();
        if (count > 0) {
            list.getSelectionModel()
                    .clearAndSelect(Math.floorMod(list.getSelectionModel().getSelectedIndex() + by, count));
            list.scrollTo(Math.max(0, list.getSelectionModel().getSelectedIndex() - 2));
            go();
        }
    }

    private void go() {
        Line line = list.getSelectionModel().getSelectedItem();
        if (line != null && line.where() != null) {
            session.select(List.of(line.where()));
            reach.reveal(line.where());
        }
    }

    private void fill() {
        reach.preview(null);
        var lines = new ArrayList<Line>();
        session.document().ifPresent(d -> {
            d.problems().forEach(p -> lines.add(unread(p)));
            d.simulation().findings().stream()
                    .sorted(Comparator.comparing(Finding::severity))
                    .forEach(f -> lines.add(line(d, f)));
            d.design().suppressions().forEach(s -> lines.add(accepted(d, s)));
        });
        if (!lines.equals(list.getItems())) {
            int at = list.getSelectionModel().getSelectedIndex();
            list.getItems().setAll(lines);
            list.getSelectionModel().clearAndSelect(at);
        }
    }

    private Line unread(Problem problem) {
        String at = texts.get("problems.line", problem.line());
        return new Line(Severity.WARNING, problem.message(), null, at, problem.pointer(), null, null);
    }

    private Line line(Document document, Finding finding) {
        return new Line(
                finding.severity(),
                texts.of(finding.message()),
                finding.where(),
                name(document, finding.where()),
                finding.code(),
                finding,
                null);
    }

    private Line accepted(Document document, Suppression accepted) {
        String message = texts.get("problems.accepted", accepted.reason());
        String at = name(document, accepted.at());
        return new Line(Severity.INFO, message, accepted.at(), at, accepted.code(), null, accepted);
    }

    private static String name(Document document, @Nullable Id where) {
        return where == null
                ? ""
                : document.design().topology().find(where).map(Facts::name).orElse(where.value());
    }

    private final class Row extends ListCell<Line> {
        @Override
        protected void updateItem(@Nullable Line line, boolean empty) {
            super.updateItem(line, empty);
            setText(null);
            setGraphic(null);
            setContextMenu(null);
            if (empty || line == null) {
                return;
            }
            Node row = new ProblemRow(session, texts, reach).of(line, list);
            setGraphic(row);
            setAccessibleText(line.at() + ": " + line.message());
            setOnContextMenuRequested(e -> {
                new FixMenu(session, texts, reach).show(line, this);
                e.consume();
            });
        }
    }
}
