package vethscope.model.edit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.model.Cluster;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout;
import vethscope.model.Layout.Box;
import vethscope.model.Layout.Point;
import vethscope.model.Link;
import vethscope.model.Probe;
import vethscope.model.Suppression;
import vethscope.model.element.Element;
import vethscope.model.element.Field;
import vethscope.model.element.Kind;
import vethscope.model.element.Kinds;

/// Every way to change a design. An edit that has nothing to change gives back the same design.
public sealed interface Edit {

    Design apply(Design design);

    /// Sets one field of an element to what the user chose: it is no longer generated.
    static <E extends Element, V> Edit set(E element, Field<E, V> field, @Nullable V value) {
        Kind<E> kind = Kinds.of(element);
        Element changed = field.with(element, value);
        List<String> auto = changed.head().auto().stream()
                .filter(key -> !key.equals(field.key()))
                .toList();
        return new Put(kind.fields().type().cast(changed.withHead(changed.head().withAuto(auto))));
    }

    /// Adds the element, or replaces the one with its id in place.
    record Put(Element element) implements Edit {
        @Override
        public Design apply(Design design) {
            return design.with(design.topology().put(element));
        }
    }

    /// Removes elements with their links, their place on the canvas and what refers to them. What is inside a
    /// machine goes with it; what stands in a zone or vpc stays.
    record Remove(Set<Id> ids) implements Edit {
        @Override
        public Design apply(Design design) {
            return Removal.of(ids, design);
        }
    }

    /// Moves boxes, and those of everything inside.
    record Move(Set<Id> ids, Point by) implements Edit {
        @Override
        public Design apply(Design design) {
            return design.with(design.layout().moved(design.topology().within(ids), by));
        }
    }

    /// Puts boxes where they are wanted: a resize, a fold, an automatic layout.
    record Arrange(Map<Id, Box> boxes) implements Edit {
        @Override
        public Design apply(Design design) {
            return design.with(design.layout().withAll(boxes));
        }
    }

    /// Gives a link's line these corners.
    record Bend(Link.End from, List<Point> corners) implements Edit {
        @Override
        public Design apply(Design design) {
            return design.with(design.layout().withBends(from, corners));
        }
    }

    /// Puts elements into another container, null: onto the canvas. One that would contain itself stays where it
    /// is.
    record Reparent(Set<Id> ids, @Nullable Id parent) implements Edit {
        @Override
        public Design apply(Design design) {
            return Containers.reparent(design, ids, parent);
        }
    }

    /// Adds a link, or replaces the one with the same ends.
    record Connect(Link link) implements Edit {
        @Override
        public Design apply(Design design) {
            return design.with(design.topology().connected(link));
        }
    }

    /// Removes the links that end there, with their bends.
    record Disconnect(Link.End end) implements Edit {
        @Override
        public Design apply(Design design) {
            Layout layout = design.layout();
            for (Link link : design.topology().links()) {
                layout = link.endsAt(end) ? layout.withBends(link.from(), List.of()) : layout;
            }
            return design.with(design.topology()
                            .withLinks(design.topology().links().stream()
                                    .filter(link -> !link.endsAt(end))
                                    .toList()))
                    .with(layout);
        }
    }

    /// Gives an element another id, and everything that refers to it follows. Nothing happens if the id is taken.
    record Rename(Id id, Id to) implements Edit {
        @Override
        public Design apply(Design design) {
            return Renaming.of(id, to, design);
        }
    }

    /// Gives an element another name, null: that of its id.
    record Label(Id id, @Nullable String label) implements Edit {
        @Override
        public Design apply(Design design) {
            return design.topology()
                    .find(id)
                    .map(element -> new Put(element.withHead(element.head().withLabel(label))).apply(design))
                    .orElse(design);
        }
    }

    /// Adds a probe, or replaces the first of the given name.
    record PutProbe(@Nullable String replaced, Probe probe) implements Edit {
        @Override
        public Design apply(Design design) {
            return design.withProbes(Lists.put(design.probes(), p -> p.name().equals(replaced), probe));
        }
    }

    /// Removes the probes of that name.
    record RemoveProbe(String name) implements Edit {
        @Override
        public Design apply(Design design) {
            return design.withProbes(
                    Lists.without(design.probes(), p -> p.name().equals(name)));
        }
    }

    record PutCluster(Cluster cluster) implements Edit {
        @Override
        public Design apply(Design design) {
            return design.with(cluster);
        }
    }

    /// Kubernetes namespaces and their labels.
    record PutNamespaces(Map<String, Map<String, String>> namespaces) implements Edit {
        @Override
        public Design apply(Design design) {
            return design.withNamespaces(namespaces);
        }
    }

    /// The drawing's title and story.
    record Describe(String name, String description) implements Edit {
        @Override
        public Design apply(Design design) {
            return design.withName(name).withDescription(description);
        }
    }

    /// Accepts a finding, or gives another reason for it.
    record Suppress(Suppression suppression) implements Edit {
        @Override
        public Design apply(Design design) {
            return design.withSuppressions(Lists.put(design.suppressions(), suppression::sameFinding, suppression));
        }
    }

    /// Shows an accepted finding again.
    record Unsuppress(Suppression suppression) implements Edit {
        @Override
        public Design apply(Design design) {
            return design.withSuppressions(Lists.without(design.suppressions(), suppression::sameFinding));
        }
    }

    /// Several edits as one step of undo.
    ///
    /// @param label what the step is called
    record Batch(List<Edit> edits, String label) implements Edit {

        public Batch {
            edits = List.copyOf(edits);
        }

        @Override
        public Design apply(Design design) {
            Design next = design;
            for (Edit edit : edits) {
                next = edit.apply(next);
            }
            return next;
        }
    }
}
