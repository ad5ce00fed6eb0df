package vethscope.app.tool;

import java.util.List;
import java.util.Set;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.Link;
import vethscope.model.edit.Edit;

/// A tool's answer to a gesture: the state that follows, and what is to be done.
public record Turn(Tool next, List<Effect> effects) {

    /// What a gesture brings about beside the next state.
    public sealed interface Effect {

        /// The drawing changes, in one step of undo.
        record Change(Edit edit) implements Effect {}

        record Select(Set<Id> ids) implements Effect {}

        /// A drawn link is selected.
        record SelectLink(Link link) implements Effect {}

        /// A packet is sent from one element to another.
        record Send(Id from, Id to) implements Effect {}

        /// The element was picked for whoever asked.
        record Pick(Id id) implements Effect {}

        /// The name is to be written in place.
        record Rename(Id id) implements Effect {}

        /// Something of this kind is to be placed there.
        record Place(String kind, Point at) implements Effect {}

        /// Two elements are to be joined by a cable.
        record Connect(Id from, Id to) implements Effect {}
    }

    public Turn {
        effects = List.copyOf(effects);
    }

    static Turn to(Tool next, Effect... effects) {
        return new Turn(next, List.of(effects));
    }
}
