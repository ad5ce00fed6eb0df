package vethscope.app.tool;

import java.util.Optional;
import vethscope.app.scene.Shape;
import vethscope.model.Id;
import vethscope.model.element.BareNetns;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.Internet;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.Pod;
import vethscope.model.element.Switch;
import vethscope.model.element.Vpc;

/// Which elements a cable may join: a pod or bare namespace with a bridge or its machine, machines with switches,
/// clouds and each other.
public final class Linking {

    private Linking() {}

    static boolean allowed(Sight sight, Id a, Id b) {
        Optional<Element> one = sight.shape(a).map(Shape::element);
        Optional<Element> other = sight.shape(b).map(Shape::element);
        return one.isPresent() && other.isPresent() && allowed(one.get(), other.get());
    }

    public static boolean allowed(Element a, Element b) {
        return inside(a, b) || inside(b, a) || outside(a) && outside(b);
    }

    private static boolean inside(Element guest, Element other) {
        return (guest instanceof Pod || guest instanceof BareNetns)
                && (other instanceof Bridge
                        || other instanceof LinuxBox
                        || guest instanceof BareNetns && other instanceof BareNetns);
    }

    private static boolean outside(Element element) {
        return element instanceof KubeNode
                || element instanceof LinuxBox && !(element instanceof BareNetns)
                || element instanceof Switch
                || element instanceof Vpc
                || element instanceof Internet;
    }
}
