package vethscope.app.paint;

import java.util.List;
import java.util.Optional;
import vethscope.app.scene.Captions;
import vethscope.app.scene.Hit;
import vethscope.app.scene.Inside;
import vethscope.app.scene.Line;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.app.scene.Shape;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Pod;
import vethscope.model.element.Zone;

/// Draws a scene, layer over layer: borders, machines, lines, what lines end at, names, marks.
public final class ScenePainter {

    private final Scene scene;
    private final Brush brush;
    private final Traffic traffic;
    private final List<Shape> shapes;
    private final List<Line> lines;

    private ScenePainter(Scene scene, Traffic traffic, Rect area, Brush brush) {
        this.scene = scene;
        this.brush = brush;
        this.traffic = traffic;
        this.shapes = scene.shapesIn(area);
        this.lines = scene.linesIn(area);
    }

    /// @param traffic paths, circles and cards of a trace; [Traffic#NONE] without one
    /// @param area the part of the canvas that is seen; more is not drawn
    public static void paint(Scene scene, View view, Traffic traffic, Rect area, Pen pen) {
        new ScenePainter(scene, traffic, area, new Brush(pen, view)).paint();
    }

    private void paint() {
        shapes.stream().filter(ScenePainter::isGround).forEach(this::element);
        insides(inside -> InsidePainter.frame(inside, brush));
        if (isSeen()) {
            lines.stream()
                    .filter(Line::isDerived)
                    .forEach(line -> line(line, () -> {
                        LinkPainter.line(line, false, brush);
                        LinkPainter.ends(line, brush);
                    }));
        }
        insides(inside -> InsidePainter.joints(inside, brush));
        TrafficPainter.under(traffic, brush);
        lines.stream().filter(line -> !line.isDerived()).forEach(this::cable);
        TrafficPainter.joints(traffic, brush);
        shapes.stream().filter(shape -> !isGround(shape)).forEach(this::element);
        insides(this::inside);
        lines.stream().filter(line -> !line.isDerived()).forEach(line -> LinkPainter.ends(line, brush));
        lines.forEach(line -> LinkPainter.labels(line, traffic.hasLane(line), brush));
        shapes.forEach(this::marks);
        if (!isSeen()) {
            shapes.stream()
                    .filter(shape -> shape.element() instanceof KubeNode)
                    .forEach(shape -> brush.blockName(Captions.name(shape.element()), shape.box()));
        }
        selection();
        TrafficPainter.over(traffic, brush);
    }

    /// Whether things inside machines can be told apart.
    private boolean isSeen() {
        return brush.shows(Detail.NAMES) || brush.view().thumbnail();
    }

    /// From very far the cables inside machines are left out.
    private void cable(Line line) {
        if (line.kind() == Line.Kind.VETH && !isSeen()) {
            return;
        }
        line(line, () -> {
            if (brush.view().picked().contains(new Hit.OfLine(line.key()))) {
                SelectionPainter.under(line, brush);
            }
            LinkPainter.line(line, traffic.carries(line) && !brush.view().thumbnail(), brush);
        });
    }

    /// What other things stand on.
    private static boolean isGround(Shape shape) {
        return !shape.folded() && (shape.element() instanceof Zone || shape.element() instanceof KubeNode);
    }

    private void element(Shape shape) {
        if (brush.view().hovered().equals(Optional.of(new Hit.OfElement(shape.id())))) {
            SelectionPainter.hover(shape, brush);
        }
        if (!brush.pen().keepsGroups()) {
            face(shape);
            return;
        }
        String address = String.join(" ", Captions.addresses(shape.element()));
        String title = Captions.name(shape.element()) + (address.isEmpty() ? "" : ", " + address);
        brush.pen().group(new Pen.Group("e-" + shape.id(), title), () -> face(shape));
    }

    private void face(Shape shape) {
        Painters.paint(shape, brush);
        if (brush.view().thumbnail() && shape.element() instanceof Pod && traffic.touches(shape.box())) {
            Rect box = shape.box();
            Rect mark = Rect.around(box.centerX(), box.centerY(), box.w() / 2, box.h() * 0.4);
            brush.pen().rect(mark, 6, Style.fill(Token.WORK));
        }
    }

