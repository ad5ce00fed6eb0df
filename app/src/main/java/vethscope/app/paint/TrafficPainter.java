package vethscope.app.paint;

import java.util.List;
import vethscope.app.font.Weight;
import vethscope.app.paint.Traffic.Card;
import vethscope.app.paint.Traffic.Change;
import vethscope.app.paint.Traffic.Circle;
import vethscope.app.paint.Traffic.Drop;
import vethscope.app.paint.Traffic.Packet;
import vethscope.app.paint.Traffic.Trail;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Way;
import vethscope.model.Layout.Point;

/// The marks of a trace: rails under the lines that a packet takes, numbers where something happens to it, the packet
/// itself and what became of it.
public final class TrafficPainter {

    /// How far below its octagon a reason has a line to it; farther down the line would cross what lies between.
    private static final double NEAR = 80;

    private static final double RAIL = 8;
    private static final double WIDE = 10;
    private static final Path ARROW = Path.of("M0 0h11m-4 -4l4 4l-4 4");
    private static final Path OCTAGON =
            Path.polygon(-5.8, -14, 5.8, -14, 14, -5.8, 14, 5.8, 5.8, 14, -5.8, 14, -14, 5.8, -14, -5.8);

    private TrafficPainter() {}

    /// The ways, under the lines that they follow. A thumbnail shows one thick line.
    static void under(Traffic traffic, Brush brush) {
        boolean thumbnail = brush.view().thumbnail();
        for (Trail trail : traffic.trails()) {
            if (trail.reply()) {
                if (!thumbnail && trail.travelled() > 0) {
                    trail.way()
                            .parts(0, trail.travelled())
                            .forEach(part -> brush.pen().polyline(part, reply()));
                }
            } else {
                rail(trail.way(), trail.travelled(), thumbnail ? 12 : RAIL, brush);
                trail.wide().forEach(part -> wide(part, trail, brush));
            }
        }
    }

    static Stroke reply() {
        return Stroke.of(Token.REPLY, 3).dashed(8, 4).joined();
    }

    private static void rail(Way way, double travelled, double width, Brush brush) {
        Stroke ahead = Stroke.of(Token.PATH_NEXT, width).joined();
        Stroke behind = Stroke.of(Token.ACCENT, width).joined();
        way.parts(travelled, 1).forEach(part -> brush.pen().polyline(part, ahead));
        way.parts(0, travelled).forEach(part -> brush.pen().polyline(part, behind));
    }

    /// Under a thick cable the rail is broader, in the colour that it has there.
    private static void wide(List<Point> part, Trail trail, Brush brush) {
        if (brush.view().thumbnail()) {
            return;
        }
        double reached = trail.travelled() * trail.way().length();
        boolean behind = trail.way().position(part.getLast()) <= reached + 1;
        brush.pen()
                .polyline(
                        part,
                        Stroke.of(behind ? Token.ACCENT : Token.PATH_NEXT, WIDE).joined());
    }

    /// The thin lines inside nodes that a way follows, cased like the drawn ones.
    static void joints(Traffic traffic, Brush brush) {
        if (brush.view().isFar()) {
            return;
        }
        for (List<Point> part : traffic.inner()) {
            brush.pen().polyline(part, Stroke.of(Token.CANVAS, 4).joined());
            brush.pen().polyline(part, Stroke.of(Token.HOST, 1.5).joined());
        }
    }

    static void over(Traffic traffic, Brush brush) {
        if (brush.view().thumbnail()) {
            small(traffic, brush.pen());
            return;
        }
        traffic.signs().rows().forEach(row -> {
            circle(
                    new Circle(row.at(), row.number(), row.reply() ? Traffic.Time.REPLY : Traffic.Time.PAST),
                    brush.pen());
            row(row, brush.pen());
        });
        traffic.signs().card().ifPresent(card -> card(card, brush.pen()));
        traffic.signs().circles().forEach(circle -> circle(circle, brush.pen()));
        traffic.signs().packets().forEach(packet -> packet(packet, brush.pen()));
        traffic.signs().drop().ifPresent(drop -> drop(drop, brush.pen()));
    }

    /// In a thumbnail: the packet on its way, and a drop.
    private static void small(Traffic traffic, Pen pen) {
        traffic.trails().stream().filter(trail -> !trail.reply()).forEach(trail -> {
            Point at = trail.way().at(0.4);
            pen.rect(Rect.around(at.x(), at.y(), 48, 32), 8, Style.of(Token.ACCENT, Token.CANVAS, 4));
        });
        traffic.signs().drop().ifPresent(drop -> pen.at(drop.at().x(), drop.at().y(), 2.4, () -> octagon(pen)));
    }

    /// A number in a disc of 20 pixels: filled for the request, hollow for the reply.
    public static void circle(Circle circle, Pen pen) {
        circle(circle, 10, pen);
    }

