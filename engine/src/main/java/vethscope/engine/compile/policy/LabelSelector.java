package vethscope.engine.compile.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A label selector: all of its requirements must hold, and none means everything (kubernetes/apimachinery
/// pkg/apis/meta/v1/types.go LabelSelector, pkg/labels/selector.go Matches).
public record LabelSelector(List<Requirement> requirements) {

    static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    enum Operator {
        IN("In"),
        NOT_IN("NotIn"),
        EXISTS("Exists"),
        DOES_NOT_EXIST("DoesNotExist");

        private final String word;

        Operator(String word) {
            this.word = word;
        }
    }

    /// @param values in the order in which they were written
    record Requirement(String key, Operator operator, Set<String> values) {

        /// An object without the key is met by NotIn and DoesNotExist, and by nothing else.
        boolean holds(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
            };
        }

        /// As kubectl takes it after `-l`.
        @Override
        public String toString() {
            return switch (operator) {
                case IN -> values.size() == 1 ? key + "=" + values.iterator().next() : key + " in " + list();
                case NOT_IN ->
                    values.size() == 1 ? key + "!=" + values.iterator().next() : key + " notin " + list();
                case EXISTS -> key;
                case DOES_NOT_EXIST -> "!" + key;
            };
        }

        private String list() {
            return "(" + String.join(",", values) + ")";
        }
    }

    /// Whether an object with these labels is meant.
    public boolean matches(Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.holds(labels)) {
                return false;
            }
        }
        return true;
    }

    /// Reads a selector as the API writes it.
    public static LabelSelector read(SpecNode node) throws SpecRefusal {
        var requirements = new ArrayList<Requirement>();
        SpecNode labels = node.field("matchLabels");
        for (String key : labels.fields().keySet()) {
            requirements.add(
                    new Requirement(key, Operator.IN, Set.of(labels.field(key).text())));
        }
        for (SpecNode expression : node.field("matchExpressions").items()) {
            requirements.add(requirement(expression));
        }
        return new LabelSelector(requirements);
    }

    private static Requirement requirement(SpecNode node) throws SpecRefusal {
        SpecNode values = node.field("values");
        var all = new LinkedHashSet<String>();
        for (SpecNode value : values.items()) {
            all.add(value.text());
        }
        Operator operator = operator(node.field("operator"));
        switch (operator) {
            case IN, NOT_IN -> {
                if (all.isEmpty()) {
                    throw values.required("must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case EXISTS, DOES_NOT_EXIST -> {
                if (!all.isEmpty()) {
                    throw values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
        }
        return new Requirement(node.field("key").text(), operator, all);
    }

    private static Operator operator(SpecNode node) throws SpecRefusal {
        String word = node.text();
        for (Operator operator : Operator.values()) {
            if (operator.word.equals(word)) {
                return operator;
            }
        }
        throw node.invalid("not a valid selector operator");
    }

    /// As kubectl takes it after `-l`; `*` for everything.
    @Override
    public String toString() {
        return requirements.isEmpty()
                ? "*"
                : requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
    }
}
