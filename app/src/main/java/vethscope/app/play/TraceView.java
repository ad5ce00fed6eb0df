package vethscope.app.play;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.DoubleBinding;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import vethscope.app.session.Session;
import vethscope.app.session.Topic;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Scrolling;
import vethscope.app.widget.Texts;
import vethscope.engine.trace.Step;

/// The packet's story: the player, the list of its steps, and the one under the cursor explained.
public final class TraceView extends VBox {

    private static final double LIST = 632;
    private static final double ROW = 23;
    private static final List<Double> COLUMNS = List.of(40.0, 104.0, 120.0);
    private static final double BASIS = 80;
    /// In a narrow list only its mark is left.
    private static final double MARK = 32;

    private static final double NARROW = 560;

    private final Session session;
    private final Texts texts;
    private final Steps steps;
    private final PlayerView player;
    private final ListView<Lines.Line> list = new ListView<>();
    private final Label nothing;
    private final DoubleBinding basisWidth = Bindings.createDoubleBinding(
            () -> list.getWidth() > 0 && list.getWidth() < NARROW ? MARK : BASIS, list.widthProperty());
    private boolean following;

    public TraceView(Session session, Texts texts, PlayerView player, Runnable openTables) {
        this.session = session;
        this.texts = texts;
        this.player = player;
        this.steps =
                new Steps(texts, () -> session.document().map(d -> d.design()).orElse(vethscope.model.Design.EMPTY));
        this.nothing = Parts.label("", "empty-note");
        setId("trace");
        list.setId("trace-steps");
        list.setFixedCellSize(ROW);
        list.setCellFactory(_ -> new Row());
        list.setAccessibleText(texts.get("dock.trace"));
        list.getSelectionModel().selectedItemProperty().addListener((_, _, line) -> tell(line));
        var table = new VBox(header(), list);
        table.getStyleClass().add("trace-table");
        VBox.setVgrow(list, Priority.ALWAYS);
        var detail = new StepView(session, texts, steps, player, openTables);
        var body = new HBox(table, detail);
        HBox.setHgrow(detail, Priority.ALWAYS);
        table.prefWidthProperty().bind(Bindings.min(LIST, body.widthProperty().multiply(0.46)));
        table.setMinWidth(Region.USE_PREF_SIZE);
        table.setMaxWidth(Region.USE_PREF_SIZE);
        var stack = new StackPane(body, nothing);
        stack.setMinSize(0, 0);
        body.setMinWidth(0);
        detail.setMinWidth(0);
        setMinWidth(0);
        VBox.setVgrow(stack, Priority.ALWAYS);
        getChildren().addAll(player, stack);
        player.onGrain(this::fill);
        session.on(Topic.TRACE, this::fill);
        session.on(Topic.STEP, this::follow);
        Runnable which = () -> {
            body.setVisible(!player.lines().isEmpty());
            nothing.setVisible(player.lines().isEmpty());
            nothing.setText(session.document()
                    .map(d -> d.simulation().played())
                    .map(p -> p.refused())
                    .map(r -> r.in(texts.locale()))
                    .orElse(texts.get("trace.nothing")));
        };
        session.on(Topic.TRACE, which);
        which.run();
        fill();
    }

    private HBox header() {
        HBox row = Parts.row("trace-header");
        row.getChildren()
                .addAll(column("#", 0), column(texts.get("trace.where"), 1), column(texts.get("trace.stage"), 2));
        var result = Parts.label(texts.get("trace.result"));
        result.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(result, Priority.ALWAYS);
        var basis = Parts.label(texts.get("trace.basis"));
        basis.minWidthProperty().bind(basisWidth);
        basis.prefWidthProperty().bind(basisWidth);
        basis.visibleProperty().bind(basisWidth.greaterThanOrEqualTo(BASIS));
        row.getChildren().addAll(result, basis);
        return row;
    }

    private static Label column(String text, int i) {
        Label label = Parts.label(text);
        label.setMinWidth(COLUMNS.get(i));
        label.setPrefWidth(COLUMNS.get(i));
        label.setMaxWidth(COLUMNS.get(i));
        if (i == 0) {
            label.getStyleClass().add("number");
        }
        return label;
    }

    private void fill() {
        following = true;
        list.getItems().setAll(player.lines());
        following = false;
        follow();
    }

    private void follow() {
        if (following || list.getItems().isEmpty()) {
            return;
        }
        following = true;
        int at = player.at();
        list.getSelectionModel().clearAndSelect(at);
        list.getFocusModel().focus(at);
        Scrolling.reveal(list, at, list::scrollTo);
        following = false;
    }

    private void tell(Lines.@Nullable Line line) {
        if (!following && line != null) {
            following = true;
            session.step(line.cursor());
            following = false;
        }
    }

    private final class Row extends ListCell<Lines.Line> {
        Row() {
            getStyleClass().add("trace-row");
        }

        @Override
        protected void updateItem(Lines.@Nullable Line line, boolean empty) {
            super.updateItem(line, empty);
            setText(null);
            setGraphic(null);
            setTooltip(null);
            if (empty || line == null) {
                return;
            }
            Step step = line.main();
            Label number = column(String.valueOf(getIndex() + 1), 0);
            number.getStyleClass().add("mono-table");
            Label result = Parts.label(steps.result(line), "mono-table");
            result.setMaxWidth(Double.MAX_VALUE);
            result.setMinWidth(0);
            HBox.setHgrow(result, Priority.ALWAYS);
            var basis = Parts.label(
                    texts.get("basis." + step.basis().name().toLowerCase(java.util.Locale.ROOT)), "small", "muted");
            basis.setGraphic(new HBox(step.basis() == Step.Basis.KERNEL ? Icon.CHECK.node(12) : Icon.DOT.node(12)));
            basis.getStyleClass().add("basis-" + step.basis().name().toLowerCase(java.util.Locale.ROOT));
            basis.minWidthProperty().bind(basisWidth);
            basis.prefWidthProperty().bind(basisWidth);
            basis.contentDisplayProperty()
                    .bind(basisWidth.map(
                            w -> w.doubleValue() < BASIS ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT));
            HBox row = Parts.row(
                    "trace-cells", number, column(steps.where(line), 1), column(steps.stage(line), 2), result, basis);
            row.prefWidthProperty().bind(list.widthProperty().subtract(1));
            row.setMaxWidth(Region.USE_PREF_SIZE);
            if (steps.ends(step)) {
                getStyleClass().add("end");
            } else {
                getStyleClass().remove("end");
            }
            setGraphic(row);
            setTooltip(new Tooltip(steps.result(line) + "\n" + basis.getText()));
            setAccessibleText(
                    texts.get("trace.row", getIndex() + 1, steps.where(line), steps.stage(line), steps.result(line)));
        }
    }
}
