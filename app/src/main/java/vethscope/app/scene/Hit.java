package vethscope.app.scene;

import vethscope.model.Id;

/// What lies under the pointer, the innermost thing first.
public sealed interface Hit {

    record OfElement(Id id) implements Hit {}

    /// The port where a line meets an element: a new link may start here.
    ///
    /// @param line its key, see [Line#key]
    /// @param first whether it is the line's first end
    record OfEnd(String line, boolean first) implements Hit {}

    /// @param key see [Line#key]
    record OfLine(String key) implements Hit {}

    record OfInterface(Id node, String iface) implements Hit {}

    record OfStage(Id node, Stage stage) implements Hit {}

    record OfContainer(Id owner, String container) implements Hit {}

    /// The border or the tab of a node's root namespace.
    record OfNetns(Id node) implements Hit {}
}
