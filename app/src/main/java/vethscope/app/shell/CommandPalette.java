package vethscope.app.shell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import vethscope.app.session.Document;
import vethscope.app.widget.Facts;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;
import vethscope.model.element.Element;

/// Search over everything that can be done and everything that is drawn. `>` shows commands only, `@` elements,
/// `:` goes to a step.
final class CommandPalette extends VBox {

    static final String ELEMENTS = "@";

    private static final int MOST = 200;

    /// One line of the list.
    private record Entry(String text, String detail, boolean enabled, Runnable run) {}

    private final Window window;
    private final Actions actions;
    private final Texts texts;
    private final Runnable close;
    private final TextField field;
    private final ListView<Entry> list = new ListView<>();

    CommandPalette(Window window, Actions actions, String start, Runnable close) {
        this.window = window;
        this.actions = actions;
        this.texts = window.texts();
        this.close = close;
        getStyleClass().addAll("float", "command-palette");
        setId("command-palette");
        field = Parts.search(texts.get("palette.prompt"));
        field.setId("command-search");
        field.setText(start);
        field.positionCaret(start.length());
        field.textProperty().addListener((_, _, _) -> fill());
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::steer);
        list.setFixedCellSize(28);
        list.setCellFactory(_ -> new Row());
        list.setOnMouseClicked(_ -> run());
        list.setFocusTraversable(false);
        list.setAccessibleText(texts.get("palette.prompt"));
        setAlignment(Pos.TOP_LEFT);
        getChildren().addAll(Parts.searchBox(field), list);
        fill();
    }

    TextField field() {
        return field;
    }

    private void steer(KeyEvent event) {
        int at = list.getSelectionModel().getSelectedIndex();
        KeyCode code = event.getCode();
        if (code == KeyCode.DOWN || code == KeyCode.UP) {
            int next = Math.clamp(
                    at + (code == KeyCode.DOWN ? 1 : -1),
                    0,
                    Math.max(0, list.getItems().size() - 1));
            list.getSelectionModel().select(next);
            list.scrollTo(Math.max(0, next - 5));
            event.consume();
        } else if (code == KeyCode.ENTER) {
            run();
            event.consume();
        }
    }

    private void run() {
        Entry entry = list.getSelectionModel().getSelectedItem();
        if (entry != null && entry.enabled()) {
            close.run();
            entry.run().run();
        }
    }

    private void fill() {
        String typed = field.getText();
        String wanted = typed.replaceFirst("^[>@:]", "").strip().toLowerCase(Locale.ROOT);
        var found = new ArrayList<Entry>();
        if (typed.startsWith(":")) {
            steps(wanted, found);
        } else {
            if (!typed.startsWith(ELEMENTS)) {
                actions.all().stream()
                        .map(this::entry)
                        .filter(e -> matches(e, wanted))
                        .forEach(found::add);
            }
            if (!typed.startsWith(">")) {
                window.session().document().ifPresent(d -> elements(d, wanted, found));
            }
            found.sort(Comparator.comparing((Entry e) -> !e.enabled())
                    .thenComparing(e -> !e.text().toLowerCase(Locale.ROOT).startsWith(wanted)));
        }
        list.getItems().setAll(found.subList(0, Math.min(MOST, found.size())));
        list.setPlaceholder(Parts.label(texts.get("palette.nothing", typed), "muted"));
        list.getSelectionModel().selectFirst();
        list.setPrefHeight(Math.clamp(list.getItems().size(), 2, 12) * 28.0 + 2);
    }

    private Entry entry(Action action) {
        return new Entry(action.text(texts), action.keyText(), action.enabled().getAsBoolean(), action::perform);
    }

    private static boolean matches(Entry entry, String wanted) {
        String text = entry.text().toLowerCase(Locale.ROOT);
        int at = 0;
        for (int i = 0; i < wanted.length(); i++) {
            at = text.indexOf(wanted.charAt(i), at) + 1;
            if (at == 0) {
                return false;
            }
        }
        return true;
    }

    private void elements(Document document, String wanted, List<Entry> found) {
        for (Element element : document.design().topology().elements().values()) {
            var entry = new Entry(Facts.name(element), Facts.address(element), true, () -> {
                window.session().select(List.of(element.id()));
                window.content().canvas().fitSelection();
            });
            if (matches(entry, wanted) || entry.detail().startsWith(wanted)) {
                found.add(entry);
            }
        }
    }

    private void steps(String wanted, List<Entry> found) {
        var player = window.content().dock().player();
        int steps = player.lines().size();
        for (int n = 1; n <= steps; n++) {
            if (String.valueOf(n).startsWith(wanted)) {
                int line = n - 1;
                found.add(new Entry(texts.get("step.of", n, steps), "", true, () -> player.move(line)));
            }
        }
    }

    private static final class Row extends ListCell<Entry> {
        @Override
        protected void updateItem(@Nullable Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            setText(null);
            setGraphic(null);
            if (!empty && entry != null) {
                var text = Parts.label(entry.text());
                text.setDisable(!entry.enabled());
                setGraphic(Parts.row("command-row", text, Parts.spring(), Parts.label(entry.detail(), "key-hint")));
                setAccessibleText(entry.text() + " " + entry.detail());
            }
        }
    }
}
