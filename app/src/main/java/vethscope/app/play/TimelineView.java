package vethscope.app.play;

import java.util.List;
import java.util.function.IntConsumer;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import vethscope.app.paint.FxPen;
import vethscope.app.paint.Path;
import vethscope.app.paint.Stroke;
import vethscope.app.paint.Style;
import vethscope.app.paint.Theme;
import vethscope.app.paint.Token;
import vethscope.app.scene.Rect;

/// The steps as dots on a line: the request, a gap, the reply. A triangle marks a rewriting.
final class TimelineView extends Region {

    private static final double START = 16;
    private static final double STRIDE = 33;
    private static final double GAP = 57;
    private static final double MIDDLE = 20;

    private final Canvas canvas = new Canvas();
    private final FxPen pen;
    private final IntConsumer go;
    private List<Lines.Line> lines = List.of();
    private int step;

    TimelineView(Theme theme, String name, IntConsumer go) {
        this.pen = new FxPen(canvas.getGraphicsContext2D(), theme);
        this.go = go;
        setId("timeline");
        getStyleClass().add("timeline");
        setAccessibleRole(AccessibleRole.SLIDER);
        setAccessibleText(name);
        setFocusTraversable(true);
        setMinSize(40, 40);
        setPrefHeight(40);
        getChildren().add(canvas);
        setOnMousePressed(e -> {
            requestFocus();
            seek(e.getX());
        });
        setOnMouseDragged(e -> seek(e.getX()));
        setOnKeyPressed(this::steer);
    }

    void show(List<Lines.Line> lines, int step) {
        this.lines = lines;
        this.step = step;
        draw();
    }

    private void steer(KeyEvent event) {
        if (lines.isEmpty() || event.isAltDown() || event.isShortcutDown()) {
            return;
        }
        int at = index();
        KeyCode code = event.getCode();
        int next = switch (code) {
            case LEFT -> at - 1;
            case RIGHT -> at + 1;
            case HOME -> 0;
            case END -> lines.size() - 1;
            default -> -2;
        };
        if (next != -2) {
            go.accept(lines.get(Math.clamp(next, 0, lines.size() - 1)).cursor());
            event.consume();
        }
    }

    private void seek(double x) {
        int best = 0;
        for (int i = 1; i < lines.size(); i++) {
            if (Math.abs(at(i) - x) < Math.abs(at(best) - x)) {
                best = i;
            }
        }
        if (!lines.isEmpty()) {
            go.accept(lines.get(best).cursor());
        }
    }

    private int index() {
        return Lines.at(lines, step);
    }

    private int answers() {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).answer()) {
                return i;
            }
        }
        return lines.size();
    }

    private double stride() {
        double room = getWidth() - 2 * START;
        boolean both = answers() < lines.size() && answers() > 0;
        double gaps = lines.size() - 1 + (both ? GAP / STRIDE - 1 : 0);
        return gaps <= 0 ? STRIDE : Math.min(STRIDE, room / gaps);
    }

    private double at(int i) {
        double stride = stride();
        double extra = i >= answers() && answers() > 0 ? stride * (GAP / STRIDE - 1) : 0;
        return START + i * stride + extra;
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        draw();
    }

    private void draw() {
        canvas.getGraphicsContext2D().clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        canvas.getGraphicsContext2D().setTextBaseline(VPos.BASELINE);
        if (lines.isEmpty()) {
            return;
        }
        int now = index();
        rails(now);
        double size = Math.clamp(stride() / STRIDE * 1.6, 0.45, 1);
        for (int i = 0; i < lines.size(); i++) {
            if (i != now) {
                dot(i, i < now, size);
            }
            if (lines.get(i).rewrites()) {
                mark(at(i), lines.get(i).answer());
            }
        }
        current(now, size);
        if (isFocused()) {
            pen.rect(new Rect(1, 1, getWidth() - 2, getHeight() - 2), 4, Style.stroke(Stroke.of(Token.ACCENT, 2)));
        }
    }

    private void rails(int now) {
        int answers = answers();
        int lastAsk = answers - 1;
        if (lastAsk > 0) {
            pen.line(at(0), MIDDLE, at(lastAsk), MIDDLE, Stroke.of(Token.PATH_NEXT, 2));
            pen.line(at(0), MIDDLE, at(Math.min(now, lastAsk)), MIDDLE, Stroke.of(Token.ACCENT, 3));
        }
        if (answers < lines.size()) {
            pen.line(
                    at(answers),
                    MIDDLE,
                    at(lines.size() - 1),
                    MIDDLE,
                    Stroke.of(Token.REPLY, 2).dashed(5, 4));
            if (answers > 0) {
                double middle = (at(lastAsk) + at(answers)) / 2;
                pen.line(
                        middle,
                        10,
                        middle,
                        30,
                        Stroke.of(Token.CONTROL_BORDER, 1).dashed(2, 3));
            }
        }
    }

    private void dot(int i, boolean past, double size) {
        if (lines.get(i).answer()) {
            pen.circle(at(i), MIDDLE, 4.5 * size, Style.of(past ? Token.REPLY : Token.APP, Token.REPLY, 1.75));
        } else if (past) {
            pen.circle(at(i), MIDDLE, 5.5 * size, Style.of(Token.ACCENT, Token.APP, 1.5));
        } else {
            pen.circle(at(i), MIDDLE, 5 * size, Style.of(Token.AFTER_FILL, Token.PATH_NEXT, 1.5));
        }
    }

    private void current(int i, double size) {
        Token hue = lines.get(i).answer() ? Token.REPLY : Token.ACCENT;
        double radius = Math.max(size, 0.7);
        pen.circle(at(i), MIDDLE, 11 * radius, Style.of(Token.AFTER_FILL, hue, 1.5));
        pen.circle(at(i), MIDDLE, 6.5 * radius, Style.fill(hue));
    }

    private void mark(double x, boolean answer) {
        pen.path(Path.of("M0 0l4 5h-8Z").placed(1, x, 33.5), Style.fill(answer ? Token.REPLY : Token.ACCENT));
    }
}
