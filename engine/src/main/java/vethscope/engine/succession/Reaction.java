package vethscope.engine.succession;

import java.util.List;
import vethscope.engine.network.Change;
import vethscope.engine.trace.Sentence;
import vethscope.model.Id;

/// What one program did to the tables of one machine because the drawing changed.
///
/// @param where the element that owns the namespace
/// @param changes entries that left their tables
/// @param kept entries that stay, in the words of the tools that show them, where it is worth a word that they do
public record Reaction(Program program, Id where, Sentence text, List<Change> changes, List<String> kept) {

    /// Who reacts.
    public enum Program {
        KERNEL("kernel"),
        KUBE_PROXY("kube-proxy");

        private final String title;

        Program(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    public Reaction {
        changes = List.copyOf(changes);
        kept = List.copyOf(kept);
    }
}