    private void line(Line line, Runnable drawing) {
        String id = "l-"
                + line.key()
                        .replace(':', '.')
                        .replace("--", "_")
                        .replace("~~", "_")
                        .replace("==", "_");
        brush.pen().group(new Pen.Group(id, null), drawing);
    }

    private void insides(java.util.function.Consumer<Inside> drawing) {
        for (Shape shape : shapes) {
            scene.inside(shape.id()).ifPresent(drawing);
        }
    }

    private void inside(Inside inside) {
        if (!brush.shows(Detail.NAMES) && !brush.view().thumbnail()) {
            return;
        }
        if (!brush.view().thumbnail()) {
            inside.strip()
                    .ifPresent(strip -> InsidePainter.strip(
                            strip, traffic.current(inside.node()), traffic.rewriting(inside.node()), brush));
        }
        Shape node = scene.shape(inside.node()).orElseThrow();
        for (Inside.Chip chip : inside.chips()) {
            boolean addressed = !traffic.isFigure() || !chip.address().equals(Captions.address(node.element()));
            InsidePainter.chip(chip, inside.netns(), addressed, brush);
            InsidePainter.plug(chip, brush);
        }
        for (Inside.Process process : inside.processes()) {
            ((KubeNode) node.element())
                    .machine().containers().stream()
                            .filter(container -> container.name().equals(process.name()))
                            .findFirst()
                            .ifPresent(container -> PodPainter.container(container, process.box(), brush));
        }
    }

    /// Shield, tags and badge.
    private void marks(Shape shape) {
        if (brush.view().thumbnail() || !brush.shows(Detail.NAMES)) {
            return;
        }
        Rect box = shape.box();
        if (scene.isShielded(shape.id()) && !brush.view().isFar()) {
            ShieldPainter.mark(
                    box.x(),
                    box.y() + 6,
                    Painters.family(shape.element()) == Family.WORK ? Family.SVC : Family.L3,
                    brush);
        }
        if (!brush.view().isFar()) {
            double x = box.x() + (shape.element() instanceof Pod ? -4 : 8);
            for (String word : Words.of(shape.element())) {
                x += Tags.word(word, x, box.bottom() - 7.5, brush.pen()) + 4;
            }
        }
        Badge badge = brush.view().badges().get(shape.id());
        if (badge != null) {
            BadgePainter.paint(
                    badge, box.right(), box.y(), 1 / Math.max(brush.view().zoom(), 0.2), brush.pen());
        }
    }

    private void selection() {
        for (Shape shape : shapes) {
            if (brush.view().hovered().equals(Optional.of(new Hit.OfElement(shape.id())))) {
                SelectionPainter.linkPorts(shape, brush);
            }
            if (brush.view().selected().contains(shape.id())) {
                SelectionPainter.selected(shape, brush);
            }
        }
        for (Hit hit : brush.view().picked()) {
            picked(hit);
        }
    }

    private void picked(Hit hit) {
        switch (hit) {
            case Hit.OfElement element -> {}
            case Hit.OfEnd(String line, boolean first) ->
                scene.line(line).ifPresent(l -> SelectionPainter.ends(l, brush));
            case Hit.OfLine(String key) -> scene.line(key).ifPresent(l -> SelectionPainter.ends(l, brush));
            case Hit.OfInterface(var node, String iface) ->
                scene.inside(node)
                        .flatMap(inside -> inside.chip(iface))
                        .ifPresent(chip -> SelectionPainter.around(chip.box(), 4, brush));
            case Hit.OfStage(var node, var stage) ->
                scene.inside(node)
                        .flatMap(Inside::strip)
                        .ifPresent(strip -> SelectionPainter.around(strip.stage(stage), 4, brush));
            case Hit.OfContainer(var owner, String container) ->
                Containers.box(scene, owner, container).ifPresent(box -> SelectionPainter.around(box, 4, brush));
            case Hit.OfNetns(var node) ->
                scene.inside(node).ifPresent(inside -> SelectionPainter.around(inside.netns(), 4, brush));
        }
    }
}
