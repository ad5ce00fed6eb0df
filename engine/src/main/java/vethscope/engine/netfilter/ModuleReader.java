package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.List;

/// Reads the options of a module whose conditions are files of their own.
abstract non-sealed class ModuleReader implements MatchReader {

    private final String name;
    private final List<Match> read = new ArrayList<>();

    ModuleReader(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    final void add(Match match) {
        read.add(match);
    }

    /// Whether an option of the module was read.
    final boolean isEmpty() {
        return read.isEmpty();
    }

    /// @throws Refusal if the module was asked nothing
    @Override
    public List<Match> matches() throws Refusal {
        if (read.isEmpty()) {
            throw new Refusal("module.needs-any", name);
        }
        return List.copyOf(read);
    }

    /// @throws Refusal unless the hook is one of those
    static void only(String what, Hook hook, Hook... hooks) throws Refusal {
        if (!List.of(hooks).contains(hook)) {
            throw new Refusal("hook.not-there", what, hook);
        }
    }
}
