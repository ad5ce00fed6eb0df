package vethscope.app.paint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vethscope.app.font.Weight;
import vethscope.app.paint.Traffic.Card;
import vethscope.app.paint.Traffic.Change;
import vethscope.app.paint.Traffic.Circle;
import vethscope.app.paint.Traffic.Drop;
import vethscope.app.paint.Traffic.Packet;
import vethscope.app.paint.Traffic.Time;
import vethscope.app.paint.Traffic.Trail;
import vethscope.app.scene.Captions;
import vethscope.app.scene.End;
import vethscope.app.scene.End.Mark;
import vethscope.app.scene.Inside;
import vethscope.app.scene.Line;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Shape;
import vethscope.app.scene.Side;
import vethscope.app.scene.Stage;
import vethscope.app.scene.Way;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.Link;
import vethscope.model.element.Element;
import vethscope.model.element.Kinds;

/// One page with everything that can be drawn, to be looked at and to be compared byte by byte.
final class ElementsSheet {

    private static final double[] COLUMNS = {24, 158, 293, 427, 562};
    private static final Lettering TITLE = Lettering.ui(16, Weight.SEMIBOLD, Token.TEXT);
    private static final Lettering SECTION = Lettering.ui(11.5, Weight.SEMIBOLD, Token.TEXT2);
    private static final Lettering SMALL = Lettering.ui(10.5, Weight.REGULAR, Token.TEXT2);

    private final Pen pen;
    private final Brush brush;

    private ElementsSheet(Pen pen) {
        this.pen = pen;
        this.brush = new Brush(pen, View.PLAIN);
    }

    static String svg(Theme theme) {
        var pen = new SvgPen(SvgPen.Colours.of(theme), SvgPen.Letters.NAMED);
        draw(theme, pen);
        return pen.document(
                new Rect(0, 0, 720, 1340),
                new SvgPen.About("Elements", "Every element, line, state and mark", "en", 1));
    }

    static void draw(Theme theme, Pen pen) {
        pen.rect(new Rect(0, 0, 720, 1340), 0, Style.fill(Token.CANVAS));
        pen.text(theme == Theme.LIGHT ? "Light" : "Dark", 24, 36, TITLE);
        var sheet = new ElementsSheet(pen);
        sheet.elements();
        sheet.lines();
        sheet.states();
        sheet.marks();
        sheet.glyphs();
    }

    private void section(String title, double y) {
        pen.text(title, 24, y, SECTION);
        pen.line(24 + SECTION.width(title) + 16, y - 4, 696, y - 4, Stroke.of(Token.GRID, 1));
    }

    private void elements() {
        section("Element kinds", 64);
        Specimens.ALL.forEach(this::specimen);
    }

    private void specimen(Specimens.Specimen specimen) {
        double x = COLUMNS[specimen.column()];
        Shape shape = shape(specimen.element(), new Rect(x, specimen.y(), specimen.w(), specimen.h()), false);
        pen.group(new Pen.Group("e-" + specimen.element().id(), null), () -> Painters.paint(shape, brush));
        pen.text(specimen.title(), x, specimen.label(), SMALL);
    }

    private static Shape shape(Element element, Rect box, boolean folded) {
        return new Shape(element, box, 0, folded, folded ? 3 : 0, Captions.address(element), Side.BOTTOM);
    }

    private void lines() {
        section("Links and paths", 548);
        line("veth pair", Line.Kind.VETH, 24, 574, Mark.CIRCLE, "eth0", "vethweb-1", true);
        line("bridge port", Line.Kind.VETH, 24, 602, Mark.SQUARE, "", "", true);
        line("cable", Line.Kind.CABLE, 24, 630, Mark.PLUG, "", "", true);
        line("routed attachment", Line.Kind.ROUTED, 24, 658, Mark.DIAMOND, "", "", true);
        line("overlay tunnel", Line.Kind.TUNNEL, 24, 686, Mark.CHEVRON, "", "", true);
        line("selector", Line.Kind.SELECTOR, 368, 574, Mark.OPEN_ARROW, "", "", true);
        line("Ingress rule", Line.Kind.RULE, 368, 602, Mark.FILLED_ARROW, "", "", true);
        line("link down", Line.Kind.VETH, 368, 630, Mark.CIRCLE, "", "", false);
        pen.text("request path", 368, 662, SMALL);
        List<Point> request = List.of(new Point(508, 658), new Point(688, 658));
        traffic(
                new Trail(Way.of(request), false, 0.61, List.of()),
                circle(538, 658, 1, Time.PAST),
                circle(598, 658, 2, Time.NOW),
                circle(658, 658, 3, Time.NEXT));
        pen.text("reply path", 368, 690, SMALL);
        List<Point> reply = List.of(new Point(508, 691), new Point(688, 691));
        pen.line(508, 682, 688, 682, Stroke.of(Token.L2, 2));
        traffic(
                new Trail(Way.of(reply), true, 1, List.of()),
                circle(538, 686, 9, Time.REPLY),
                circle(658, 686, 10, Time.REPLY));
    }

