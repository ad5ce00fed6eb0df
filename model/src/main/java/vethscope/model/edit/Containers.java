package vethscope.model.edit;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Topology;

/// What stands in what.
final class Containers {

    private Containers() {}

    static Design reparent(Design design, Set<Id> ids, @Nullable Id parent) {
        Topology topology = design.topology();
        for (Id id : ids) {
            boolean circle = parent != null && topology.within(Set.of(id)).contains(parent);
            var element = topology.find(id);
            if (element.isPresent() && !circle) {
                topology =
                        topology.put(element.get().withHead(element.get().head().withIn(parent)));
            }
        }
        return topology == design.topology() ? design : design.with(topology);
    }
}
