package vethscope.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vethscope.model.element.Element;

/// What is drawn: elements in drawing order and the links between them.
public record Topology(Map<Id, Element> elements, List<Link> links) {

    public static final Topology EMPTY = new Topology(Map.of(), List.of());

    public Topology {
        elements = Collections.unmodifiableMap(new LinkedHashMap<>(elements));
        links = List.copyOf(links);
    }

    public Optional<Element> find(Id id) {
        return Optional.ofNullable(elements.get(id));
    }

    /// The element of that id if it is of that kind.
    public <E extends Element> Optional<E> find(Id id, Class<E> kind) {
        return find(id).filter(kind::isInstance).map(kind::cast);
    }

    /// All elements of a kind, in drawing order.
    public <E extends Element> Stream<E> all(Class<E> kind) {
        return elements.values().stream().filter(kind::isInstance).map(kind::cast);
    }

    /// Directly contained elements, in drawing order.
    public Stream<Element> children(Id parent) {
        return elements.values().stream()
                .filter(e -> e.in().filter(parent::equals).isPresent());
    }

    /// Adds the element, or replaces the one with its id in place.
    public Topology put(Element element) {
        var next = new LinkedHashMap<>(elements);
        next.put(element.id(), element);
        return new Topology(next, links);
    }

    /// Without these elements and every link that ends at one of them; what they contained stays and stands where
    /// they stood.
    public Topology without(Set<Id> ids) {
        var next = new LinkedHashMap<>(elements);
        next.keySet().removeAll(ids);
        next.replaceAll((id, element) -> {
            Optional<Id> in = element.in();
            while (in.isPresent() && ids.contains(in.get())) {
                in = find(in.get()).flatMap(Element::in);
            }
            return in.equals(element.in())
                    ? element
                    : element.withHead(element.head().withIn(in.orElse(null)));
        });
        return new Topology(
                next,
                links.stream()
                        .filter(l -> !ids.contains(l.from().element()) && !ids.contains(l.to().element()))
                        .toList());
    }

    public Topology withLinks(Collection<Link> links) {
        return new Topology(elements, new ArrayList<>(links));
    }
}
