package vethscope.app.shell;

import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;

/// Finds its way through the nodes of the window.
final class Regions {

    private Regions() {}

    /// The first node in a region that takes the focus.
    static Optional<Node> first(Node region) {
        if (!region.isVisible() || region.isDisabled()) {
            return Optional.empty();
        }
        if (region.isFocusTraversable()) {
            return Optional.of(region);
        }
        return region instanceof Parent parent
                ? parent.getChildrenUnmodifiable().stream()
                        .flatMap(child -> first(child).stream())
                        .findFirst()
                : Optional.empty();
    }
}
