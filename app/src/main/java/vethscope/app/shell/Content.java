package vethscope.app.shell;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import vethscope.app.canvas.CanvasView;
import vethscope.app.inspect.InspectorView;
import vethscope.app.outline.OutlineView;
import vethscope.app.paint.Theme;
import vethscope.app.palette.PaletteView;
import vethscope.app.session.Session;
import vethscope.app.session.Topic;
import vethscope.app.widget.GlyphNode;
import vethscope.app.widget.Texts;

/// Everything in the window, for one language and one theme.
final class Content {

    private final Window window;
    private final Overlay overlay = new Overlay();
    private final CanvasView canvas;
    private final SendBarView sendBar;
    private final OutlineView outline;
    private final DockView dock;
    private final Frame frame;
    private final Actions actions;
    private final StackPane root;
    private final Label caption = new Label();
    private List<Node> around = List.of();
    private boolean presenting;
    private long focused;

    Content(Window window, Theme theme) {
        this.window = window;
        Session session = window.session();
        Texts texts = window.texts();
        var glyphs = new GlyphNode(theme);
        canvas = new CanvasView(session, texts, theme, window.settings(), window.outlook());
        sendBar = new SendBarView(session, texts, glyphs, canvas, () -> dock().open(DockView.Tab.PROBLEMS));
        dock = new DockView(window, glyphs, theme, canvas);
        actions = new Actions(window, this);
        var menus = new PanelMenus(texts, () -> actions());
        outline = new OutlineView(session, texts, glyphs);
        var left = new LeftView(texts, menus, new PaletteView(texts, glyphs, canvas::place), outline);
        caption.getStyleClass().add("caption");
        caption.setVisible(false);
        caption.setWrapText(true);
        caption.setMouseTransparent(true);
        // a full screen takes its size when the system gives it
        canvas.layoutBoundsProperty().addListener((_, _, _) -> {
            if (presenting) {
                Platform.runLater(canvas::fit);
            }
        });
        session.on(Set.of(Topic.STEP, Topic.TRACE, Topic.TABS), this::caption);
        var stage = new StackPane(canvas, caption);
        StackPane.setAlignment(caption, Pos.BOTTOM_CENTER);
        stage.setMinSize(0, 0);
        var middle = new VBox(sendBar, stage);
        VBox.setVgrow(stage, Priority.ALWAYS);
        frame = new Frame(
                left,
                middle,
                new InspectorView(
                        session,
                        texts,
                        glyphs,
                        menus.button(
                                "inspector",
                                List.of(
                                        "rename",
                                        "fit-selection",
                                        "",
                                        "cut",
                                        "copy",
                                        "duplicate",
                                        "delete",
                                        "",
                                        "show-right"))),
                dock,
                window.settings().panels(),
                p -> window.set(s -> s.withPanels(p)));
        frame.widthProperty().addListener((_, _, width) -> left.tabbed(Frame.isNarrow(width.doubleValue())));
        root = new StackPane(column(texts, theme), overlay);
        root.setAlignment(Pos.TOP_LEFT);
        new Keys(actions, canvas).install(root);
        new CanvasMenu(actions, session, texts, canvas);
    }

    private VBox column(Texts texts, Theme theme) {
        Session session = window.session();
        var toolbar = new ToolbarView(window, actions, canvas);
        var welcome = new WelcomeView(window, actions, theme);
        var body = new StackPane(frame, welcome);
        VBox.setVgrow(body, Priority.ALWAYS);
        Runnable which = () -> {
            boolean drawing = session.document().isPresent();
            frame.setVisible(drawing);
            toolbar.setVisible(drawing);
            toolbar.setManaged(drawing);
            welcome.setVisible(!drawing);
            if (!drawing) {
                welcome.refresh();
            }
        };
        session.on(Topic.TABS, which);
        session.on(Topic.TABS, this::focusDrawing);
        which.run();
        var menu = new MenuView(window, actions);
        var status = new StatusView(session, texts, dock.player());
        around = List.of(menu, toolbar, status);
        return new VBox(menu, toolbar, new BannerView(session, texts), body, status);
    }

    /// A drawing that comes to the front takes the keyboard.
    private void focusDrawing() {
        long key = window.session().document().map(d -> d.key()).orElse(0L);
        if (key != focused) {
            focused = key;
            Platform.runLater(canvas::requestFocus);
        }
    }

    /// Only canvas, send bar and what happens at the step, or everything again.
    void present() {
        presenting = !presenting;
        around.forEach(node -> {
            node.setVisible(!presenting);
            node.setManaged(!presenting);
        });
        frame.present(presenting);
        caption();
        window.fullScreen(presenting);
        canvas.requestFocus();
        Platform.runLater(() -> Platform.runLater(canvas::fit));
    }

    private void caption() {
        var player = dock.player();
        caption.setText(
                player.lines().isEmpty()
                        ? ""
                        : window.texts()
                                .get(
                                        "present.caption",
                                        player.at() + 1,
                                        player.lines().size(),
                                        player.sentence()));
        caption.setVisible(presenting && !caption.getText().isEmpty());
    }

    /// Moves the focus to the next region of the window, or the one before.
    void cycle(int by) {
        List<Node> regions =
                List.of("#toolbar", "#palette", "#outline", "#sendbar", "#canvas", "#inspector", "#dock").stream()
                        .map(root::lookup)
                        .filter(java.util.Objects::nonNull)
                        .filter(Node::isVisible)
                        .toList();
        Node owner = root.getScene().getFocusOwner();
        int now = -1;
        for (int i = 0; i < regions.size(); i++) {
            for (Node at = owner; at != null; at = at.getParent()) {
                now = at == regions.get(i) ? i : now;
            }
        }
        Node next = regions.get(Math.floorMod(now + by, regions.size()));
        (next == canvas ? Optional.<Node>of(canvas) : Regions.first(next)).ifPresent(Node::requestFocus);
    }

    Parent root() {
        return root;
    }

    Overlay overlay() {
        return overlay;
    }

    CanvasView canvas() {
        return canvas;
    }

    SendBarView sendBar() {
        return sendBar;
    }

    OutlineView outline() {
        return outline;
    }

    DockView dock() {
        return dock;
    }

    Actions actions() {
        return actions;
    }

    /// Opens the search over commands and elements.
    void palette(String start) {
        var palette = new CommandPalette(window, actions, start, overlay::hide);
        overlay.show(palette, Pos.TOP_CENTER, palette.field());
    }

    void showKeys() {
        overlay.show(new KeysCard(window.texts(), actions, overlay::hide), Pos.CENTER, overlay);
    }

    void showAbout() {
        Texts texts = window.texts();
        overlay.ask(
                "Vethscope",
                texts.get("about.text"),
                List.of(new Overlay.Choice("about-close", texts.get("about.close"), true, () -> {})));
    }

    /// A setting changed that needs no new building.
    void settled() {
        frame.show(window.settings().panels());
        canvas.settle(window.settings());
        actions.refresh();
    }
}
