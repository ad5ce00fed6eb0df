package vethscope.app.shell;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
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

    private static final double PALETTE_SHARE = 0.668;

    private final Window window;
    private final Overlay overlay = new Overlay();
    private final CanvasView canvas;
    private final SendBarView sendBar;
    private final DockView dock;
    private final Frame frame;
    private final Actions actions;
    private final StackPane root;

    Content(Window window, Theme theme) {
        this.window = window;
        Session session = window.session();
        Texts texts = window.texts();
        var glyphs = new GlyphNode(theme);
        canvas = new CanvasView(session, texts, theme, window.settings());
        sendBar = new SendBarView(session, texts, glyphs, canvas, () -> dock().open(DockView.Tab.PROBLEMS));
        dock = new DockView(window, glyphs, theme, canvas);
        actions = new Actions(window, this);
        var palette = new PaletteView(texts, glyphs, canvas::place);
        var outline = new OutlineView(session, texts, glyphs);
        outline.setMinHeight(0);
        outline.setPrefHeight(0);
        var left = new VBox(palette, outline);
        left.setId("left");
        palette.prefHeightProperty().bind(left.heightProperty().multiply(PALETTE_SHARE));
        palette.minHeightProperty().bind(palette.prefHeightProperty());
        VBox.setVgrow(outline, Priority.ALWAYS);
        var middle = new VBox(sendBar, canvas);
        VBox.setVgrow(canvas, Priority.ALWAYS);
        frame = new Frame(
                left,
                middle,
                new InspectorView(session, texts, glyphs),
                dock,
                window.settings().panels(),
                p -> window.set(s -> s.withPanels(p)));
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
        which.run();
        return new VBox(
                new MenuView(window, actions),
                toolbar,
                new BannerView(session, texts),
                body,
                new StatusView(session, texts, dock.player()));
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
