package vethscope.app.session;

import java.util.Set;
import vethscope.model.Design;
import vethscope.model.Id;

/// Elements that were copied, with the drawing that they were in.
///
/// @param pasted how often, so that each copy stands beside the one before
public record Clipboard(Design from, Set<Id> ids, int pasted) {

    public Clipboard {
        ids = Set.copyOf(ids);
    }

    Clipboard again() {
        return new Clipboard(from, ids, pasted + 1);
    }
}
