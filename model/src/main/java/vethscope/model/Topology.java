package vethscope.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

    /// These elements and everything inside them, at every depth.
    public Set<Id> within(Set<Id> ids) {
        var inside = new LinkedHashSet<>(ids);
        int before;
        do {
            before = inside.size();
            elements.values().stream()
                    .filter(e -> e.in().filter(inside::contains).isPresent())
                    .forEach(e -> inside.add(e.id()));
        } while (inside.size() > before);
        return inside;
    }

    /// The containers of an element, the nearest first.
    public List<Id> containers(Id id) {
        var containers = new LinkedHashSet<Id>();
        Optional<Id> in = find(id).flatMap(Element::in);
        while (in.isPresent() && containers.add(in.get())) {
            in = find(in.get()).flatMap(Element::in);
        }
        return List.copyOf(containers);
    }

    /// Without these elements and every link that ends at one of them; what they contained stays and stands in
    /// the next container around.
    public Topology without(Set<Id> ids) {
        var next = new LinkedHashMap<>(elements);
        next.keySet().removeAll(ids);
        next.replaceAll((id, element) -> {
            if (element.in().filter(ids::contains).isEmpty()) {
                return element;
            }
            @Nullable
            Id left = containers(id).stream()
                    .filter(c -> !ids.contains(c))
                    .findFirst()
                    .orElse(null);
            return element.withHead(element.head().withIn(left));
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

    /// Every element changed in place.
    public Topology mapped(UnaryOperator<Element> change) {
        var next = new LinkedHashMap<Id, Element>();
        elements.values().forEach(element -> {
            Element changed = change.apply(element);
            next.put(changed.id(), changed);
        });
        return new Topology(next, links);
    }

    /// With the link, in place of one with the same ends.
    public Topology connected(Link link) {
        var next = new ArrayList<>(links);
        for (int i = 0; i < next.size(); i++) {
            if (next.get(i).from().equals(link.from()) && next.get(i).to().equals(link.to())) {
                next.set(i, link);
                return withLinks(next);
            }
        }
        next.add(link);
        return withLinks(next);
    }
}