    private static Circle circle(double x, double y, int number, Time time) {
        return new Circle(new Point(x, y), number, time);
    }

    private void traffic(Trail trail, Circle... circles) {
        var traffic = new Traffic(
                List.of(trail), Set.of(), Set.of(), List.of(), Map.of(), Map.of(), Traffic.Signs.NONE, false);
        TrafficPainter.under(traffic, brush);
        if (!trail.reply()) {
            pen.polyline(trail.way().points(), Stroke.of(Token.CANVAS, 4));
            pen.polyline(trail.way().points(), Stroke.of(Token.L2, 2));
        }
        for (Circle circle : circles) {
            TrafficPainter.circle(circle, pen);
        }
    }

    private void line(String title, Line.Kind kind, double x, double y, Mark mark, String from, String to, boolean up) {
        pen.text(title, x, y + 4, SMALL);
        double left = x + 140;
        double right = x + 320;
        boolean arrow = mark == Mark.OPEN_ARROW || mark == Mark.FILLED_ARROW;
        double inset = switch (mark) {
            case CIRCLE, SQUARE -> 5;
            case PLUG -> 4;
            case DIAMOND -> 6;
            default -> 0;
        };
        Point a = new Point(left + inset, y);
        Point b = new Point(right - inset, y);
        Link link = arrow ? null : new Link(Link.End.parse("a"), Link.End.parse("b"), null, up, "");
        End first = new End(Id.of("a"), from, a, Side.RIGHT, arrow ? Mark.NONE : mark);
        End second = new End(Id.of("b"), to, b, Side.LEFT, mark);
        var labels = new java.util.ArrayList<Line.Label>();
        if (!from.isEmpty()) {
            labels.add(label(from, left + 18, y));
            labels.add(label(to, right - 18 - Lettering.mono(10, Token.TEXT2).width(to), y));
        }
        var line = new Line("a--b", kind, link, List.of(a, b), first, second, labels);
        LinkPainter.line(line, false, brush);
        LinkPainter.ends(line, brush);
        LinkPainter.labels(line, false, brush);
    }

    private static Line.Label label(String text, double x, double y) {
        return new Line.Label(text, x, y + 3.5, Lettering.mono(10, Token.TEXT2).width(text), 0, null);
    }

    private void states() {
        section("States", 728);
        state("normal", Specimens.POD, 0, 756, 112, 68, State.NORMAL);
        state("hovered: ring, link ports", Specimens.POD, 1, 756, 112, 68, State.HOVERED);
        state("selected", Specimens.POD, 2, 756, 112, 68, State.SELECTED);
        state("error badge", Specimens.POD, 3, 756, 112, 68, State.ERROR);
        state("folded: count, worst badge", Specimens.NODE, 4, 756, 112, 36, State.FOLDED);
        double x = COLUMNS[4] + 10;
        for (Badge badge : Badge.values()) {
            BadgePainter.paint(badge, x, 816, 1, pen);
            x += 24;
        }
        state("Service hovered", Specimens.SERVICE, 0, 872, 112, 40, State.HOVERED);
        state("bridge selected", Specimens.PLAIN_BRIDGE, 1, 876, 112, 32, State.SELECTED);
        state("VPC router with error", Specimens.VPC, 2, 868, 48, 48, State.ERROR);
        state("pod folded", Specimens.POD, 4, 872, 112, 36, State.FOLDED);
        var line = new Line(
                "a--b",
                Line.Kind.VETH,
                Link.of("a", "b"),
                List.of(new Point(432, 892), new Point(534, 892)),
                new End(Id.of("a"), "", new Point(432, 892), Side.RIGHT, Mark.CIRCLE),
                new End(Id.of("b"), "", new Point(534, 892), Side.LEFT, Mark.CIRCLE),
                List.of());
        SelectionPainter.under(line, brush);
        LinkPainter.line(line, false, brush);
        LinkPainter.ends(line, brush);
        SelectionPainter.ends(line, brush);
        pen.text("link selected", COLUMNS[3], 936, SMALL);
    }

