package vethscope.model.edit;

import java.util.ArrayList;
import java.util.List;
import vethscope.model.Design;

/// A design, those that it was before, and those that were undone: two bounded stacks of references.
///
/// @param before the oldest first
/// @param after the next one first
public record History(List<Design> before, Design present, List<Design> after) {

    /// Steps that can be undone.
    public static final int LIMIT = 500;

    public History {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    public static History of(Design design) {
        return new History(List.of(), design, List.of());
    }

    /// An edit that changes nothing leaves no step; what was undone is forgotten.
    public History push(Edit edit) {
        return push(edit.apply(present));
    }

    public History push(Design next) {
        if (next.equals(present)) {
            return this;
        }
        var longer = new ArrayList<>(before.subList(before.size() < LIMIT ? 0 : 1, before.size()));
        longer.add(present);
        return new History(longer, next, List.of());
    }

    public boolean canUndo() {
        return !before.isEmpty();
    }

    public boolean canRedo() {
        return !after.isEmpty();
    }

    public History undo() {
        return canUndo() ? at(before.size() - 1) : this;
    }

    public History redo() {
        return canRedo() ? at(before.size() + 1) : this;
    }

    /// All designs in the order in which they came.
    public List<Design> all() {
        var all = new ArrayList<>(before);
        all.add(present);
        all.addAll(after);
        return all;
    }

    /// The design of that index in [#all] is the present one.
    public History at(int index) {
        List<Design> all = all();
        return new History(all.subList(0, index), all.get(index), all.subList(index + 1, all.size()));
    }
}