    /// @param radius canvas pixels, 10 on the drawing
    public static void circle(Circle circle, double radius, Pen pen) {
        double x = circle.at().x();
        double y = circle.at().y();
        String number = String.valueOf(circle.number());
        Lettering digits = Lettering.ui(number.length() > 2 ? 9 : 11, Weight.BOLD, Token.ON_ACCENT)
                .middle();
        switch (circle.time()) {
            case PAST -> pen.circle(x, y, radius, Style.of(Token.ACCENT, Token.CANVAS, 1.5));
            case NOW -> {
                pen.circle(x, y, radius + 3.5, Style.of(Token.AFTER_FILL, Token.ACCENT, 1));
                pen.circle(x, y, radius, Style.of(Token.ACCENT, Token.CANVAS, 1.5));
            }
            case NEXT -> {
                pen.circle(x, y, radius, Style.of(Token.AFTER_FILL, Token.CANVAS, 1.5));
                digits = digits.in(Token.AFTER).as(Weight.SEMIBOLD);
            }
            case REPLY, REPLY_NOW, REPLY_NEXT -> {
                if (circle.time() == Traffic.Time.REPLY_NOW) {
                    pen.circle(x, y, radius + 3.5, Style.of(Token.CANVAS, Token.REPLY, 1));
                }
                double ink = circle.time() == Traffic.Time.REPLY_NEXT ? 0.55 : 1;
                pen.circle(x, y, radius - 0.5, Style.of(Token.CANVAS, Token.CANVAS, 4));
                pen.circle(
                        x,
                        y,
                        radius - 1,
                        Style.of(Token.CANVAS, Stroke.of(Token.REPLY, 2).faded(ink)));
                digits = digits.in(Token.REPLY);
            }
        }
        pen.text(number, x, y + 4, digits);
    }

    private static final List<Token> PARALLEL = List.of(Token.ACCENT, Token.L2, Token.L3, Token.SVC);

    public static void packet(Packet packet, Pen pen) {
        pen.at(packet.at().x(), packet.at().y(), 1, () -> {
            if (packet.parallel()) {
                parallel(packet.index(), pen);
                return;
            }
            if (packet.plate()) {
                pen.rect(new Rect(-19, -14, 38, 28), 8, Style.of(Token.AFTER_FILL, Token.ACCENT, 1));
            }
            pen.rect(
                    new Rect(-14, -9, 28, 18),
                    4,
                    packet.plate() ? Style.fill(Token.ACCENT) : Style.of(Token.ACCENT, Token.CANVAS, 1.5));
            pen.path(
                    "M-10 -3.5h5M-10 0h7M-10 3.5h4",
                    Style.stroke(Stroke.of(Token.ON_ACCENT, 1.5).round()));
            pen.text(
                    letter(packet.index()),
                    6.5,
                    4,
                    Lettering.ui(11, Weight.BOLD, Token.ON_ACCENT).middle());
        });
    }

    private static String letter(int index) {
        return String.valueOf((char) ('A' + index % 26));
    }

    /// Packets of one moment differ by colour, shape and letter.
    private static void parallel(int index, Pen pen) {
        Style fill = Style.fill(PARALLEL.get(index % PARALLEL.size()));
        switch (index % PARALLEL.size()) {
            case 0 -> pen.circle(0, 0, 9, fill);
            case 1 -> pen.rect(new Rect(-8, -8, 16, 16), 2, fill);
            case 2 -> pen.path("M-10 0l10 -10l10 10l-10 10Z", fill);
            default -> pen.path("M0 -10l10 17h-20Z", fill);
        }
        double y = index % PARALLEL.size() == 3 ? 5 : 4;
        pen.text(
                letter(index),
                0,
                y,
                Lettering.ui(10, Weight.BOLD, Token.ON_ACCENT).middle());
    }

    public static void drop(Drop drop, Pen pen) {
        leader(drop, pen);
        pen.at(drop.at().x(), drop.at().y(), 1, () -> {
            pen.path(OCTAGON, Style.of(Token.ERROR, Token.CANVAS, 4).joined());
            pen.path(OCTAGON, Style.of(Token.ERROR, Token.ERROR, 1));
            pen.path(
                    "M-5 -5l10 10M5 -5l-10 10",
                    Style.stroke(Stroke.of(Token.ON_ACCENT, 2.5).round()));
        });
        Rect box = drop.box();
        if (box.w() > 0) {
            pen.rect(box, 4, Style.of(Token.CANVAS, Token.ERROR, 1.25));
            Lettering text = Lettering.ui(12, Weight.MEDIUM, Token.TEXT);
            double y = box.y() + 17.5;
            for (String line : Wrap.lines(drop.reason(), box.w() - 20, text)) {
                pen.text(line, box.x() + 10, y, text);
                y += 16;
            }
        }
    }

    /// From the octagon to its reason, where that stands below.
    private static void leader(Drop drop, Pen pen) {
        Rect box = drop.box();
        double below = box.y() - drop.at().y();
        if (box.w() > 0 && below > 14 && below < NEAR) {
            double x = Math.clamp(drop.at().x(), box.x() + 8, box.right() - 8);
            pen.polyline(
                    List.of(
                            drop.at(),
                            new Point(drop.at().x(), box.y() - 5),
                            new Point(x, box.y() - 5),
                            new Point(x, box.y())),
                    Stroke.of(Token.ERROR, 1.25));
        }
    }

