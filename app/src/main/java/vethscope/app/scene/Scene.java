package vethscope.app.scene;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.element.Zone;

/// Everything that is drawn of a design, and where. Immutable; the same design gives the same scene.
public final class Scene {

    private final Design design;
    private final Shapes shapes;
    private final Map<Id, Inside> insides;
    private final Map<String, Line> lines;
    private final Set<Id> shielded;
    private final Buckets<Shape> shapeIndex = new Buckets<>(256);
    private final Buckets<Line> lineIndex = new Buckets<>(256);
    private final Rect bounds;

    private Scene(Design design, Shapes shapes, Map<Id, Inside> insides, List<Line> lines) {
        this.design = design;
        this.shapes = shapes;
        this.insides = Collections.unmodifiableMap(insides);
        this.shielded = Relations.shielded(design);
        this.lines = new LinkedHashMap<>();
        Rect all = null;
        for (Shape shape : shapes.visible().values()) {
            shapeIndex.add(extent(shape), shape);
            all = all == null ? extent(shape) : all.union(extent(shape));
        }
        for (Line line : lines) {
            this.lines.put(line.key(), line);
            lineIndex.add(line.bounds(), line);
            all = all == null ? line.bounds() : all.union(line.bounds());
        }
        this.bounds = all == null ? new Rect(0, 0, 0, 0) : all;
    }

    public static Scene of(Design design) {
        Shapes shapes = Shapes.of(design);
        Map<Id, Inside> insides = Plugs.insides(design, shapes);
        var lines = new ArrayList<>(Wires.of(design, shapes, insides));
        lines.addAll(Labels.placed(Cables.of(design, shapes, insides), shapes, insides));
        Joints.apply(insides, shapes, lines);
        Captioning.apply(shapes, lines);
        return new Scene(design, shapes, insides, lines);
    }

    /// The box with what stands outside of it: a zone's title, the name under a round element.
    private static Rect extent(Shape shape) {
        Rect box = shape.box();
        if (shape.element() instanceof Zone) {
            return new Rect(box.x(), box.y() - 10, box.w(), box.h() + 10);
        }
        return Sizes.isRound(shape.element()) ? box.union(Captioning.area(shape)) : box;
    }

    public Design design() {
        return design;
    }

    /// The visible elements, containers before what is in them.
    public Collection<Shape> shapes() {
        return Collections.unmodifiableCollection(shapes.visible().values());
    }

    public Optional<Shape> shape(Id id) {
        return Optional.ofNullable(shapes.visible().get(id));
    }

    /// The shape that shows for an element: its own, or the folded container's that hides it.
    public Optional<Shape> shown(Id id) {
        return shapes.shown(id);
    }

    public Collection<Inside> insides() {
        return insides.values();
    }

    public Optional<Inside> inside(Id node) {
        return Optional.ofNullable(insides.get(node));
    }

    /// All lines: derived ones first, then the drawn links.
    public Collection<Line> lines() {
        return Collections.unmodifiableCollection(lines.values());
    }

    public Optional<Line> line(String key) {
        return Optional.ofNullable(lines.get(key));
    }

    public boolean isShielded(Id id) {
        return shielded.contains(id);
    }

    /// The smallest box around everything.
    public Rect bounds() {
        return bounds;
    }

    /// The shapes that touch an area, containers first.
    public List<Shape> shapesIn(Rect area) {
        return shapeIndex.near(area);
    }

    public List<Line> linesIn(Rect area) {
        return lineIndex.near(area);
    }

    /// What a click at a point means.
    ///
    /// @param zoom screen pixels per canvas pixel: nothing is harder to hit than 24 pixels on the screen
    public Optional<Hit> hit(double x, double y, double zoom) {
        return new HitTest(this, x, y, zoom).hit();
    }

    /// The innermost container at a point that is not the element itself, nor in it.
    ///
    /// @param moving left out, with all that they contain
    public Optional<Id> containerAt(double x, double y, Set<Id> moving) {
        Optional<Id> found = Optional.empty();
        for (Shape shape : shapesIn(new Rect(x, y, 0, 0))) {
            boolean holds =
                    shape.element() instanceof Zone || shape.element() instanceof vethscope.model.element.KubeNode;
            if (holds && shape.box().contains(x, y) && !isIn(shape.id(), moving)) {
                found = Optional.of(shape.id());
            }
        }
        return found;
    }

    private boolean isIn(Id id, Set<Id> ids) {
        Optional<Id> at = Optional.of(id);
        while (at.isPresent()) {
            if (ids.contains(at.get())) {
                return true;
            }
            at = shape(at.get()).flatMap(shape -> shape.element().in());
        }
        return false;
    }
}
