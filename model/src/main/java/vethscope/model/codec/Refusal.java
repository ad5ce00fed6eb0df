package vethscope.model.codec;

import java.io.Serial;

/// Carries out of the parser why a file cannot be opened.
final class Refusal extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    Refusal(String pointer, Json.Mark mark, String message) {
        super(message);
        problem = new Problem(pointer, mark.line(), mark.column(), message);
    }

    Reading.Refused refused() {
        return new Reading.Refused(problem);
    }
}
