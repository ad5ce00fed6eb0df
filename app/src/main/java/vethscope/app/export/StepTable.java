package vethscope.app.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vethscope.app.font.Weight;
import vethscope.app.paint.Lettering;
import vethscope.app.paint.Path;
import vethscope.app.paint.Pen;
import vethscope.app.paint.Stroke;
import vethscope.app.paint.Style;
import vethscope.app.paint.Token;
import vethscope.app.paint.Traffic.Circle;
import vethscope.app.paint.Traffic.Time;
import vethscope.app.paint.TrafficPainter;
import vethscope.app.paint.Wrap;
import vethscope.app.play.Stop;
import vethscope.app.scene.Rect;
import vethscope.engine.packet.Packet;
import vethscope.model.Layout.Point;

/// The steps of a figure as a table: number, place, addresses as they leave the step, what happens.
final class StepTable {

    private static final double ROW = 26;
    private static final double LINE = 16;
    private static final double HEADER = 38;
    private static final Path ARROW = Path.of("M0 0h10m-4 -4l4 4l-4 4");
    private static final Lettering HEAD = Lettering.ui(11, Weight.MEDIUM, Token.TEXT2);
    private static final Lettering PLACE = Lettering.ui(12, Weight.SEMIBOLD, Token.TEXT);
    private static final Lettering STAGE = Lettering.ui(12, Weight.REGULAR, Token.TEXT2);
    private static final Lettering ADDRESS = Lettering.mono(11, Token.TEXT);
    private static final Lettering WHAT = Lettering.ui(12, Weight.REGULAR, Token.TEXT);

    private final Prose prose;
    private final List<Row> rows = new ArrayList<>();
    private final int current;
    private final double source;
    private final double destination;
    private final double what;
    private final double right;

    private record Row(
            Stop stop,
            String name,
            String stage,
            String source,
            String destination,
            Set<String> fields,
            List<String> what) {
        double height() {
            return ROW + LINE * (what.size() - 1);
        }
    }

    /// @param right the right edge of the table; its left edge is at 32
    /// @param current number of the step that the figure shows; 0 for all
    StepTable(List<Stop> stops, Prose prose, double right, int current) {
        this.prose = prose;
        this.right = right;
        this.current = current;
        double places = 68 + 148;
        double sources = 136;
        double destinations = 132;
        for (Stop stop : stops) {
            Optional<Packet> packet = Prose.packet(stop);
            places = Math.max(
                    places, 68 + PLACE.width(prose.name(stop.netns())) + 12 + STAGE.width(prose.stage(stop)) + 16);
            sources = Math.max(
                    sources, ADDRESS.width(packet.map(Packet::sourceText).orElse("")) + 30);
            destinations = Math.max(
                    destinations,
                    ADDRESS.width(packet.map(Packet::destinationText).orElse("")) + 26);
        }
        source = Math.ceil(places);
        destination = Math.ceil(source + sources);
        what = Math.ceil(destination + destinations);
        stops.forEach(stop -> rows.add(row(stop)));
    }

    private Row row(Stop stop) {
        Optional<Packet> packet = Prose.packet(stop);
        List<String> lines = Wrap.lines(prose.what(stop), Math.max(120, right - what), WHAT);
        return new Row(
                stop,
                prose.name(stop.netns()),
                prose.stage(stop),
                packet.map(Packet::sourceText).orElse(""),
                packet.map(Packet::destinationText).orElse(""),
                stop.rewrites() ? stop.fields() : Set.of(),
                lines.isEmpty() ? List.of("") : lines);
    }

    double height() {
        return HEADER + rows.stream().mapToDouble(Row::height).sum();
    }

    /// Draws it with its header's top at `y`.
    void draw(double y, Pen pen) {
        double base = y + 28;
        pen.text(prose.texts().say("figure.column.step"), 32, base, HEAD);
        pen.text(prose.texts().say("figure.column.place"), 68, base, HEAD);
        pen.text(prose.texts().say("figure.column.source"), source, base, HEAD);
        pen.text(prose.texts().say("figure.column.destination"), destination, base, HEAD);
        pen.text(prose.texts().say("figure.column.what"), what, base, HEAD);
        double top = y + HEADER;
        rule(top, true, pen);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            draw(row, top, pen);
            top += row.height();
            boolean turn = i + 1 == rows.size() || rows.get(i + 1).stop.reply() != row.stop.reply();
            rule(top, turn, pen);
        }
    }

    private void rule(double y, boolean strong, Pen pen) {
        pen.line(32, y, right, y, Stroke.of(strong ? Token.CONTROL_BORDER : Token.GRID, 1));
    }

    private void draw(Row row, double top, Pen pen) {
        double middle = top + 13;
        double base = top + 17;
        if (row.stop.n() == current) {
            pen.rect(new Rect(24, top + 0.5, right - 24, row.height() - 1), 0, Style.fill(Token.APP));
            pen.rect(new Rect(24, top + 0.5, 3, row.height() - 1), 0, Style.fill(Token.ACCENT));
        }
        pen.group(new Pen.Group("step-" + row.stop.n(), null), () -> {
            TrafficPainter.circle(
                    new Circle(new Point(42, middle), row.stop.n(), row.stop.reply() ? Time.REPLY : Time.PAST),
                    9.5,
                    pen);
            pen.text(row.name, 68, base, PLACE);
            pen.text(row.stage, 68 + PLACE.width(row.name) + 12, base, STAGE);
            if (!row.source.isEmpty()) {
                address(row.source, source, base, row.fields.contains("src"), pen);
                pen.at(
                        destination - 22,
                        middle,
                        1,
                        () -> pen.path(
                                ARROW, Style.stroke(Stroke.of(Token.TEXT2, 1.25).round())));
                address(row.destination, destination, base, row.fields.contains("dst"), pen);
            }
            for (int i = 0; i < row.what.size(); i++) {
                pen.text(row.what.get(i), what, base + i * LINE, WHAT);
            }
        });
    }

    private static void address(String text, double x, double base, boolean changed, Pen pen) {
        if (changed) {
            pen.rect(new Rect(x - 5, base - 13, ADDRESS.width(text) + 10, 18), 4, Style.fill(Token.AFTER_FILL));
        }
        pen.text(text, x, base, changed ? ADDRESS.in(Token.AFTER).as(Weight.BOLD) : ADDRESS);
    }
}
