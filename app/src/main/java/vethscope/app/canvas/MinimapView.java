package vethscope.app.canvas;

import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Pane;
import vethscope.app.paint.FxPen;
import vethscope.app.paint.ScenePainter;
import vethscope.app.paint.Stroke;
import vethscope.app.paint.Style;
import vethscope.app.paint.Theme;
import vethscope.app.paint.Token;
import vethscope.app.paint.Traffic;
import vethscope.app.paint.View;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.model.Layout.Point;

/// The whole drawing in a corner, with a frame around the part that is seen. A press looks there.
final class MinimapView extends Pane {

    static final double WIDTH = 200;
    static final double HEIGHT = 128;

    private static final double MARGIN = 8;
    /// The canvas is at least so many times as wide and as high.
    private static final double ROOM = 3;

    private final CanvasView canvas;
    private final Canvas drawing = new Canvas(WIDTH, HEIGHT);
    private final Canvas over = new Canvas(WIDTH, HEIGHT);
    private final FxPen pen;
    private final FxPen overPen;
    private Scene drawn = Scene.of(vethscope.model.Design.EMPTY);
    private double zoom = 1;
    private boolean wanted;

    MinimapView(CanvasView canvas, Theme theme, String name) {
        this.canvas = canvas;
        this.pen = new FxPen(drawing.getGraphicsContext2D(), theme);
        this.overPen = new FxPen(over.getGraphicsContext2D(), theme);
        setId("minimap");
        setAccessibleText(name);
        getStyleClass().add("float");
        setVisible(false);
        setManaged(false);
        resize(WIDTH, HEIGHT);
        getChildren().addAll(drawing, over);
        setOnMousePressed(e -> {
            look(e.getX(), e.getY());
            e.consume();
        });
        setOnMouseDragged(e -> {
            look(e.getX(), e.getY());
            e.consume();
        });
        setOnMouseReleased(e -> e.consume());
    }

    void wanted(boolean wanted) {
        this.wanted = wanted;
    }

    /// Only where something is out of sight, and where it does not cover much of what is in sight.
    boolean helps() {
        return wanted
                && canvas.getWidth() >= ROOM * WIDTH
                && canvas.getHeight() >= ROOM * HEIGHT
                && !canvas.scene().shapes().isEmpty()
                && !canvas.seen().contains(canvas.scene().bounds());
    }

    void follow(Scene scene, Rect seen) {
        boolean shown = helps();
        setVisible(shown);
        if (!shown) {
            return;
        }
        if (scene != drawn) {
            drawn = scene;
            paint(scene);
        }
        over.getGraphicsContext2D().clearRect(0, 0, WIDTH, HEIGHT);
        Rect all = scene.bounds();
        var frame = new Rect(
                WIDTH / 2 + (seen.x() - all.centerX()) * zoom,
                HEIGHT / 2 + (seen.y() - all.centerY()) * zoom,
                seen.w() * zoom,
                seen.h() * zoom);
        overPen.clip(
                new Rect(2, 2, WIDTH - 4, HEIGHT - 4),
                () -> overPen.rect(frame, 2, new Style(Token.ACCENT.ink(0.08), Stroke.of(Token.ACCENT, 1.5), false)));
    }

    private void paint(Scene scene) {
        drawing.getGraphicsContext2D().clearRect(0, 0, WIDTH, HEIGHT);
        Rect all = scene.bounds();
        zoom = Math.min((WIDTH - 2 * MARGIN) / Math.max(1, all.w()), (HEIGHT - 2 * MARGIN) / Math.max(1, all.h()));
        pen.at(
                WIDTH / 2 - all.centerX() * zoom,
                HEIGHT / 2 - all.centerY() * zoom,
                zoom,
                () -> ScenePainter.paint(scene, View.THUMBNAIL, Traffic.NONE, all, pen));
    }

    private void look(double x, double y) {
        Rect all = drawn.bounds();
        canvas.center(new Point(all.centerX() + (x - WIDTH / 2) / zoom, all.centerY() + (y - HEIGHT / 2) / zoom));
    }
}
