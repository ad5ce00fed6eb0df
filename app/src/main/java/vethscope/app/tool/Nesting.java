package vethscope.app.tool;

import java.util.Optional;
import vethscope.app.scene.Shape;
import vethscope.model.Id;
import vethscope.model.element.BareNetns;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.Host;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Pod;
import vethscope.model.element.Zone;

/// What may stand in what.
public final class Nesting {

    private Nesting() {}

    static boolean allows(Sight sight, Id id, Id container) {
        Optional<Element> element = sight.shape(id).map(Shape::element);
        Optional<Element> into = sight.shape(container).map(Shape::element);
        return element.isPresent() && into.isPresent() && allows(element.get(), into.get());
    }

    /// Pods, bridges and bare namespaces stand in a machine; everything else in a zone.
    public static boolean allows(Element element, Element container) {
        return switch (container) {
            case KubeNode kubeNode ->
                element instanceof Pod || element instanceof Bridge || element instanceof BareNetns;
            case Host host -> element instanceof BareNetns;
            case Zone zone -> !(element instanceof Pod || element instanceof Bridge);
            case Element other -> false;
        };
    }
}
