package vethscope.app.session;

import java.nio.file.Path;
import java.time.LocalTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.model.Design;

/// Where a drawing came from and what is saved there.
///
/// @param file null: never saved
/// @param called the title until there is a file
/// @param at when it was saved in this window; null: not yet
/// @param saved the content that "modified" compares with
public record Origin(
        @Nullable Path file,
        String called,
        Design saved,
        @Nullable LocalTime at) {

    /// Something that was opened, not saved here.
    public Origin(@Nullable Path file, String called, Design saved) {
        this(file, called, saved, null);
    }

    private static final String EXTENSION = ".veth";

    public Optional<Path> path() {
        return Optional.ofNullable(file);
    }

    /// The file's name without its extension, or what the drawing is called.
    public String title() {
        if (file == null) {
            return called;
        }
        String name = String.valueOf(file.getFileName());
        return name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
    }
}
