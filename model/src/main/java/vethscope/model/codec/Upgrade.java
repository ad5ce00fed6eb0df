package vethscope.model.codec;

import java.util.List;
import java.util.function.UnaryOperator;

/// Brings the document of an older version up to this one. Step n turns version n + 1 into n + 2; values keep
/// their marks, so that problems still point into the file.
final class Upgrade {

    private static final List<UnaryOperator<Json.Obj>> STEPS = List.of();

    /// The version that is written.
    static final int CURRENT = STEPS.size() + 1;

    private Upgrade() {}

    static Json.Obj from(int version, Json.Obj document) {
        Json.Obj upgraded = document;
        for (UnaryOperator<Json.Obj> step : STEPS.subList(version - 1, STEPS.size())) {
            upgraded = step.apply(upgraded);
        }
        return upgraded;
    }
}
