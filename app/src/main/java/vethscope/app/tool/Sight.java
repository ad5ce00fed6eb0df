package vethscope.app.tool;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import vethscope.app.scene.Hit;
import vethscope.app.scene.Scene;
import vethscope.app.scene.Shape;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.Link;

/// What a tool sees: the drawing as it stands, what is selected, and how near it is looked at.
///
/// @param zoom screen pixels per canvas pixel
public record Sight(Scene scene, Set<Id> selection, double zoom) {

    /// The innermost element at a point; a line is none.
    public Optional<Id> elementAt(Point at) {
        return scene.hit(at.x(), at.y(), zoom).flatMap(hit -> switch (hit) {
            case Hit.OfElement(var id) -> Optional.of(id);
            case Hit.OfContainer container -> Optional.of(container.owner());
            case Hit.OfInterface chip -> Optional.of(chip.node());
            case Hit.OfStage stage -> Optional.of(stage.node());
            case Hit.OfNetns(var node) -> Optional.of(node);
            case Hit.OfEnd(var line, var first) -> scene.line(line).map(l -> (first ? l.from() : l.to()).element());
            case Hit.OfLine ofLine -> Optional.empty();
        });
    }

    /// The drawn link at a point.
    public Optional<Link> linkAt(Point at) {
        return scene.hit(at.x(), at.y(), zoom)
                .filter(Hit.OfLine.class::isInstance)
                .flatMap(hit -> scene.line(((Hit.OfLine) hit).key()))
                .flatMap(line -> Optional.ofNullable(line.link()));
    }

    public Optional<Shape> shape(Id id) {
        return scene.shape(id);
    }

    /// These elements and everything that stands in them.
    public Set<Id> withContents(Set<Id> ids) {
        var all = new LinkedHashSet<>(ids);
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Shape shape : scene.shapes()) {
                if (shape.element().in().filter(all::contains).isPresent() && all.add(shape.id())) {
                    grown = true;
                }
            }
        }
        return all;
    }
}
