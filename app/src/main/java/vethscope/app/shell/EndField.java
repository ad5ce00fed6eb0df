package vethscope.app.shell;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.geometry.Bounds;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.stage.Popup;
import org.jspecify.annotations.Nullable;
import vethscope.app.widget.Glyph;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;

/// One end of a packet: a field that suggests what the drawing has.
final class EndField extends HBox {

    private static final int ROWS = 8;
    private static final double ROW = 28;

    private final Glyph glyphs;
    private final Supplier<List<Suggestion>> offers;
    private final Function<String, String> kind;
    private final Consumer<String> commit;
    private final TextField text = new TextField();
    private final Pane picture = new Pane();
    private final Pane open = new Pane(Icon.DOWN.node(14));
    private final ListView<Suggestion> list = new ListView<>();
    private final Popup popup = new Popup();
    private boolean setting;

    /// @param kind the kind of the element that a text names, empty if it names none
    EndField(
            String name,
            String hint,
            Glyph glyphs,
            Supplier<List<Suggestion>> offers,
            Function<String, String> kind,
            Consumer<String> commit) {
        this.glyphs = glyphs;
        this.offers = offers;
        this.kind = kind;
        this.commit = commit;
        getStyleClass().add("send-field");
        text.setAccessibleText(name);
        text.setPromptText(hint);
        text.setMinWidth(20);
        HBox.setHgrow(text, Priority.ALWAYS);
        text.textProperty().addListener((_, _, _) -> typed());
        text.focusedProperty().addListener((_, _, focused) -> left(focused));
        text.addEventFilter(KeyEvent.KEY_PRESSED, this::steer);
        open.setMinSize(14, 14);
        open.setMaxSize(14, 14);
        open.setOnMouseClicked(_ -> {
            text.requestFocus();
            text.selectAll();
            offer("");
        });
        getChildren().addAll(picture, text, open);
        list.getStyleClass().add("suggestions");
        list.setFixedCellSize(ROW);
        list.setCellFactory(_ -> new Row());
        list.setOnMouseClicked(_ -> choose());
        list.setFocusTraversable(false);
        popup.getContent().add(list);
        popup.setAutoHide(true);
    }

    TextField text() {
        return text;
    }

    /// Keeps to what has to be read.
    void narrow(boolean narrow, double width, double least) {
        setPrefWidth(width);
        setMinWidth(least);
        open.setVisible(!narrow);
        open.setManaged(!narrow);
    }

    void show(String value) {
        setting = true;
        if (!text.getText().equals(value)) {
            text.setText(value);
        }
        picture(value);
        setting = false;
    }

    private void picture(String value) {
        String found = kind.apply(value.strip());
        picture.getChildren().setAll(found.isEmpty() ? List.of() : List.of(glyphs.node(found, 16)));
        picture.setManaged(!found.isEmpty());
        picture.setMinSize(16, 16);
        picture.setMaxSize(16, 16);
    }

    private void typed() {
        if (!setting && text.isFocused()) {
            offer(text.getText().strip());
            picture(text.getText());
        }
    }

    private void left(boolean focused) {
        if (!focused) {
            popup.hide();
            commit();
        }
    }

    private void commit() {
        commit.accept(text.getText().strip());
    }

    private void offer(String typed) {
        List<Suggestion> found =
                offers.get().stream().filter(s -> s.matches(typed)).toList();
        if (found.isEmpty() || getScene() == null || getScene().getWindow() == null) {
            popup.hide();
            return;
        }
        list.getItems().setAll(found);
        list.setPrefSize(Math.max(240, getWidth()), Math.min(ROWS, found.size()) * ROW + 10);
        list.getSelectionModel().clearSelection();
        Bounds at = localToScreen(getBoundsInLocal());
        popup.show(this, at.getMinX(), at.getMaxY() + 4);
    }

    private void steer(KeyEvent event) {
        KeyCode code = event.getCode();
        if (code == KeyCode.DOWN && !popup.isShowing()) {
            offer("");
            event.consume();
        } else if ((code == KeyCode.DOWN || code == KeyCode.UP) && popup.isShowing()) {
            int next = list.getSelectionModel().getSelectedIndex() + (code == KeyCode.DOWN ? 1 : -1);
            list.getSelectionModel().select(Math.clamp(next, 0, list.getItems().size() - 1));
            list.scrollTo(Math.max(0, next - 3));
            event.consume();
        } else if (code == KeyCode.ENTER
                && popup.isShowing()
                && list.getSelectionModel().getSelectedItem() != null) {
            choose();
            event.consume();
        } else if (code == KeyCode.ENTER) {
            commit();
        } else if (code == KeyCode.ESCAPE && popup.isShowing()) {
            popup.hide();
            event.consume();
        }
    }

    private void choose() {
        Suggestion chosen = list.getSelectionModel().getSelectedItem();
        if (chosen != null) {
            show(chosen.value());
            text.positionCaret(chosen.value().length());
            popup.hide();
            commit();
        }
    }

    private final class Row extends ListCell<Suggestion> {
        @Override
        protected void updateItem(@Nullable Suggestion suggestion, boolean empty) {
            super.updateItem(suggestion, empty);
            setText(null);
            setGraphic(null);
            if (!empty && suggestion != null) {
                setGraphic(Parts.row(
                        "suggestion",
                        glyphs.node(suggestion.kind(), 16),
                        Parts.label(suggestion.value()),
                        Parts.spring(),
                        Parts.label(suggestion.detail(), "mono-small", "muted")));
            }
        }
    }
}
