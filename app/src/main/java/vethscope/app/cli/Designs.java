package vethscope.app.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Network;
import vethscope.model.Design;

/// Reads designs from files and builds their networks.
record Designs(Common common) {

    Design open(@Nullable Path file) {
        throw new Stop(Exit.BUG, "not yet: " + file);
    }

    Network compile(Design design) {
        throw new Stop(Exit.BUG, "not yet");
    }
}
