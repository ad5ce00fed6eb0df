package vethscope.app.paint;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vethscope.app.scene.Hit;
import vethscope.model.Id;

/// How a scene is looked at.
///
/// @param zoom screen pixels per canvas pixel; 1 in figures
/// @param thumbnail blocks without text, with thicker lines
/// @param selected elements; `lines` and derived parts are in `picked`
/// @param picked selected lines, interfaces and other parts of elements
/// @param hovered what the pointer is over
/// @param badges the worst finding of each element
public record View(
        double zoom,
        Detail detail,
        boolean thumbnail,
        Set<Id> selected,
        Set<Hit> picked,
        Optional<Hit> hovered,
        Map<Id, Badge> badges) {

    /// 100 %, nothing selected: what a figure shows.
    public static final View PLAIN =
            new View(1, Detail.INTERFACES, false, Set.of(), Set.of(), Optional.empty(), Map.of());

    public static final View THUMBNAIL =
            new View(0.25, Detail.BLOCKS, true, Set.of(), Set.of(), Optional.empty(), Map.of());

    public View {
        selected = Set.copyOf(selected);
        picked = Set.copyOf(picked);
        badges = Map.copyOf(badges);
    }

    public View at(double zoom, Detail detail) {
        return new View(zoom, detail, thumbnail, selected, picked, hovered, badges);
    }

    public View selecting(Set<Id> selected, Set<Hit> picked) {
        return new View(zoom, detail, thumbnail, selected, picked, hovered, badges);
    }

    public View hovering(Optional<Hit> hovered) {
        return new View(zoom, detail, thumbnail, selected, picked, hovered, badges);
    }

    public View badged(Map<Id, Badge> badges) {
        return new View(zoom, detail, thumbnail, selected, picked, hovered, badges);
    }

    /// Whether details are too small to be seen: an element is then a block with its name.
    boolean isFar() {
        return !detail.shows(Detail.ADDRESSES);
    }
}