    static void octagon(Pen pen) {
        pen.path(OCTAGON, Style.of(Token.ERROR, Token.CANVAS, 4).joined());
        pen.path(OCTAGON, Style.of(Token.ERROR, Token.ERROR, 1));
        pen.path(
                "M-5 -5l10 10M5 -5l-10 10",
                Style.stroke(Stroke.of(Token.ON_ACCENT, 2.5).round()));
    }

    /// The card that says what a rule does: 64 pixels high, its pointer on the stage.
    public static void card(Card card, Pen pen) {
        Rect box = card.box();
        if (card.leader() != null) {
            pen.line(
                    card.leader().x(),
                    card.leader().y(),
                    card.pointer().x(),
                    card.pointer().y(),
                    Stroke.of(Token.ACCENT, 1));
        }
        pen.path(outline(card), Style.of(Token.CARD, Token.ACCENT, 1.5).joined().lifted());
        Lettering tag = Lettering.ui(9.5, Weight.BOLD, Token.ON_ACCENT).middle();
        double tagWidth = tag.width(card.tag()) + 10;
        pen.rect(new Rect(box.x() + 10, box.y() + 8, tagWidth, 16), 3, Style.fill(Token.ACCENT));
        pen.text(card.tag(), box.x() + 10 + tagWidth / 2, box.y() + 19.5, tag);
        Lettering title = Lettering.ui(11.5, Weight.SEMIBOLD, Token.TEXT);
        double x = box.x() + 10 + tagWidth + 8;
        pen.text(card.title(), x, box.y() + 20, title);
        Lettering rule = Lettering.ui(10.5, Weight.REGULAR, Token.TEXT2).end();
        double room = box.right() - 10 - x - title.width(card.title()) - 12;
        if (room > 24) {
            pen.text(fitting(card.rule(), room, rule), box.right() - 10, box.y() + 20, rule);
        }
        change(card.change(), box.x() + 10, box.y() + 34, 11, 5, pen);
    }

    /// The number of a rule is kept; its chain's name is cut.
    private static String fitting(String rule, double room, Lettering lettering) {
        int number = rule.indexOf(" #");
        if (number < 0) {
            return lettering.fit(rule, room);
        }
        String tail = rule.substring(number);
        return lettering.fit(rule.substring(0, number), room - lettering.width(tail)) + tail;
    }

    private static Path outline(Card card) {
        Rect b = card.box();
        double p = Math.clamp(card.pointer().x(), b.x() + 16, b.right() - 16);
        String top = card.leader() != null || card.above()
                ? "H%s".formatted(b.right() - 8)
                : "H%sL%s %sL%s %sH%s".formatted(p - 7, p, b.y() - 8, p + 7, b.y(), b.right() - 8);
        String bottom = card.leader() != null || !card.above()
                ? "H%s".formatted(b.x() + 8)
                : "H%sL%s %sL%s %sH%s".formatted(p + 7, p, b.bottom() + 8, p - 7, b.bottom(), b.x() + 8);
        return Path.of("M%s %s%sa8 8 0 0 1 8 8V%sa8 8 0 0 1 -8 8%sa8 8 0 0 1 -8 -8V%sa8 8 0 0 1 8 -8Z"
                .formatted(b.x() + 8, b.y(), top, b.bottom() - 8, bottom, b.y() + 8));
    }

    /// How wide [#change] draws.
    public static double width(Change change, double size, double padding) {
        Lettering mono = Lettering.mono(size, Token.TEXT2);
        return mono.width(change.field())
                + 8
                + mono.width(change.before())
                + mono.width(change.after())
                + 4 * padding
                + 19;
    }

    /// A field, its value before, struck through, and its value after.
    static void change(Change change, double x, double y, double size, double padding, Pen pen) {
        Lettering mono = Lettering.mono(size, Token.TEXT2);
        double base = y + 14;
        pen.text(change.field(), x, base - 0.5, mono);
        double left = x + mono.width(change.field()) + (padding < 5 ? 5 : 8);
        double before = mono.width(change.before()) + 2 * padding;
        pen.rect(new Rect(left, y, before, 20), 4, Style.fill(Token.BEFORE_FILL));
        pen.text(change.before(), left + padding, base, mono.in(Token.BEFORE).crossedOut());
        pen.at(
                left + before + 4,
                y + 10,
                1,
                () -> pen.path(ARROW, Style.stroke(Stroke.of(Token.TEXT2, 1.5).round())));
        double right = left + before + 19 + (padding - 4);
        pen.rect(new Rect(right, y, mono.width(change.after()) + 2 * padding, 20), 4, Style.fill(Token.AFTER_FILL));
        pen.text(change.after(), right + padding, base, mono.in(Token.AFTER).as(Weight.BOLD));
    }

    private static void row(Traffic.Rewrite row, Pen pen) {
        change(row.change(), row.at().x() + 18, row.at().y() - 10, 10.5, 4, pen);
    }
}
