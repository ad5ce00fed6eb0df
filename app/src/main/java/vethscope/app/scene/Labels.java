package vethscope.app.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vethscope.app.font.Face;
import vethscope.app.font.FontMetrics;
import vethscope.app.font.Weight;
import vethscope.app.scene.Line.Label;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Zone;

/// Puts the names of interfaces beside their ends of a line, where they cover nothing: right of an upright line, on a
/// level one, else further along, else aside with a thin line to what they name.
final class Labels {

    private static final double SIZE = 10;
    /// From a pod's edge to the baseline of its label.
    private static final double PAST_POD = 17;
    /// From the baseline of a label to the bridge under it.
    private static final double BEFORE_BAR = 14;
    private static final double BESIDE = 10;
    private static final double FROM_END = 14;

    private final Buckets<Rect> taken = new Buckets<>(128);
    private final Buckets<Rect> parts = new Buckets<>(128);
    private final Map<Id, Inside> insides;

    private Labels(Map<Id, Inside> insides) {
        this.insides = insides;
    }

    static List<Line> placed(List<Line> lines, Shapes shapes, Map<Id, Inside> insides) {
        var labels = new Labels(insides);
        for (Shape shape : shapes.visible().values()) {
            if (!(shape.element() instanceof Zone) && !(shape.element() instanceof KubeNode && !shape.folded())) {
                labels.taken.add(shape.box(), shape.box());
            }
        }
        for (Inside inside : insides.values()) {
            inside.chips().forEach(chip -> labels.taken.add(chip.box(), chip.box()));
            inside.strip().ifPresent(strip -> labels.taken.add(strip.box(), strip.box()));
        }
        lines.forEach(labels::block);
        return lines.stream().map(labels::place).toList();
    }

    /// Level parts of lines are no place for a text beside an upright one.
    private void block(Line line) {
        for (int i = 1; i < line.route().size(); i++) {
            Point a = line.route().get(i - 1);
            Point b = line.route().get(i);
            Rect part = Rect.between(a.x(), a.y(), b.x(), b.y()).grown(1);
            parts.add(part, part);
        }
    }

    /// The part of the line that is seen: from where it leaves the node of an interface.
    private List<Point> outside(Line line) {
        var points = new ArrayList<>(line.route());
        plug(line.from()).ifPresent(p -> points.set(0, p));
        plug(line.to()).ifPresent(p -> points.set(points.size() - 1, p));
        return points;
    }

    private Optional<Point> plug(End end) {
        return Optional.ofNullable(insides.get(end.element()))
                .flatMap(inside -> inside.chip(end.iface()))
                .flatMap(Inside.Chip::plug);
    }

    private boolean isChip(End end) {
        return Optional.ofNullable(insides.get(end.element()))
                .flatMap(inside -> inside.chip(end.iface()))
                .isPresent();
    }

    private Line place(Line line) {
        if (line.isDerived()) {
            return line;
        }
        var labels = new ArrayList<Label>();
        List<Point> route = outside(line);
        if (!line.from().iface().isEmpty() && !isChip(line.from())) {
            add(labels, line.from(), route.get(0), route.get(1));
        }
        if (!line.to().iface().isEmpty() && !isChip(line.to())) {
            add(labels, line.to(), route.getLast(), route.get(route.size() - 2));
        }
        String text = line.link() == null ? "" : line.link().label();
        if (!text.isBlank()) {
            labels.add(middle(text, route));
        }
        return line.withLabels(labels);
    }

    private void add(List<Label> labels, End end, Point at, Point next) {
        double width = FontMetrics.width(end.iface(), Face.MONO, Weight.REGULAR, SIZE);
        List<Label> wishes = at.x() == next.x() ? beside(end, at, next, width) : on(end, at, next, width);
        Rect own = Rect.between(at.x(), at.y(), next.x(), next.y()).grown(1);
        Label label = wishes.stream()
                .filter(wish -> isFree(wish, own))
                .findFirst()
                .orElseGet(() -> aside(end, at, width, wishes.getFirst(), own));
        taken.add(label.box(), label.box());
        labels.add(label);
    }

    /// @param own the part of the line that the text stands at
    private boolean isFree(Label label, Rect own) {
        Rect box = label.box();
        return !taken.anyNear(box, box::overlaps)
                && !parts.anyNear(box, part -> !own.contains(part) && part.overlaps(box));
    }

    private static List<Label> beside(End end, Point at, Point next, double width) {
        double length = Math.abs(next.y() - at.y());
        boolean down = next.y() > at.y();
        boolean bar = end.mark() == End.Mark.SQUARE;
        double first = down ? at.y() + (bar ? BEFORE_BAR + 8 : PAST_POD) : at.y() - (bar ? BEFORE_BAR : PAST_POD - 7);
        var wishes = new ArrayList<Label>();
        for (double slide = 0; slide == 0 || slide <= length / 2 - 12; slide += 14) {
            double y = first + (down ? slide : -slide);
            wishes.add(new Label(end.iface(), at.x() + BESIDE, y, width, BESIDE, null));
            wishes.add(new Label(end.iface(), at.x() - BESIDE - width, y, width, 0, null));
        }
        return wishes;
    }

    private static List<Label> on(End end, Point at, Point next, double width) {
        double length = Math.abs(next.x() - at.x());
        boolean right = next.x() > at.x();
        double from = right ? at.x() + FROM_END : at.x() - FROM_END - width;
        var wishes = new ArrayList<Label>();
        if (length >= width + 2 * FROM_END + 12) {
            for (double slide = 0; slide <= length / 2 - width; slide += 16) {
                wishes.add(new Label(end.iface(), from + (right ? slide : -slide), at.y() + 3.5, width, 0, null));
            }
        }
        wishes.add(new Label(end.iface(), from, at.y() - 10, width, 0, null));
        wishes.add(new Label(end.iface(), from, at.y() + 18, width, 0, null));
        return wishes;
    }

    /// Out of the crowd, joined to its end by a thin line.
    private Label aside(End end, Point at, double width, Label wish, Rect own) {
        for (int step = 1; step <= 6; step++) {
            for (int way = 0; way < 4; way++) {
                double x = at.x() + (way % 2 == 0 ? 12 + 6 * step : -12 - 6 * step - width);
                double y = at.y() + (way < 2 ? 1 : -1) * (10 + 12 * step);
                Point leader = new Point(at.x(), at.y());
                Label label = new Label(end.iface(), x, y, width, 0, leader);
                if (isFree(label, own)) {
                    return label;
                }
            }
        }
        return wish;
    }

    private static Label middle(String text, List<Point> route) {
        int longest = 1;
        for (int i = 2; i < route.size(); i++) {
            longest = length(route, i) > length(route, longest) ? i : longest;
        }
        Point a = route.get(longest - 1);
        Point b = route.get(longest);
        double width = FontMetrics.width(text, Face.MONO, Weight.REGULAR, SIZE);
        return new Label(text, (a.x() + b.x() - width) / 2, (a.y() + b.y()) / 2 + 3.5, width, 0, null);
    }

    private static double length(List<Point> route, int i) {
        return Math.abs(route.get(i).x() - route.get(i - 1).x())
                + Math.abs(route.get(i).y() - route.get(i - 1).y());
    }
}
