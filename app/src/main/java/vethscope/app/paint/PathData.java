package vethscope.app.paint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.app.paint.Path.Segment;
import vethscope.model.Layout.Point;

/// Reads the `d` attribute of SVG (https://www.w3.org/TR/SVG2/paths.html): the commands M L H V C A Z, absolute and
/// relative.
final class PathData {

    private final String data;
    private final List<Segment> segments = new ArrayList<>();
    private int at;
    private double x;
    private double y;
    private double startX;
    private double startY;

    PathData(String data) {
        this.data = data;
    }

    List<Segment> read() {
        char command = 'M';
        while (skip()) {
            char c = data.charAt(at);
            if (Character.isLetter(c)) {
                command = c;
                at++;
            }
            draw(command);
            if (command == 'M' || command == 'm') {
                command = command == 'M' ? 'L' : 'l';
            }
        }
        return segments;
    }

    private void draw(char command) {
        double fromX = Character.isLowerCase(command) ? x : 0;
        double fromY = Character.isLowerCase(command) ? y : 0;
        switch (Character.toUpperCase(command)) {
            case 'M' -> move(fromX + number(), fromY + number());
            case 'L' -> line(fromX + number(), fromY + number());
            case 'H' -> line(fromX + number(), y);
            case 'V' -> line(x, fromY + number());
            case 'C' ->
                curve(
                        fromX + number(),
                        fromY + number(),
                        fromX + number(),
                        fromY + number(),
                        fromX + number(),
                        fromY + number());
            case 'A' -> arc(number(), number(), number(), flag(), flag(), fromX + number(), fromY + number());
            case 'Z' -> close();
            default -> throw new IllegalArgumentException("'" + command + "' is not a path command in " + data);
        }
    }

    private void move(double toX, double toY) {
        segments.add(new Segment.Move(toX, toY));
        x = startX = toX;
        y = startY = toY;
    }

    private void line(double toX, double toY) {
        segments.add(new Segment.Line(toX, toY));
        x = toX;
        y = toY;
    }

    private void curve(double x1, double y1, double x2, double y2, double toX, double toY) {
        segments.add(new Segment.Curve(x1, y1, x2, y2, toX, toY));
        x = toX;
        y = toY;
    }

    private void close() {
        segments.add(new Segment.Close());
        x = startX;
        y = startY;
    }

    /// A circular arc as curves of at most a quarter turn.
    private void arc(double rx, double ry, double turn, boolean large, boolean sweep, double toX, double toY) {
        if (rx != ry || turn != 0) {
            throw new IllegalArgumentException("only circular arcs are understood: " + data);
        }
        double dx = toX - x;
        double dy = toY - y;
        double chord = Math.hypot(dx, dy);
        double r = Math.max(rx, chord / 2);
        if (chord == 0 || rx == 0) {
            line(toX, toY);
            return;
        }
        double height = Math.sqrt(Math.max(0, r * r - chord * chord / 4)) * (large == sweep ? -1 : 1);
        double centerX = x + dx / 2 - dy / chord * height;
        double centerY = y + dy / 2 + dx / chord * height;
        double from = Math.atan2(y - centerY, x - centerX);
        double angle = Math.atan2(toY - centerY, toX - centerX) - from;
        angle += sweep && angle < 0 ? 2 * Math.PI : !sweep && angle > 0 ? -2 * Math.PI : 0;
        int parts = Math.max(1, (int) Math.ceil(Math.abs(angle) / (Math.PI / 2) - 1e-9));
        for (int i = 1; i <= parts; i++) {
            quarter(
                    new Arc(centerX, centerY, r, from + angle * (i - 1) / parts, angle / parts),
                    i == parts ? new Point(toX, toY) : null);
        }
    }

    private record Arc(double centerX, double centerY, double r, double from, double angle) {
        Point end() {
            return new Point(centerX + r * Math.cos(from + angle), centerY + r * Math.sin(from + angle));
        }
    }

    /// @param exact where the whole arc ends, so that rounding does not move it
    private void quarter(Arc arc, @Nullable Point exact) {
        double pull = 4.0 / 3 * Math.tan(arc.angle / 4) * arc.r;
        double to = arc.from + arc.angle;
        Point end = exact == null ? arc.end() : exact;
        curve(
                x - pull * Math.sin(arc.from),
                y + pull * Math.cos(arc.from),
                end.x() + pull * Math.sin(to),
                end.y() - pull * Math.cos(to),
                end.x(),
                end.y());
    }

    private boolean skip() {
        while (at < data.length() && (Character.isWhitespace(data.charAt(at)) || data.charAt(at) == ',')) {
            at++;
        }
        return at < data.length();
    }

    private boolean flag() {
        skip();
        return data.charAt(at++) == '1';
    }

    private double number() {
        skip();
        int start = at;
        boolean point = false;
        while (at < data.length()) {
            char c = data.charAt(at);
            boolean sign = c == '-' && (at == start || Character.toLowerCase(data.charAt(at - 1)) == 'e');
            boolean exponent = Character.toLowerCase(c) == 'e';
            if (c == '.' && !point) {
                point = true;
            } else if (!Character.isDigit(c) && !sign && !exponent) {
                break;
            }
            at++;
        }
        if (at == start) {
            throw new IllegalArgumentException("a number is missing at " + at + " in " + data);
        }
        return Double.parseDouble(data.substring(start, at));
    }
}
