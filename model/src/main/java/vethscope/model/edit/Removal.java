package vethscope.model.edit;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Topology;
import vethscope.model.element.Element;
import vethscope.model.element.Vpc;
import vethscope.model.element.Zone;

/// Takes elements out of a design, with what hangs on them.
final class Removal {

    private Removal() {}

    static Design of(Set<Id> ids, Design design) {
        Set<Id> gone = contents(ids, design.topology());
        if (gone.isEmpty()) {
            return design;
        }
        var references = new References(id -> gone.contains(id) ? Optional.empty() : Optional.of(id));
        Topology topology = design.topology().without(gone).mapped(references::in);
        return design.with(topology)
                .with(design.layout().without(gone))
                .withSuppressions(Lists.without(design.suppressions(), s -> gone.contains(s.at())))
                .withUnknown(design.unknown()
                        .without(place ->
                                gone.stream().anyMatch(id -> Places.of(id).contains(place))));
    }

    /// The elements that exist, and what is inside machines.
    private static Set<Id> contents(Set<Id> ids, Topology topology) {
        var gone = new LinkedHashSet<Id>();
        for (Id id : ids) {
            Optional<Element> element = topology.find(id);
            boolean open =
                    element.filter(e -> e instanceof Zone || e instanceof Vpc).isPresent();
            element.ifPresent(_ -> gone.addAll(open ? Set.of(id) : topology.within(Set.of(id))));
        }
        return gone;
    }
}
