package vethscope.app.problems;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import vethscope.app.session.Document;
import vethscope.app.session.Session;
import vethscope.app.session.Topic;
import vethscope.app.widget.Facts;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;
import vethscope.engine.finding.Finding;
import vethscope.engine.finding.Finding.Severity;
import vethscope.model.Id;

/// All findings, the worst first, and what of the file was not understood. A double click shows the element.
public final class ProblemsView extends VBox {

    private static final double ROW = 28;

    /// One line: a finding, or a place of the file.
    private record Line(
            Severity severity,
            String message,
            @Nullable Id where,
            String at,
            String code,
            @Nullable Finding finding) {}

    private final Session session;
    private final Texts texts;
    private final Consumer<Id> reveal;
    private final ListView<Line> list = new ListView<>();

    public ProblemsView(Session session, Texts texts, Consumer<Id> reveal) {
        this.session = session;
        this.texts = texts;
        this.reveal = reveal;
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
        list.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ENTER || e.getCode() == KeyCode.F4) {
                go();
                e.consume();
            }
        });
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().add(list);
        session.on(Topic.NETWORK, this::fill);
        session.on(Topic.TABS, this::fill);
        fill();
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
            reveal.accept(line.where());
        }
    }

    private void fill() {
        var lines = new ArrayList<Line>();
        session.document().ifPresent(d -> {
            d.problems()
                    .forEach(p -> lines.add(new Line(
                            Severity.WARNING,
                            p.message(),
                            null,
                            texts.get("problems.line", p.line()),
                            p.pointer(),
                            null)));
            d.simulation().findings().stream()
                    .sorted(Comparator.comparing(Finding::severity))
                    .forEach(f -> lines.add(line(d, f)));
        });
        list.getItems().setAll(lines);
    }

    private Line line(Document document, Finding finding) {
        Id where = finding.where();
        String at = where == null
                ? ""
                : document.design().topology().find(where).map(Facts::name).orElse(where.value());
        return new Line(finding.severity(), texts.of(finding.message()), where, at, finding.code(), finding);
    }

    private static Node badge(Severity severity) {
        var badge = Parts.label(
                "", severity == Severity.ERROR ? "error" : severity == Severity.WARNING ? "warning" : "muted");
        badge.setGraphic(
                (severity == Severity.ERROR ? Icon.ERROR : severity == Severity.WARNING ? Icon.WARNING : Icon.INFO)
                        .node(14));
        return badge;
    }

    private final class Row extends ListCell<Line> {
        @Override
        protected void updateItem(@Nullable Line line, boolean empty) {
            super.updateItem(line, empty);
            setText(null);
            setGraphic(null);
            if (empty || line == null) {
                return;
            }
            Label message = Parts.label(line.message(), "form");
            message.setMinWidth(0);
            message.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(message, Priority.ALWAYS);
            Label at = Parts.label(line.at(), "form", "semibold");
            at.setMinWidth(120);
            at.setPrefWidth(120);
            HBox row = Parts.row("problem-row", badge(line.severity()), at, message);
            Finding finding = line.finding();
            if (finding != null && !finding.fixes().isEmpty()) {
                Finding.Fix fix = finding.fixes().getFirst();
                var link = Parts.link(texts.of(fix.title()), () -> session.edit(fix.edit()));
                link.setMinWidth(Region.USE_PREF_SIZE);
                row.getChildren().add(link);
            }
            Label code = Parts.label(line.code(), "mono-small", "muted");
            code.setMinWidth(Region.USE_PREF_SIZE);
            row.getChildren().add(code);
            row.prefWidthProperty().bind(list.widthProperty().subtract(36));
            row.setMaxWidth(Region.USE_PREF_SIZE);
            setGraphic(row);
            setAccessibleText(line.at() + ": " + line.message());
        }
    }
}
