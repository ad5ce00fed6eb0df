package vethscope.app.paint;

import java.util.List;

/// How a line is drawn.
///
/// @param dash lengths of dashes and gaps; empty for a solid line
/// @param roundCap whether the ends are round rather than cut
/// @param roundJoin whether the corners are round rather than pointed
public record Stroke(Ink ink, double width, List<Double> dash, boolean roundCap, boolean roundJoin) {

    public Stroke {
        dash = List.copyOf(dash);
    }

    public static Stroke of(Token token, double width) {
        return new Stroke(token.ink(), width, List.of(), false, false);
    }

    public Stroke dashed(double... lengths) {
        return new Stroke(ink, width, java.util.Arrays.stream(lengths).boxed().toList(), roundCap, roundJoin);
    }

    /// Round ends and corners.
    public Stroke round() {
        return new Stroke(ink, width, dash, true, true);
    }

    /// Round corners, cut ends.
    public Stroke joined() {
        return new Stroke(ink, width, dash, roundCap, true);
    }

    public Stroke faded(double alpha) {
        return new Stroke(new Ink(ink.token(), alpha), width, dash, roundCap, roundJoin);
    }
}
