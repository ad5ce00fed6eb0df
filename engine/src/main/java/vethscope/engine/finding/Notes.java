package vethscope.engine.finding;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;

/// Collects findings while something else is being done.
public final class Notes {

    private final List<Finding> found = new ArrayList<>();

    /// @param where the element; null for the design as a whole
    /// @param key the field it is about; null if none
    /// @param arguments of the flaw's sentence
    public void add(Flaw flaw, @Nullable Id where, @Nullable String key, Object... arguments) {
        found.add(flaw.at(where, key, arguments));
    }

    public void add(Finding finding) {
        found.add(finding);
    }

    public List<Finding> found() {
        return List.copyOf(found);
    }
}
