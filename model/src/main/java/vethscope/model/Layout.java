package vethscope.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;
import vethscope.model.element.Part;

/// Where things are drawn, in canvas pixels at 100 %, y down. Boxes are absolute, not relative to the parent.
///
/// @param links bends of a link's line, by the text of the link's `from` end
public record Layout(Map<Id, Box> elements, Map<String, List<Point>> links) {

    public static final Layout EMPTY = new Layout(Map.of(), Map.of());

    @SuppressWarnings("unchecked") // a class literal has no type argument
    private static final Fields<List<Point>> BENDS = Fields.of((Class<List<Point>>) (Class<?>) List.class, List.of())
            .key("bends", new FieldType.Points(), Part.self(), "corners of the line");

    static final Fields<Layout> FIELDS = Fields.of(Layout.class, EMPTY)
            .key(
                    "elements",
                    new FieldType.Keyed<>(new FieldType.Ref(List.of()), Box.FIELDS),
                    "elements",
                    "boxes by element")
            .key(
                    "links",
                    new FieldType.Keyed<>(new FieldType.Text(false), BENDS),
                    "links",
                    "lines by the link's `from` end");

    public Layout {
        elements = Collections.unmodifiableMap(new LinkedHashMap<>(elements));
        links = Collections.unmodifiableMap(new LinkedHashMap<>(links));
    }

    public Optional<Box> box(Id id) {
        return Optional.ofNullable(elements.get(id));
    }

    public Layout with(Id id, Box box) {
        var next = new LinkedHashMap<>(elements);
        next.put(id, box);
        return new Layout(next, links);
    }

    public Layout withAll(Map<Id, Box> boxes) {
        var next = new LinkedHashMap<>(elements);
        next.putAll(boxes);
        return new Layout(next, links);
    }

    /// Without the boxes of these elements and the bends of links from them.
    public Layout without(Set<Id> ids) {
        var next = new LinkedHashMap<>(elements);
        next.keySet().removeAll(ids);
        var lines = new LinkedHashMap<>(links);
        lines.keySet().removeIf(from -> ids.stream().anyMatch(id -> startsAt(from, id)));
        return new Layout(next, lines);
    }

    /// The corners of the line of the link with this `from` end; none: the line finds its own way.
    public Layout withBends(Link.End from, List<Point> bends) {
        var lines = new LinkedHashMap<>(links);
        lines.put(from.toString(), List.copyOf(bends));
        if (bends.isEmpty()) {
            lines.remove(from.toString());
        }
        return new Layout(elements, lines);
    }

    /// Another id for an element.
    public Layout renamed(Id from, Id to) {
        var boxes = new LinkedHashMap<Id, Box>();
        elements.forEach((id, box) -> boxes.put(id.equals(from) ? to : id, box));
        var lines = new LinkedHashMap<String, List<Point>>();
        links.forEach((end, bends) ->
                lines.put(startsAt(end, from) ? to + end.substring(from.value().length()) : end, bends));
        return new Layout(boxes, lines);
    }

    private static boolean startsAt(String end, Id element) {
        return end.equals(element.value()) || end.startsWith(element + ":");
    }

    /// These elements moved by an offset.
    public Layout moved(Set<Id> ids, Point by) {
        var next = new LinkedHashMap<>(elements);
        next.replaceAll((id, box) -> ids.contains(id) ? box.moved(by) : box);
        return new Layout(next, links);
    }

    public record Point(double x, double y) {
        public Point plus(Point other) {
            return new Point(x + other.x, y + other.y);
        }

        public Point minus(Point other) {
            return new Point(x - other.x, y - other.y);
        }
    }

    /// A rectangle; `w` and `h` 0 mean the kind's own size.
    public record Box(double x, double y, double w, double h, boolean folded) {

        static final Fields<Box> FIELDS = Fields.of(Box.class, Box.of(0, 0, 0, 0))
                .key("x", new FieldType.Decimal(), "x", "pixels from the left")
                .written()
                .key("y", new FieldType.Decimal(), "y", "pixels from the top")
                .written()
                .key("w", new FieldType.Decimal(), "w", "width; 0: the kind's own")
                .key("h", new FieldType.Decimal(), "h", "height; 0: the kind's own")
                .key("folded", FieldType.FLAG, "folded", "what it contains is hidden");

        public static Box of(double x, double y, double w, double h) {
            return new Box(x, y, w, h, false);
        }

        public Box moved(Point by) {
            return new Box(x + by.x(), y + by.y(), w, h, folded);
        }

        public boolean contains(Point p) {
            return p.x() >= x && p.x() <= x + w && p.y() >= y && p.y() <= y + h;
        }
    }
}
