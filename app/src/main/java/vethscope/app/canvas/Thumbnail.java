package vethscope.app.canvas;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Pane;
import org.jspecify.annotations.Nullable;
import vethscope.app.paint.FxPen;
import vethscope.app.paint.ScenePainter;
import vethscope.app.paint.Theme;
import vethscope.app.paint.Traffic;
import vethscope.app.paint.View;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.model.Design;

/// A drawing as a small picture: blocks and lines, no text. It is read and laid out away from the window's thread.
public final class Thumbnail extends Pane {

    private static final double MARGIN = 12;
    private static final double MOST = 0.5;

    private final Canvas canvas = new Canvas();
    private final FxPen pen;
    private @Nullable Scene scene;

    /// @param told gets the drawing once it was read
    public Thumbnail(Supplier<Optional<Design>> design, Theme theme, Consumer<Design> told) {
        pen = new FxPen(canvas.getGraphicsContext2D(), theme);
        getChildren().add(canvas);
        setMinSize(0, 0);
        Thread.ofVirtual()
                .start(() -> design.get()
                        .map(Scene::of)
                        .ifPresent(found -> Platform.runLater(() -> {
                            scene = found;
                            told.accept(found.design());
                            requestLayout();
                        })));
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        canvas.getGraphicsContext2D().clearRect(0, 0, getWidth(), getHeight());
        if (scene != null) {
            draw(scene);
        }
    }

    private void draw(Scene found) {
        Rect all = found.bounds();
        double across = (getWidth() - 2 * MARGIN) / Math.max(1, all.w());
        double down = (getHeight() - 2 * MARGIN) / Math.max(1, all.h());
        double zoom = Math.min(MOST, Math.min(across, down));
        if (zoom > 0) {
            pen.at(
                    getWidth() / 2 - all.centerX() * zoom,
                    getHeight() / 2 - all.centerY() * zoom,
                    zoom,
                    () -> ScenePainter.paint(found, View.THUMBNAIL, Traffic.NONE, all, pen));
        }
    }
}
