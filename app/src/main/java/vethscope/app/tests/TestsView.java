package vethscope.app.tests;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import vethscope.app.session.Session;
import vethscope.app.session.Tests;
import vethscope.app.session.Topic;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;
import vethscope.engine.replay.Verdict;
import vethscope.engine.trace.Transcript;
import vethscope.model.Probe;

/// The probes of the drawing, what they expect and what came of them. A double click shows the trace.
public final class TestsView extends VBox {

    private static final double ROW = 28;

    private final Session session;
    private final Texts texts;
    private final Runnable openTrace;
    private final ListView<Probe> list = new ListView<>();
    private final Label summary = Parts.label("", "form", "muted");
    private final Button run;

    public TestsView(Session session, Texts texts, Runnable openTrace) {
        this.session = session;
        this.texts = texts;
        this.openTrace = openTrace;
        setId("tests");
        run = Parts.button(Icon.PLAY, texts.get("action.run-tests"), texts.get("action.run-tests"), session::test);
        run.setId("tests-run");
        run.getStyleClass().add("raised");
        list.setId("tests-list");
        list.setFixedCellSize(ROW);
        list.setCellFactory(_ -> new Row());
        list.setAccessibleText(texts.get("dock.tests"));
        list.setPlaceholder(Parts.label(texts.get("tests.none"), "muted"));
        list.setOnMouseClicked(e -> {
            if (e.getClickCount() == 2) {
                open();
            }
        });
        list.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ENTER) {
                open();
                e.consume();
            }
        });
        VBox.setVgrow(list, Priority.ALWAYS);
        HBox tools = Parts.row("dock-tools", run, summary);
        tools.getStyleClass().add("spaced");
        getChildren().addAll(tools, list);
        session.on(Topic.TESTS, this::fill);
        session.on(Topic.DESIGN, this::fill);
        fill();
    }

    private void open() {
        Verdict verdict = verdict(list.getSelectionModel().getSelectedIndex());
        if (verdict != null) {
            session.show(verdict.played().probe(), verdict.played());
            openTrace.run();
        }
    }

    private void fill() {
        var document = session.document();
        list.getItems().setAll(document.map(d -> d.design().probes()).orElse(java.util.List.of()));
        Tests tests = document.map(d -> d.tests()).orElse(Tests.NONE);
        run.setDisable(list.getItems().isEmpty() || tests.running());
        summary.setText(
                tests.running()
                        ? texts.get("tests.running")
                        : tests.verdicts().isEmpty()
                                ? ""
                                : texts.get(
                                        "tests.summary",
                                        tests.passed(),
                                        tests.verdicts().size()));
        list.refresh();
    }

    private @Nullable Verdict verdict(int index) {
        return session.document()
                .map(d -> d.tests().verdicts())
                .filter(v -> index >= 0
                        && index < v.size()
                        && v.get(index).played().probe().equals(list.getItems().get(index)))
                .map(v -> v.get(index))
                .orElse(null);
    }

    private final class Row extends ListCell<Probe> {
        @Override
        protected void updateItem(@Nullable Probe probe, boolean empty) {
            super.updateItem(probe, empty);
            setText(null);
            setGraphic(null);
            if (empty || probe == null) {
                return;
            }
            Verdict verdict = verdict(getIndex());
            Label mark = Parts.label("", verdict == null ? "muted" : verdict.passed() ? "success" : "error");
            mark.setGraphic((verdict == null ? Icon.DOT : verdict.passed() ? Icon.CHECK : Icon.CROSS).node(14));
            Label name = Parts.label(probe.name(), "form", "semibold");
            name.setMinWidth(0);
            name.setPrefWidth(320);
            Label route = Parts.label(
                    (probe.from() == null ? probe.arrivesAt() : probe.from()) + " → " + probe.to() + "  "
                            + probe.protocol().lower(),
                    "mono-table",
                    "muted");
            route.setMinWidth(Region.USE_PREF_SIZE);
            Label found = Parts.label(
                    verdict == null ? "" : found(verdict),
                    "form",
                    verdict != null && !verdict.passed() ? "error" : "muted");
            found.setMinWidth(0);
            HBox row = Parts.row("problem-row", mark, name, route, Parts.spring(), found);
            row.prefWidthProperty().bind(list.widthProperty().subtract(36));
            row.setMaxWidth(Region.USE_PREF_SIZE);
            setGraphic(row);
            setAccessibleText(probe.name() + ", "
                    + (verdict == null
                            ? texts.get("tests.unknown")
                            : texts.get(verdict.passed() ? "tests.passed" : "tests.failed")));
        }

        private String found(Verdict verdict) {
            if (verdict.refused() != null && !verdict.passed()) {
                return verdict.refused().in(texts.locale());
            }
            if (!verdict.mismatches().isEmpty()) {
                Verdict.Mismatch first = verdict.mismatches().getFirst();
                return texts.get("tests.mismatch", first.key(), first.expected(), first.found());
            }
            return verdict.trace() == null ? "" : Transcript.outcome(verdict.trace(), texts.locale());
        }
    }
}
