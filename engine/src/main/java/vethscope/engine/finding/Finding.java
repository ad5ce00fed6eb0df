package vethscope.engine.finding;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.trace.Sentence;
import vethscope.model.Id;
import vethscope.model.edit.Edit;

/// A flaw of a drawing, collected and never thrown.
///
/// @param code stable, `VS` and three digits; docs/findings.md lists them
/// @param where the element; null for the design as a whole
/// @param key the field it is about, for the inspector; null if none
/// @param fixes edits that would mend it, best first
public record Finding(
        String code,
        Severity severity,
        @Nullable Id where,
        @Nullable String key,
        Sentence message,
        List<Fix> fixes) {

    public enum Severity {
        ERROR,
        WARNING,
        INFO
    }

    public record Fix(Sentence title, Edit edit) {}

    public Finding {
        fixes = List.copyOf(fixes);
    }
}