    private enum State {
        NORMAL,
        HOVERED,
        SELECTED,
        ERROR,
        FOLDED
    }

    private void state(String title, Element element, int column, double y, double w, double h, State state) {
        Shape shape = shape(element, new Rect(COLUMNS[column], y, w, h), state == State.FOLDED);
        if (state == State.HOVERED) {
            SelectionPainter.hover(shape, brush);
        }
        Painters.paint(shape, brush);
        Rect box = shape.box();
        switch (state) {
            case NORMAL -> {}
            case HOVERED -> SelectionPainter.linkPorts(shape, brush);
            case SELECTED -> SelectionPainter.selected(shape, brush);
            case ERROR -> BadgePainter.paint(Badge.ERROR, box.right(), box.y(), 1, pen);
            case FOLDED ->
                BadgePainter.paint(
                        element == Specimens.NODE ? Badge.WARNING : Badge.ERROR, box.right(), box.y(), 1, pen);
        }
        pen.text(title, COLUMNS[column], y < 860 ? 846 : element == Specimens.VPC ? 946 : 936, SMALL);
    }

    private void marks() {
        section("Trace marks", 966);
        List.of(
                        circle(36, 994, 1, Time.PAST),
                        circle(68, 994, 2, Time.NOW),
                        circle(100, 994, 3, Time.NEXT),
                        circle(132, 994, 9, Time.REPLY))
                .forEach(circle -> TrafficPainter.circle(circle, pen));
        pen.text("past, now, next, reply", 24, 1024, SMALL);
        TrafficPainter.packet(new Packet(new Point(196, 994), 0, true, false), pen);
        pen.text("packet token", 177, 1024, SMALL);
        for (int i = 0; i < 4; i++) {
            TrafficPainter.packet(new Packet(new Point(290 + 32 * i, 994), i, false, true), pen);
        }
        pen.text("parallel packets", 280, 1024, SMALL);
        TrafficPainter.drop(new Drop(new Point(444, 994), new Rect(468, 981, 196, 26), "no route to 10.244.9.4"), pen);
        pen.text("drop: octagon and reason", 430, 1024, SMALL);
        Inside.Strip strip = Inside.Strip.of(new Rect(24, 1058, 332, 32));
        pen.line(44, 1074, 340, 1074, Stroke.of(Token.HOST, 1.5));
        InsidePainter.strip(strip, Stage.PREROUTING, Set.of(), brush);
        var change = new Change("dst", "10.96.0.10:80", "10.244.2.2:8080");
        TrafficPainter.card(
                new Card(
                        new Rect(24, 1102, 268, 64),
                        new Point(69, 1094),
                        false,
                        null,
                        "NAT",
                        "DNAT",
                        "KUBE-SEP-5Q3P56IRA2PP7VYF #2",
                        change),
                pen);
        pen.text("stage strip and rewrite card", 24, 1186, SMALL);
        InsidePainter.stage(Stage.FORWARD, new Rect(380, 1058, 70, 32), InsidePainter.Look.REWRITES, brush);
        chip("eth0", new Rect(470, 1062, 48, 24), false);
        chip("flannel.1", new Rect(530, 1062, 72, 24), true);
        double x = 380;
        for (String word : List.of("NAT", "no-fwd", "terminating", "host network")) {
            x += Tags.word(word, x, 1112, pen) + 6;
        }
        ShieldPainter.mark(388, 1152, Family.SVC, brush);
        ShieldPainter.mark(412, 1152, Family.L3, brush);
        GhostPainter.label("Connect eth0 to cbr0", 440, 1152, pen);
        pen.text("interfaces, tags, shields, ghost", 380, 1186, SMALL);
    }

    private void chip(String name, Rect box, boolean tunnel) {
        var chip = new Inside.Chip(Id.of("n1"), name, "", box, Side.RIGHT, Optional.empty(), tunnel);
        InsidePainter.chip(chip, box.grown(100), true, brush);
    }

    private void glyphs() {
        section("Glyphs", 1216);
        double x = 24;
        double y = 1232;
        for (Glyph glyph : Glyph.values()) {
            glyph.paint(pen, x, y, 1);
            x += 44;
            if (x > 660) {
                x = 24;
                y += 40;
            }
        }
    }

    /// Every kind must have a specimen.
    static List<String> kindsWithout(List<Element> shown) {
        return Kinds.ALL.stream()
                .map(kind -> kind.name())
                .filter(name -> shown.stream().noneMatch(e -> Kinds.of(e).name().equals(name)))
                .toList();
    }
}
