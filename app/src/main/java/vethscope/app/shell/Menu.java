package vethscope.app.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One menu of the menu bar: actions, and null for a line between them.
record Menu(String id, List<@Nullable Action> actions) {}
