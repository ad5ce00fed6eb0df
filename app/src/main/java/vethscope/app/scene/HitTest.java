package vethscope.app.scene;

import java.util.List;
import java.util.Optional;
import vethscope.app.scene.Inside.Chip;
import vethscope.model.element.Container;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Note;
import vethscope.model.element.Pod;
import vethscope.model.element.Zone;

/// Answers what is under the pointer: ports, then small things, then lines, then what they lie in.
final class HitTest {

    /// Half of the smallest target on the screen.
    private static final double REACH = 12;
    /// Half the width of a line's target on the screen.
    private static final double LINE = 6;

    private final Scene scene;
    private final double x;
    private final double y;
    private final double zoom;

    HitTest(Scene scene, double x, double y, double zoom) {
        this.scene = scene;
        this.x = x;
        this.y = y;
        this.zoom = zoom;
    }

    Optional<Hit> hit() {
        double reach = REACH / zoom;
        List<Line> lines = scene.linesIn(new Rect(x - reach, y - reach, 2 * reach, 2 * reach));
        List<Shape> shapes = scene.shapesIn(new Rect(x - reach, y - reach, 2 * reach, 2 * reach))
                .reversed();
        return port(lines)
                .or(() -> leaf(shapes))
                .or(() -> inNode(shapes))
                .or(() -> line(lines))
                .or(() -> container(shapes));
    }

    /// Within the port itself; the generous target of 24 pixels must not swallow the element that it stands on.
    private Optional<Hit> port(List<Line> lines) {
        double reach = Math.max(7, 7 / zoom);
        for (Line line : lines) {
            if (line.isDerived()) {
                continue;
            }
            for (End end : List.of(line.from(), line.to())) {
                if (end.mark() != End.Mark.NONE
                        && Math.hypot(end.at().x() - x, end.at().y() - y) <= reach) {
                    return Optional.of(new Hit.OfEnd(line.key(), end == line.from()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Hit> leaf(List<Shape> innermostFirst) {
        for (Shape shape : innermostFirst) {
            if (isContainer(shape)) {
                continue;
            }
            if (reachable(shape.box()).contains(x, y)) {
                return inside(shape).or(() -> Optional.of(new Hit.OfElement(shape.id())));
            }
        }
        return Optional.empty();
    }

    private static boolean isContainer(Shape shape) {
        return !shape.folded() && (shape.element() instanceof Zone || shape.element() instanceof KubeNode);
    }

    private Optional<Hit> inside(Shape shape) {
        if (!(shape.element() instanceof Pod pod) || shape.folded() || zoom < 0.5) {
            return Optional.empty();
        }
        List<Rect> rows = PodRows.of(pod, shape.box());
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).contains(x, y)) {
                Container container = pod.containers().get(i);
                return Optional.of(new Hit.OfContainer(pod.id(), container.name()));
            }
        }
        return Optional.empty();
    }

    private Optional<Hit> inNode(List<Shape> shapes) {
        for (Shape shape : shapes) {
            Optional<Inside> inside = scene.inside(shape.id());
            if (inside.isEmpty() || !shape.box().contains(x, y)) {
                continue;
            }
            Optional<Hit> hit = inNode(inside.get());
            if (hit.isPresent()) {
                return hit;
            }
        }
        return Optional.empty();
    }

    private Optional<Hit> inNode(Inside inside) {
        for (Chip chip : inside.chips()) {
            if (reachable(chip.box()).contains(x, y)) {
                return Optional.of(new Hit.OfInterface(inside.node(), chip.iface()));
            }
        }
        for (Inside.Process process : inside.processes()) {
            if (process.box().contains(x, y)) {
                return Optional.of(new Hit.OfContainer(inside.node(), process.name()));
            }
        }
        if (inside.strip().isPresent()) {
            for (Stage stage : Stage.values()) {
                if (inside.strip().get().stage(stage).contains(x, y)) {
                    return Optional.of(new Hit.OfStage(inside.node(), stage));
                }
            }
        }
        Rect netns = inside.netns();
        boolean border = netns.grown(4).contains(x, y) && !netns.grown(-4).contains(x, y);
        boolean tab = new Rect(netns.x() + 12, netns.y() - 8, 60, 16).contains(x, y);
        return border || tab ? Optional.of(new Hit.OfNetns(inside.node())) : Optional.empty();
    }

    private Optional<Hit> line(List<Line> lines) {
        Line best = null;
        double least = LINE / Math.min(1, zoom);
        for (Line line : lines) {
            double distance = line.distance(x, y);
            if (distance <= least && !line.isDerived()) {
                best = line;
                least = distance;
            }
        }
        return best == null ? Optional.empty() : Optional.of(new Hit.OfLine(best.key()));
    }

    /// A node anywhere; a zone on its border and its title, so that one can draw a selection inside.
    private Optional<Hit> container(List<Shape> shapes) {
        for (Shape shape : shapes) {
            if (shape.element() instanceof KubeNode && shape.box().contains(x, y)) {
                return Optional.of(new Hit.OfElement(shape.id()));
            }
            if (shape.element() instanceof Zone || shape.element() instanceof Note) {
                double edge = Math.max(6, 6 / zoom);
                boolean border = shape.box().grown(edge).contains(x, y)
                        && !shape.box().grown(-edge).contains(x, y);
                boolean title = new Rect(
                                shape.box().x(),
                                shape.box().y() - 10,
                                Math.min(shape.box().w(), 200),
                                22)
                        .contains(x, y);
                if (border || title) {
                    return Optional.of(new Hit.OfElement(shape.id()));
                }
            }
        }
        return Optional.empty();
    }

    /// At least 24 pixels on the screen each way.
    private Rect reachable(Rect box) {
        double least = 2 * REACH / zoom;
        return Rect.around(box.centerX(), box.centerY(), Math.max(box.w(), least), Math.max(box.h(), least));
    }
}
