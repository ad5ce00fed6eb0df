package vethscope.app.canvas;

import java.util.Optional;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Pane;
import vethscope.app.paint.FxPen;
import vethscope.app.paint.ScenePainter;
import vethscope.app.paint.Theme;
import vethscope.app.paint.Traffic;
import vethscope.app.paint.View;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.model.Design;

/// A drawing as a small picture: blocks and lines, no text.
public final class Thumbnail extends Pane {

    private static final double MARGIN = 12;
    private static final double MOST = 0.5;

    private final Canvas canvas = new Canvas();
    private final Scene scene;
    private final FxPen pen;

    public Thumbnail(Optional<Design> design, Theme theme) {
        scene = Scene.of(design.orElse(Design.EMPTY));
        pen = new FxPen(canvas.getGraphicsContext2D(), theme);
        getChildren().add(canvas);
        setMinSize(0, 0);
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        canvas.getGraphicsContext2D().clearRect(0, 0, getWidth(), getHeight());
        Rect all = scene.bounds();
        double zoom = Math.min(
                MOST,
                Math.min(
                        (getWidth() - 2 * MARGIN) / Math.max(1, all.w()),
                        (getHeight() - 2 * MARGIN) / Math.max(1, all.h())));
        if (zoom > 0) {
            pen.at(
                    getWidth() / 2 - all.centerX() * zoom,
                    getHeight() / 2 - all.centerY() * zoom,
                    zoom,
                    () -> ScenePainter.paint(scene, View.THUMBNAIL, Traffic.NONE, all, pen));
        }
    }
}
