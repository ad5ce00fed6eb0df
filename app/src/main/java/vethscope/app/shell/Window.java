package vethscope.app.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import vethscope.app.canvas.Outlook;
import vethscope.app.session.Places;
import vethscope.app.session.Session;
import vethscope.app.session.Settings;
import vethscope.app.session.Topic;
import vethscope.app.widget.Texts;

/// The window: builds its content for a language and a theme, and builds it anew when one of them changes.
public final class Window {

    private static final double WIDTH = 1440;
    private static final double HEIGHT = 900;

    private final Stage stage;
    private final Session session;
    private final Desk desk;
    private final Drawings drawings;
    private final Outlook outlook = new Outlook();
    private final Scene scene = new Scene(new StackPane(), WIDTH, HEIGHT);
    private Settings settings;
    private Texts texts;
    private Content content;

    public Window(Stage stage, Session session, Desk desk) {
        this.stage = stage;
        this.session = session;
        this.desk = desk;
        this.settings = desk.places().settings();
        this.texts = new Texts(settings.locale());
        this.drawings = new Drawings(session, desk, () -> texts, () -> content.overlay());
        Look.dress(scene, Look.theme(settings.theme()));
        this.content = build();
        Platform.getPreferences().colorSchemeProperty().addListener((_, _, _) -> dress());
        stage.setScene(scene);
        stage.setMinWidth(1024);
        stage.setMinHeight(680);
        stage.setOnCloseRequest(e -> {
            e.consume();
            quit();
        });
        acceptDrops();
    }

    /// Opens the window with these files and returns when it is closed.
    public static int open(List<Path> files) {
        Application.launch(Start.class, files.stream().map(Path::toString).toArray(String[]::new));
        return 0;
    }

    /// What JavaFX starts.
    public static final class Start extends Application {
        @Override
        public void start(Stage stage) {
            Window[] window = new Window[1];
            Places places = Places.ofUser();
            var picker = new NativePicker(stage, () -> window[0].texts, places::folder);
            window[0] = new Window(stage, new Session(Platform::runLater), new Desk(places, picker));
            window[0].show(getParameters().getRaw().stream().map(Path::of).toList());
        }
    }

    public void show(List<Path> files) {
        stage.show();
        files.forEach(drawings::open);
    }

    Session session() {
        return session;
    }

    Settings settings() {
        return settings;
    }

    Texts texts() {
        return texts;
    }

    Drawings drawings() {
        return drawings;
    }

    Outlook outlook() {
        return outlook;
    }

    Desk desk() {
        return desk;
    }

    Content content() {
        return content;
    }

    /// Changes a setting, keeps it, and shows it.
    void set(UnaryOperator<Settings> change) {
        Settings before = settings;
        settings = change.apply(before);
        desk.places().keep(settings);
        if (!settings.locale().equals(before.locale()) || settings.theme() != before.theme()) {
            dress();
        } else {
            content.settled();
        }
    }

    void fullScreen(boolean full) {
        stage.setFullScreenExitHint("");
        stage.setFullScreen(full);
    }

    void quit() {
        drawings.leave(() -> {
            session.close();
            stage.close();
            Platform.exit();
        });
    }

    private void dress() {
        Look.dress(scene, Look.theme(settings.theme()));
        content = build();
    }

    private Content build() {
        session.dismiss();
        texts = new Texts(settings.locale());
        var built = new Content(this, Look.theme(settings.theme()));
        Parent root = built.root();
        if (texts.chinese()) {
            root.getStyleClass().add("zh");
        }
        scene.setRoot(root);
        session.on(Topic.TABS, this::title);
        title();
        return built;
    }

    private void title() {
        stage.setTitle(session.document()
                .map(d -> (d.modified() ? "● " : "") + d.title() + " — Vethscope")
                .orElse("Vethscope"));
    }

    private void acceptDrops() {
        scene.setOnDragOver(e -> {
            if (e.getDragboard().hasFiles()) {
                e.acceptTransferModes(TransferMode.COPY);
                e.consume();
            }
        });
        scene.setOnDragDropped(e -> {
            if (e.getDragboard().hasFiles()) {
                e.getDragboard().getFiles().stream()
                        .map(java.io.File::toPath)
                        .filter(Files::isRegularFile)
                        .forEach(drawings::open);
                e.setDropCompleted(true);
                e.consume();
            }
        });
    }
}
