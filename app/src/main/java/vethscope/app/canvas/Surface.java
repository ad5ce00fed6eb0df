package vethscope.app.canvas;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import vethscope.app.font.Weight;
import vethscope.app.paint.Badge;
import vethscope.app.paint.Brush;
import vethscope.app.paint.Detail;
import vethscope.app.paint.FxPen;
import vethscope.app.paint.GhostPainter;
import vethscope.app.paint.Lettering;
import vethscope.app.paint.ScenePainter;
import vethscope.app.paint.Stroke;
import vethscope.app.paint.Style;
import vethscope.app.paint.Theme;
import vethscope.app.paint.Token;
import vethscope.app.paint.Traffic;
import vethscope.app.paint.View;
import vethscope.app.scene.Hit;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.app.session.Document;
import vethscope.app.session.Settings;
import vethscope.app.tool.Hint;
import vethscope.app.widget.Texts;
import vethscope.engine.finding.Finding;
import vethscope.model.Id;
import vethscope.model.Layout.Point;

/// Draws the scene on one canvas, and on another above it what changes often: selection, hints, the packet.
final class Surface {

    private static final double DOTS = 16;

    /// What an edit would make of the drawing.
    record Ghost(Scene then, String title) {}

    private final Canvas drawing;
    private final Canvas over;
    private final FxPen pen;
    private final FxPen overPen;
    private final Texts texts;
    private Settings.Labels labels = Settings.Labels.INTERFACES;
    private Detail detail = Detail.INTERFACES;
    private double zoom = 1;

    Surface(Canvas drawing, Canvas over, Theme theme, Texts texts) {
        this.drawing = drawing;
        this.over = over;
        this.pen = new FxPen(drawing.getGraphicsContext2D(), theme);
        this.overPen = new FxPen(over.getGraphicsContext2D(), theme);
        this.texts = texts;
    }

    void labels(Settings.Labels labels) {
        this.labels = labels;
    }

    void draw(Scene scene, Lens lens, Optional<Document> document, Optional<Id> hovered, Traffic traffic) {
        clear(drawing);
        dots(lens);
        detail = Detail.of(lens.zoom(), zoom, detail);
        zoom = lens.zoom();
        Rect seen = lens.seen(drawing.getWidth(), drawing.getHeight());
        View view = new View(
                lens.zoom(),
                most(detail),
                false,
                document.map(Document::selection).orElse(Set.of()),
                picked(scene, document),
                hovered.map(Hit.OfElement::new),
                document.map(Surface::badges).orElse(Map.of()));
        pen.at(lens.x(), lens.y(), lens.zoom(), () -> ScenePainter.paint(scene, view, traffic, seen, pen));
        if (scene.shapes().isEmpty() && document.isPresent()) {
            String hint = texts.get("canvas.empty");
            pen.text(
                    hint,
                    drawing.getWidth() / 2,
                    drawing.getHeight() / 2,
                    Lettering.ui(13, Weight.REGULAR, Token.TEXT2).middle());
        }
    }

    private static Set<Hit> picked(Scene scene, Optional<Document> document) {
        return document.flatMap(Document::link).stream()
                .flatMap(link -> scene.lines().stream().filter(line -> link.equals(line.link())))
                .map(line -> new Hit.OfLine(line.key()))
                .collect(Collectors.toSet());
    }

    /// No more than the user wants to read.
    private Detail most(Detail near) {
        Detail wanted = switch (labels) {
            case NAMES -> Detail.NAMES;
            case ADDRESSES -> Detail.ADDRESSES;
            case INTERFACES -> Detail.INTERFACES;
            case MACS -> Detail.ALL;
        };
        return near.shows(wanted) ? wanted : near;
    }

    private static Map<Id, Badge> badges(Document document) {
        var badges = new HashMap<Id, Badge>();
        for (Finding finding : document.simulation().findings()) {
            if (finding.where() != null) {
                badges.merge(
                        finding.where(),
                        Badge.valueOf(finding.severity().name()),
                        (a, b) -> a.compareTo(b) <= 0 ? a : b);
            }
        }
        return badges;
    }

    private void dots(Lens view) {
        double step = DOTS * view.zoom();
        if (step < 8) {
            return;
        }
        GraphicsContext gc = drawing.getGraphicsContext2D();
        gc.setFill(pen.colour(Token.GRID.ink()));
        double size = 1.6 * Math.min(1.5, view.zoom());
        double firstX = Math.floorMod((long) (view.x() + step / 2), (long) Math.max(1, step));
        double firstY = Math.floorMod((long) (view.y() + step / 2), (long) Math.max(1, step));
        for (double x = firstX; x < drawing.getWidth(); x += step) {
            for (double y = firstY; y < drawing.getHeight(); y += step) {
                gc.fillOval(x - size / 2, y - size / 2, size, size);
            }
        }
    }

    void drawOver(Scene scene, Lens view, List<Hint> hints, Optional<Ghost> ghost) {
        clear(over);
        ghost.ifPresent(g -> overPen.at(
                view.x(),
                view.y(),
                view.zoom(),
                () -> GhostPainter.paint(scene, g.then(), g.title(), new Brush(overPen, View.THUMBNAIL))));
        hints.forEach(hint -> hint(hint, scene, view));
    }

    private void hint(Hint hint, Scene scene, Lens view) {
        switch (hint) {
            case Hint.Hover hover -> {}
            case Hint.Target(var id) ->
                scene.shape(id)
                        .ifPresent(s -> overPen.rect(
                                view.toScreen(s.box()).grown(3), 10, Style.stroke(Stroke.of(Token.ACCENT, 2))));
            case Hint.Area(var area) ->
                overPen.rect(
                        view.toScreen(area), 2, new Style(Token.ACCENT.ink(0.08), Stroke.of(Token.ACCENT, 1), false));
            case Hint.Ghost(var ids, var by) ->
                ids.forEach(id -> scene.shape(id)
                        .ifPresent(s -> overPen.rect(
                                view.toScreen(s.box().moved(by.x(), by.y())),
                                8,
                                new Style(Token.ACCENT.ink(0.08), Stroke.of(Token.ACCENT, 1.5), false))));
            case Hint.Cable(var from, var to, var good) -> cable(view.toScreen(from), view.toScreen(to), good);
            case Hint.Outline outline -> {
                Point p = view.toScreen(outline.at());
                overPen.rect(
                        Rect.around(p.x(), p.y(), 80, 40),
                        8,
                        new Style(
                                Token.ACCENT.ink(0.08),
                                Stroke.of(Token.ACCENT, 1.5).dashed(4, 3),
                                false));
            }
        }
    }

    private void cable(Point from, Point to, boolean good) {
        overPen.line(
                from.x(),
                from.y(),
                to.x(),
                to.y(),
                Stroke.of(good ? Token.ACCENT : Token.TEXT2, 2).dashed(6, 4));
        overPen.circle(to.x(), to.y(), 5, Style.of(Token.CANVAS, good ? Token.ACCENT : Token.TEXT2, 2));
    }

    private static void clear(Canvas canvas) {
        canvas.getGraphicsContext2D().clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
    }
}
