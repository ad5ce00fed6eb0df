package vethscope.model.edit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout.Box;
import vethscope.model.Layout.Point;
import vethscope.model.Link;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.Kind;
import vethscope.model.element.KubeNode;

/// New elements, wired and addressed where they are put. What is chosen for the user is written into the element
/// and its key listed in `auto`, so that the file means the same for ever.
public final class Generate {

    private Generate() {}

    /// A new element and the edit that brings it.
    public record Placed(Id id, Edit edit) {}

    /// A new element of a kind.
    ///
    /// @param in what it is put into
    /// @param box where it is drawn
    public static <E extends Element> Placed place(Design design, Kind<E> kind, Optional<Id> in, Box box) {
        Id id = new Taken(design).freeId(kind.name());
        Element blank = kind.blank(id);
        Element element = Defaults.of(design, blank.withHead(blank.head().withIn(in.orElse(null))));
        Design with = design.with(design.topology().put(element));
        var edits = new ArrayList<Edit>();
        edits.add(new Edit.Put(element));
        edits.add(new Edit.Arrange(Map.of(id, box)));
        Wire.home(with, element).ifPresent(to -> edits.addAll(Wire.join(with, id, to)));
        return new Placed(id, new Edit.Batch(edits, "place " + kind.name()));
    }

    /// A node with the bridge that its pods hang on.
    public static Placed nodeWithBridge(Design design, Optional<Id> in, Box box, Box bridgeBox) {
        Placed node = place(design, KubeNode.KIND, in, box);
        Placed bridge = place(node.edit().apply(design), Bridge.KIND, Optional.of(node.id()), bridgeBox);
        return new Placed(node.id(), new Edit.Batch(List.of(node.edit(), bridge.edit()), "place node with bridge"));
    }

    /// A service whose selector is the labels that these pods share; without any, they are its explicit
    /// endpoints.
    public static Placed serviceFor(Design design, List<Id> pods, Box box) {
        return ServiceFor.of(design, pods, box);
    }

    /// A cable between two elements: interfaces and port names are chosen, missing interfaces made. Nothing if
    /// these two cannot be joined.
    public static Edit connect(Design design, Id from, Id to) {
        return new Edit.Batch(Wire.join(design, from, to), "connect");
    }

    /// The name of the node's or bridge's end of a pod's cable.
    public static String nodeSide(String prefix, Id pod) {
        return Wire.nodeSide(prefix, pod);
    }

    /// The element with one key generated anew; empty if that key is never generated.
    public static Optional<Element> again(Design design, Element element, String key) {
        return Defaults.again(design, element, key);
    }

    /// Copies, by the id of their original, and the edit that brings them.
    public record Copied(Map<Id, Id> copies, Edit edit) {
        public Copied {
            copies = Collections.unmodifiableMap(new LinkedHashMap<>(copies));
        }
    }

    /// Copies of elements and of everything inside them, with ids, addresses and cables of their own.
    ///
    /// @param by how far they are drawn from their originals
    public static Copied duplicate(Design design, Set<Id> ids, Point by) {
        return Copies.of(design, design, ids, by);
    }

    /// As [#duplicate], into another design.
    public static Copied paste(Design target, Design from, Set<Id> ids, Point by) {
        return Copies.of(target, from, ids, by);
    }

    static Link link(Id from, String fromPort, Id to, String toPort) {
        return new Link(new Link.End(from, fromPort), new Link.End(to, toPort), null, true, "");
    }
}
