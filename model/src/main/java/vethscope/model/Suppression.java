package vethscope.model;

import java.util.List;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;

/// A finding that the author accepted, and why.
public record Suppression(String code, Id at, String reason) {

    static final FieldType<List<Suppression>> LIST = new FieldType.Listed<>(
            new FieldType.Nested<>(Fields.of(Suppression.class, new Suppression("", Id.of("element"), ""))
                    .key("code", FieldType.TEXT, "code", "the finding")
                    .required()
                    .key("at", FieldType.ref(), "at", "where it is accepted")
                    .required()
                    .key("reason", FieldType.TEXT, "reason", "why")),
            suppression -> suppression.code + "," + suppression.at);

    public boolean sameFinding(Suppression other) {
        return code.equals(other.code) && at.equals(other.at);
    }
}
