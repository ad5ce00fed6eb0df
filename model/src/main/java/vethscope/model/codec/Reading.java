package vethscope.model.codec;

import java.util.List;
import vethscope.model.Design;

/// What came of reading a file.
public sealed interface Reading {

    /// The design, and what in the file was not understood; that is kept and written back.
    record Opened(Design design, List<Problem> problems) implements Reading {
        public Opened {
            problems = List.copyOf(problems);
        }
    }

    /// The file cannot be opened at all.
    record Refused(Problem problem) implements Reading {}
}
