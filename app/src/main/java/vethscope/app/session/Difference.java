package vethscope.app.session;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import vethscope.model.Design;
import vethscope.model.Id;

/// What tells two contents of a drawing apart, in the words of a list of changes.
///
/// @param kind `added`, `removed`, `changed`, `moved`, `linked`, `unlinked` or `other`
/// @param ids the elements that it is about
public record Difference(String kind, List<Id> ids) {

    public Difference {
        ids = List.copyOf(ids);
    }

    public static Difference of(Design before, Design after) {
        Set<Id> was = before.topology().elements().keySet();
        Set<Id> is = after.topology().elements().keySet();
        Set<Id> added = without(is, was);
        Set<Id> removed = without(was, is);
        if (!added.isEmpty()) {
            return new Difference("added", List.copyOf(added));
        }
        if (!removed.isEmpty()) {
            return new Difference("removed", List.copyOf(removed));
        }
        int links = after.topology().links().size() - before.topology().links().size();
        if (links != 0) {
            return new Difference(links > 0 ? "linked" : "unlinked", List.of());
        }
        List<Id> changed = is.stream()
                .filter(id -> !Objects.equals(
                        before.topology().elements().get(id),
                        after.topology().elements().get(id)))
                .toList();
        if (!changed.isEmpty()) {
            return new Difference("changed", changed);
        }
        List<Id> moved = is.stream()
                .filter(id -> !before.layout().box(id).equals(after.layout().box(id)))
                .toList();
        return moved.isEmpty() ? new Difference("other", List.of()) : new Difference("moved", moved);
    }

    private static Set<Id> without(Set<Id> all, Set<Id> some) {
        var left = new LinkedHashSet<>(all);
        left.removeAll(some);
        return left;
    }
}
