package vethscope.app.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was found in one file.
record Checked(Path file, List<Flawed> flaws) {

    Checked {
        flaws = List.copyOf(flaws);
    }

    enum Severity {
        error,
        warning,
        info
    }

    /// A finding in the words of its reader's language.
    ///
    /// @param element and `key`: what it is about; null: the design as a whole
    /// @param pointer RFC 6901 pointer into the file; empty: the whole document
    /// @param line from 1; 0: unknown
    /// @param fixes what would mend it, best first
    /// @param accepted the author's reason for accepting it; null: not accepted
    record Flawed(
            String code,
            Severity severity,
            @Nullable String element,
            @Nullable String key,
            String pointer,
            int line,
            int column,
            String message,
            List<String> fixes,
            @Nullable String accepted) {

        Flawed {
            fixes = List.copyOf(fixes);
        }
    }
}
