package vethscope.model.edit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout.Box;
import vethscope.model.Layout.Point;
import vethscope.model.Link;
import vethscope.model.Topology;
import vethscope.model.element.Element;

/// Copies of elements with everything inside: the same settings, other ids, addresses and cables.
final class Copies {

    private final Topology source;
    private final Map<Id, Id> copies;
    private final List<Edit> edits = new ArrayList<>();
    private Design target;

    private Copies(Topology source, Map<Id, Id> copies, Design target) {
        this.source = source;
        this.copies = copies;
        this.target = target;
    }

    /// @param from where the originals stand, which may be the target itself
    /// @param by how far the copies are drawn from the originals
    static Generate.Copied of(Design target, Design from, Set<Id> ids, Point by) {
        Topology source = from.topology();
        List<Id> all = source.within(ids).stream()
                .filter(source.elements()::containsKey)
                .sorted(Comparator.comparingInt(id -> source.containers(id).size()))
                .toList();
        var copies = new Copies(source, names(all, target), target);
        copies.copies.forEach((id, copy) -> source.find(id).ifPresent(original -> copies.element(original, copy)));
        source.links().forEach(copies::link);
        copies.edits.add(new Edit.Arrange(boxes(from, copies.copies, by)));
        return new Generate.Copied(copies.copies, new Edit.Batch(copies.edits, "duplicate"));
    }

    private static Map<Id, Id> names(List<Id> originals, Design target) {
        var names = new LinkedHashMap<Id, Id>();
        var given = new HashSet<Id>();
        for (Id id : originals) {
            Id name = new Taken(target).freeId(id.value().replaceFirst("-[0-9]+$", ""), given);
            names.put(id, name);
            given.add(name);
        }
        return names;
    }

    private static Map<Id, Box> boxes(Design from, Map<Id, Id> copies, Point by) {
        var boxes = new LinkedHashMap<Id, Box>();
        copies.forEach((id, copy) -> from.layout().box(id).ifPresent(box -> boxes.put(copy, box.moved(by))));
        return boxes;
    }

    private void apply(Edit edit) {
        edits.add(edit);
        target = edit.apply(target);
    }

    private void element(Element original, Id id) {
        var references = new References(ref -> Optional.of(copies.getOrDefault(ref, ref))
                .filter(r ->
                        copies.containsValue(r) || target.topology().find(r).isPresent()));
        var head = original.head().withId(id).withLabel(null);
        apply(new Edit.Put(Defaults.fresh(target, references.in(original.withHead(head)))));
    }

    /// Cables among the copies, and to what grows a port for each cable.
    private void link(Link link) {
        boolean from = copies.containsKey(link.from().element());
        boolean to = copies.containsKey(link.to().element());
        if ((from && to) || (from && grows(link, link.to())) || (to && grows(link, link.from()))) {
            apply(new Edit.Connect(
                    new Link(end(link.from(), link), end(link.to(), link), link.mtu(), link.up(), link.label())));
        }
    }

    private boolean grows(Link link, Link.End outside) {
        Link.End inside = outside == link.to() ? link.from() : link.to();
        Optional<Element> there = target.topology().find(outside.element());
        return source.find(inside.element())
                .filter(here -> there.isPresent() && Wire.growsPorts(there.get(), here))
                .isPresent();
    }

    /// Port names that were made from the id of what is plugged in are made from its copy's.
    private Link.End end(Link.End end, Link link) {
        Link.End other = end == link.from() ? link.to() : link.from();
        Id copied = copies.get(other.element());
        String port = end.port();
        if (port != null && copied != null) {
            port = Stream.of("veth", "cali", "eni")
                    .filter(prefix -> Wire.nodeSide(prefix, other.element()).equals(end.port()))
                    .map(prefix -> Wire.nodeSide(prefix, copied))
                    .findFirst()
                    .orElseGet(
                            () -> Wire.switchPort(other.element(), other.port()).equals(end.port())
                                    ? Wire.switchPort(copied, other.port())
                                    : end.port());
        }
        return new Link.End(copies.getOrDefault(end.element(), end.element()), port);
    }
}
