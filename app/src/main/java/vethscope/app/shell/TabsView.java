package vethscope.app.shell;

import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.AccessibleRole;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import vethscope.app.session.Document;
import vethscope.app.session.Session;
import vethscope.app.session.Topic;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;

/// One chip for each open drawing; a dot says that it has unsaved changes.
final class TabsView extends HBox {

    private static final double LONGEST = 150;
    /// So much of a name stays in a narrow window; of the drawing that is shown, more.
    private static final double SHORTEST = 32;

    private final Window window;
    private final Session session;
    private final Texts texts;

    TabsView(Window window) {
        this.window = window;
        this.session = window.session();
        this.texts = window.texts();
        setId("tabs");
        setMinWidth(0);
        var clip = new Rectangle();
        clip.widthProperty().bind(widthProperty());
        clip.heightProperty().bind(heightProperty());
        setClip(clip);
        session.on(Topic.TABS, this::fill);
        fill();
    }

    private void fill() {
        getChildren().setAll(session.documents().stream().map(this::chip).toList());
    }

    private HBox chip(Document document) {
        boolean shown =
                session.document().filter(d -> d.key() == document.key()).isPresent();
        HBox chip = Parts.row("tab-chip");
        if (shown) {
            chip.getStyleClass().add("on");
        }
        if (document.modified()) {
            var dot = new Region();
            dot.getStyleClass().add("tab-dot");
            chip.getChildren().add(dot);
        }
        var name = Parts.label(document.title());
        name.setMaxWidth(LONGEST);
        name.setMinWidth(shown ? 2 * SHORTEST : SHORTEST);
        Optional<String> file = document.origin().path().map(Path::toString);
        Parts.tip(name, file.map(f -> document.title() + "\n" + f).orElse(document.title()));
        var close = Parts.button(
                Icon.CLOSE,
                null,
                texts.get("tab.close", document.title()),
                () -> window.drawings().close(document));
        close.setGraphic(Icon.CLOSE.node(12));
        close.getStyleClass().add("tab-close");
        close.setFocusTraversable(false);
        chip.getChildren().add(name);
        place(document).ifPresent(place -> {
            var where = Parts.label(place, "small", "muted");
            where.setMaxWidth(LONGEST / 2);
            chip.getChildren().add(where);
        });
        chip.getChildren().add(close);
        chip.setId("tab-" + document.key());
        chip.setFocusTraversable(true);
        chip.setAccessibleRole(AccessibleRole.TAB_ITEM);
        chip.setAccessibleText(document.title() + (document.modified() ? ", " + texts.get("tab.modified") : ""));
        chip.setOnMousePressed(e -> {
            if (e.getButton() == MouseButton.MIDDLE) {
                window.drawings().close(document);
            } else {
                current(document);
            }
        });
        chip.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ENTER || e.getCode() == KeyCode.SPACE) {
                current(document);
                e.consume();
            }
        });
        return chip;
    }

    /// What tells it from another of the same title: its folder.
    private Optional<String> place(Document document) {
        boolean clash = session.documents().stream()
                .anyMatch(d -> d.key() != document.key() && d.title().equals(document.title()));
        return document.origin()
                .path()
                .filter(_ -> clash)
                .map(file -> file.toAbsolutePath().getParent())
                .map(folder -> String.valueOf(folder.getFileName()));
    }

    private void current(Document document) {
        session.documents().stream()
                .filter(d -> d.key() == document.key())
                .findFirst()
                .ifPresent(session::show);
    }
}
