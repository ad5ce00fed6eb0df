package vethscope.engine.succession;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vethscope.engine.network.Change;
import vethscope.engine.trace.Sentence;
import vethscope.model.Id;

/// Collects entry by entry what a program does: entries of one machine that share a reason are one reaction.
final class Reactions {

    private record Group(Id where, Sentence text) {}

    private record Entries(List<Change> changes, List<String> kept) {}

    private final Reaction.Program program;
    private final Map<Group, Entries> groups = new LinkedHashMap<>();

    Reactions(Reaction.Program program) {
        this.program = program;
    }

    void forgets(Change.Made entry, Id where, Sentence why) {
        of(where, why).changes.add(new Change.Removed(entry));
    }

    void keeps(Change.Made entry, Id where, Sentence why) {
        of(where, why).kept.add(entry.table() + " " + entry.entry());
    }

    private Entries of(Id where, Sentence why) {
        return groups.computeIfAbsent(new Group(where, why), _ -> new Entries(new ArrayList<>(), new ArrayList<>()));
    }

    List<Reaction> all() {
        return groups.entrySet().stream()
                .map(e -> new Reaction(
                        program, e.getKey().where, e.getKey().text, e.getValue().changes, e.getValue().kept))
                .toList();
    }
}
