package vethscope.app.made;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import vethscope.app.session.Document;
import vethscope.app.session.Session;
import vethscope.app.session.Topic;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Scrolling;
import vethscope.app.widget.Texts;
import vethscope.engine.compile.Reconciliation;
import vethscope.engine.compile.Reconciliation.Made;
import vethscope.model.Id;

/// What the CNI plugin, kube-proxy and controllers made of which object, one step at a time: the list, the step under
/// the cursor with the entries it wrote, and on the canvas the object and where it went.
public final class MadeView extends VBox {

    private static final double ROW = 23;
    private static final double NUMBER = 40;
    private static final double PROGRAM = 208;
    private static final double LIST = 720;
    private static final double SHARE = 0.54;

    private final Session session;
    private final Texts texts;
    private final Consumer<Id> reveal;
    private final ListView<Made> list = new ListView<>();
    private final MadeStep detail;
    private final Button back;
    private final Button forward;
    private final Label place = Parts.label("", "form", "muted");
    private @Nullable Object shown;
    private boolean filling;

    /// @param reveal brings an element into sight
    public MadeView(Session session, Texts texts, Consumer<Id> reveal) {
        this.session = session;
        this.texts = texts;
        this.reveal = reveal;
        this.detail = new MadeStep(session, texts);
        setId("made");
        getStyleClass().add("dock-panel");
        back = Parts.button(Icon.BACK, null, texts.get("made.back"), () -> go(-1));
        back.setId("made-back");
        forward = Parts.button(Icon.FORWARD, null, texts.get("made.forward"), () -> go(1));
        forward.setId("made-forward");
        HBox tools = Parts.row(
                "dock-tools",
                back,
                forward,
                place,
                Parts.spring(),
                Parts.label(texts.get("made.about"), "form", "muted"));
        tools.getStyleClass().add("spaced");
        list.setId("made-list");
        list.setFixedCellSize(ROW);
        list.setCellFactory(_ -> new Row());
        list.setAccessibleText(texts.get("dock.made"));
        list.setPlaceholder(Parts.label(texts.get("made.none"), "muted"));
        list.getSelectionModel().selectedItemProperty().addListener((_, _, made) -> show(made));
        list.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ENTER || e.getCode() == KeyCode.F4) {
                reveal(list.getSelectionModel().getSelectedItem());
                e.consume();
            }
        });
        var table = new VBox(header(), list);
        table.getStyleClass().add("trace-table");
        VBox.setVgrow(list, Priority.ALWAYS);
        var body = new HBox(table, detail);
        HBox.setHgrow(detail, Priority.ALWAYS);
        detail.setMinWidth(0);
        table.prefWidthProperty().bind(Bindings.min(LIST, body.widthProperty().multiply(SHARE)));
        table.setMinWidth(Region.USE_PREF_SIZE);
        table.setMaxWidth(Region.USE_PREF_SIZE);
        VBox.setVgrow(body, Priority.ALWAYS);
        body.setMinSize(0, 0);
        getChildren().addAll(tools, body);
        session.on(Topic.NETWORK, this::fill);
        session.on(Topic.TABS, this::fill);
        visibleProperty().addListener((_, _, _) -> fill());
        fill();
    }

    private HBox header() {
        HBox row = Parts.row("trace-header");
        row.getChildren()
                .addAll(
                        column("#", NUMBER, "number"),
                        column(texts.get("made.program"), PROGRAM),
                        Parts.label(texts.get("made.does")));
        return row;
    }

    private static Label column(String text, double width, String... classes) {
        Label label = Parts.label(text, classes);
        label.setMinWidth(width);
        label.setPrefWidth(width);
        label.setMaxWidth(width);
        return label;
    }

    /// Nobody asks while the panel is hidden: a large cluster takes its time.
    private void fill() {
        var compiled = session.document().map(d -> d.simulation().compiled()).orElse(null);
        if (!isVisible() || compiled == shown) {
            return;
        }
        shown = compiled;
        int at = list.getSelectionModel().getSelectedIndex();
        filling = true;
        list.getItems()
                .setAll(
                        compiled == null
                                ? List.of()
                                : session.document()
                                        .map(Document::design)
                                        .map(design -> Reconciliation.of(design, compiled))
                                        .orElse(List.of()));
        list.getSelectionModel()
                .clearAndSelect(Math.clamp(at, 0, Math.max(0, list.getItems().size() - 1)));
        filling = false;
        show(list.getSelectionModel().getSelectedItem());
    }

    private void go(int by) {
        int to = list.getSelectionModel().getSelectedIndex() + by;
        if (to >= 0 && to < list.getItems().size()) {
            list.getSelectionModel().clearAndSelect(to);
            list.getFocusModel().focus(to);
            Scrolling.reveal(list, to, list::scrollTo);
        }
    }

    /// Selects on the canvas what the step is about: the object, and where its making went.
    private void show(@Nullable Made made) {
        int at = list.getSelectionModel().getSelectedIndex();
        int count = list.getItems().size();
        back.setDisable(at <= 0);
        forward.setDisable(at < 0 || at >= count - 1);
        place.setText(
                made == null
                        ? ""
                        : texts.get(count == Reconciliation.MOST ? "made.place.cut" : "made.place", at + 1, count));
        detail.show(made, at + 1);
        if (made != null && !filling) {
            var about = new LinkedHashSet<Id>();
            about.add(made.from());
            about.addAll(made.at());
            session.select(new ArrayList<>(about));
        }
    }

    private void reveal(@Nullable Made made) {
        if (made != null) {
            reveal.accept(made.from());
        }
    }

    private final class Row extends ListCell<Made> {
        Row() {
            getStyleClass().add("trace-row");
        }

        @Override
        protected void updateItem(@Nullable Made made, boolean empty) {
            super.updateItem(made, empty);
            setText(null);
            setGraphic(null);
            setTooltip(null);
            if (empty || made == null) {
                return;
            }
            String sentence = texts.of(made.text());
            Label does = Parts.label(sentence);
            does.setMinWidth(0);
            does.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(does, Priority.ALWAYS);
            HBox row = Parts.row(
                    "trace-cells",
                    column(String.valueOf(getIndex() + 1), NUMBER, "number", "mono-table"),
                    column(made.controller(), PROGRAM, "mono-table"),
                    does);
            row.prefWidthProperty().bind(list.widthProperty().subtract(1));
            row.setMaxWidth(Region.USE_PREF_SIZE);
            setGraphic(row);
            setTooltip(new Tooltip(made.controller() + ": " + sentence));
            setAccessibleText(texts.get("made.row", getIndex() + 1, made.controller(), sentence));
        }
    }
}
