package vethscope.app.tool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Shape;
import vethscope.model.Id;
import vethscope.model.Layout.Box;
import vethscope.model.Layout.Point;
import vethscope.model.edit.Edit;

/// The edits that the tools make.
public final class Changes {

    private Changes() {}

    /// Moves elements with all that stands in them; a new container takes them if there is one.
    public static Edit move(Sight sight, Set<Id> ids, Point by, Optional<Id> into) {
        var edits = new ArrayList<Edit>();
        settle(sight, ids).ifPresent(edits::add);
        edits.add(new Edit.Move(ids, by));
        into.filter(c -> !stand(sight, ids, c)).ifPresent(c -> edits.add(new Edit.Reparent(ids, c)));
        return edits.size() == 1 ? edits.getFirst() : new Edit.Batch(edits, "move");
    }

    /// What the layout does not hold yet is written down where it is shown.
    private static Optional<Edit> settle(Sight sight, Set<Id> ids) {
        var boxes = new LinkedHashMap<Id, Box>();
        for (Id id : sight.withContents(ids)) {
            if (sight.scene().design().layout().box(id).isEmpty()) {
                sight.shape(id).map(Shape::box).ifPresent(box -> boxes.put(id, box.box()));
            }
        }
        return boxes.isEmpty() ? Optional.empty() : Optional.of(new Edit.Arrange(boxes));
    }

    private static boolean stand(Sight sight, Set<Id> ids, Id container) {
        return ids.stream()
                .allMatch(id -> sight.shape(id)
                        .flatMap(s -> s.element().in())
                        .filter(container::equals)
                        .isPresent());
    }

    static Edit resize(Id id, Rect box) {
        return new Edit.Arrange(java.util.Map.of(id, box.box()));
    }

    /// Folds what is open and opens what is folded.
    public static Edit fold(Sight sight, List<Id> ids) {
        var boxes = new LinkedHashMap<Id, Box>();
        for (Id id : ids) {
            sight.shape(id).ifPresent(shape -> {
                Rect drawn = shape.box();
                Box known = sight.scene().design().layout().box(id).orElse(drawn.box());
                boxes.put(id, new Box(known.x(), known.y(), known.w(), known.h(), !shape.folded()));
            });
        }
        return new Edit.Arrange(boxes);
    }
}
