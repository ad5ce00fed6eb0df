package vethscope.app.scene;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vethscope.app.font.Face;
import vethscope.app.font.FontMetrics;
import vethscope.app.font.Weight;
import vethscope.model.Id;

/// Chooses where the name of a round element stands: under it, or at the side with the fewest lines.
final class Captioning {

    private static final List<Side> ORDER = List.of(Side.BOTTOM, Side.RIGHT, Side.LEFT, Side.TOP);

    private Captioning() {}

    static void apply(Shapes shapes, List<Line> lines) {
        var used = new HashMap<Id, Map<Side, Integer>>();
        for (Line line : lines) {
            count(used, line.from());
            count(used, line.to());
        }
        shapes.visible()
                .replaceAll((id, shape) -> Sizes.isRound(shape.element()) && used.containsKey(id)
                        ? shape.captioned(best(used.get(id)))
                        : shape);
    }

    private static void count(Map<Id, Map<Side, Integer>> used, End end) {
        used.computeIfAbsent(end.element(), id -> new EnumMap<>(Side.class)).merge(end.side(), 1, Integer::sum);
    }

    private static Side best(Map<Side, Integer> used) {
        return ORDER.stream()
                .min(Comparator.comparingInt(side -> used.getOrDefault(side, 0)))
                .orElse(Side.BOTTOM);
    }

    /// The room that name and addresses take.
    static Rect area(Shape shape) {
        double name = FontMetrics.width(Captions.name(shape.element()), Face.UI, Weight.SEMIBOLD, 12);
        List<String> addresses = Captions.addresses(shape.element());
        double address = addresses.stream()
                .mapToDouble(text -> FontMetrics.width(text, Face.MONO, Weight.REGULAR, 10.5))
                .max()
                .orElse(0);
        double w = Math.max(name, address);
        double more = Sizes.CAPTION_LINE * (addresses.size() - 1);
        Rect box = shape.box();
        return switch (shape.caption()) {
            case BOTTOM -> new Rect(box.centerX() - w / 2, box.bottom(), w, 36 + more);
            case TOP -> new Rect(box.centerX() - w / 2, box.y() - 36 - more, w, 36 + more);
            case RIGHT -> new Rect(box.right() + 8, box.centerY() - 16, w, 32 + more);
            case LEFT -> new Rect(box.x() - 8 - w, box.centerY() - 16, w, 32 + more);
        };
    }
}
