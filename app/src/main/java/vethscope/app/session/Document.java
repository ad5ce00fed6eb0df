package vethscope.app.session;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Link;
import vethscope.model.codec.Problem;
import vethscope.model.edit.History;
import vethscope.model.element.Element;

/// An open drawing: its content with the way back, what is selected, what the engine says.
///
/// @param key tells open drawings apart, also two of one file
/// @param cable the end by which the selected link is known; null: none is
/// @param problems what of the file was not understood when it was opened
public record Document(
        long key,
        Origin origin,
        History history,
        Set<Id> selection,
        Link.@Nullable End cable,
        Simulation simulation,
        Tests tests,
        List<Problem> problems) {

    public Document {
        problems = List.copyOf(problems);
        selection = Collections.unmodifiableSet(new LinkedHashSet<>(selection));
    }

    static Document of(long key, Origin origin, List<Problem> problems) {
        return new Document(
                key,
                origin,
                History.of(origin.saved()),
                Set.of(),
                null,
                Simulation.NONE.with(Ask.firstOf(origin.saved())),
                Tests.NONE,
                problems);
    }

    public Design design() {
        return history.present();
    }

    /// Whether the content differs from the saved one.
    public boolean modified() {
        return design() != origin.saved() && !design().equals(origin.saved());
    }

    /// The name of the drawing, or of its file where it has none. What was never a file is called as it was opened,
    /// until somebody names it.
    public String title() {
        String name = design().name().strip();
        boolean called =
                origin.file() == null && name.equals(origin.saved().name().strip());
        return name.isEmpty() || called ? origin.title() : name;
    }

    /// The selected elements that exist, in the order in which they were selected.
    public List<Element> selected() {
        return selection.stream()
                .flatMap(id -> design().topology().find(id).stream())
                .toList();
    }

    /// The selected link.
    public Optional<Link> link() {
        return design().topology().links().stream()
                .filter(l -> l.from().equals(cable))
                .findFirst();
    }

    /// The selected element where it is the only one.
    public Optional<Element> single() {
        var all = selected();
        return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
    }

    Document with(Origin origin) {
        return new Document(key, origin, history, selection, cable, simulation, tests, problems);
    }

    /// Another content; what no longer exists is no longer selected.
    Document with(History history) {
        var left = new LinkedHashSet<>(selection);
        left.retainAll(history.present().topology().elements().keySet());
        return new Document(key, origin, history, left, link().isPresent() ? cable : null, simulation, tests, problems);
    }

    Document with(Set<Id> selection) {
        return new Document(key, origin, history, selection, null, simulation, tests, problems);
    }

    /// Only this link is selected.
    Document picking(Link.End cable) {
        return new Document(key, origin, history, Set.of(), cable, simulation, tests, problems);
    }

    Document with(Simulation simulation) {
        return new Document(key, origin, history, selection, cable, simulation, tests, problems);
    }

    Document with(Tests tests) {
        return new Document(key, origin, history, selection, cable, simulation, tests, problems);
    }
}
