package vethscope.app.shell;

import java.nio.file.Path;
import java.util.Optional;
import vethscope.app.session.Places;

/// What lies around the window: the user's folders, and a way to be asked for a file.
public record Desk(Places places, FilePicker picker) {

    /// Asks the user for a file; empty: the user changed their mind.
    public interface FilePicker {

        Optional<Path> toOpen();

        /// @param name proposed, with its extension
        Optional<Path> toSave(String name);
    }
}
