package vethscope.app.paint;

import java.util.List;
import java.util.Optional;
import vethscope.app.scene.Inside;
import vethscope.app.scene.PodRows;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.app.scene.Shape;
import vethscope.model.Id;
import vethscope.model.element.Pod;

/// Where a container stands.
public final class Containers {

    private Containers() {}

    /// In its pod, or in the root namespace of its machine; empty if it is not seen.
    public static Optional<Rect> box(Scene scene, Id owner, String container) {
        Optional<Shape> shape = scene.shape(owner);
        if (shape.isPresent() && shape.get().element() instanceof Pod pod) {
            List<Rect> rows = PodRows.of(pod, shape.get().box());
            for (int i = 0; i < rows.size(); i++) {
                if (pod.containers().get(i).name().equals(container)) {
                    return Optional.of(rows.get(i));
                }
            }
        }
        return scene.inside(owner).stream()
                .flatMap(inside -> inside.processes().stream())
                .filter(process -> process.name().equals(container))
                .map(Inside.Process::box)
                .findFirst();
    }
}
