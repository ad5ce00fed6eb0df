package vethscope.app.scene;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vethscope.app.scene.Inside.Chip;
import vethscope.app.scene.Inside.Strip;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.element.Bridge;

/// The thin lines inside a node that join its stages with its bridge and its interfaces.
public final class Joints {

    /// How far from the ends of the strip a line may meet it.
    private static final double KEEP = 16;

    private Joints() {}

    static void apply(Map<Id, Inside> insides, Shapes shapes, Collection<Line> lines) {
        Map<Id, List<Double>> ports = new HashMap<>();
        for (Line line : lines) {
            for (End end : List.of(line.from(), line.to())) {
                if (end.mark() == End.Mark.SQUARE) {
                    ports.computeIfAbsent(end.element(), id -> new ArrayList<>())
                            .add(end.at().x());
                }
            }
        }
        insides.replaceAll((id, inside) -> inside.strip().isEmpty()
                ? inside
                : inside.withJoints(of(inside, inside.strip().get(), shapes, ports)));
    }

    private static List<List<Point>> of(Inside inside, Strip strip, Shapes shapes, Map<Id, List<Double>> ports) {
        var joints = new ArrayList<List<Point>>();
        double level = strip.box().centerY();
        joints.add(List.of(
                new Point(strip.box().x() + 20, level), new Point(strip.box().right() - 20, level)));
        inside.chips().forEach(chip -> joints.add(toChip(strip, chip)));
        shapes.tree().in(inside.node()).stream()
                .filter(Bridge.class::isInstance)
                .flatMap(bridge -> shapes.shown(bridge.id()).stream())
                .filter(bar -> bar.box().bottom() <= strip.box().y())
                .forEach(bar -> joints.add(toBridge(strip, bar, inside, ports.getOrDefault(bar.id(), List.of()))));
        return joints;
    }

    /// From the middle of the strip to the interface: straight, or with a bend where it does not lie under or over it.
    public static List<Point> toChip(Strip strip, Chip chip) {
        Rect box = chip.box();
        double x = meeting(strip, box.centerX());
        Point start = new Point(x, strip.box().centerY());
        if (x == box.centerX()) {
            return List.of(start, new Point(x, box.centerY()));
        }
        return List.of(
                start,
                new Point(x, box.centerY()),
                new Point(box.centerX() > x ? box.x() : box.right(), box.centerY()));
    }

    /// Where a line from above or below meets the strip.
    public static double meeting(Strip strip, double x) {
        return Math.clamp(x, strip.box().x() + KEEP, strip.box().right() - KEEP);
    }

    /// Under the port that is farthest from the interfaces that lead outside: most ways then run along the whole strip.
    private static List<Point> toBridge(Strip strip, Shape bar, Inside inside, List<Double> ports) {
        double outside = inside.chips().stream()
                .filter(chip -> chip.plug().isPresent())
                .mapToDouble(chip -> chip.box().centerX())
                .average()
                .orElse(bar.box().right());
        Optional<Double> port = ports.stream().max(Comparator.comparingDouble(x -> Math.abs(x - outside)));
        double x = meeting(strip, port.orElse(strip.stage(Stage.PREROUTING).centerX()));
        return List.of(
                new Point(x, bar.box().centerY()), new Point(x, strip.box().centerY()));
    }
}
