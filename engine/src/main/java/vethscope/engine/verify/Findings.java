package vethscope.engine.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.Compiled;
import vethscope.engine.compile.Compiler;
import vethscope.engine.finding.Finding;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Suppression;

/// Everything that is wrong with a drawing: what the compiler met, and the rules on drawings. What the author
/// accepted is left out. Sorted by severity, then by place in the drawing, then by code; the first hundred with
/// their fixes.
public final class Findings {

    /// How many findings get their fixes.
    private static final int FIXED = 100;

    private Findings() {}

    public static List<Finding> of(Design design) {
        return of(design, Compiler.compile(design));
    }

    /// @param compiled what this design became
    public static List<Finding> of(Design design, Compiled compiled) {
        var notes = new Notes();
        compiled.findings().forEach(notes::add);
        Drawing drawing = Drawing.of(design, compiled.network());
        AddressRules.check(drawing, notes);
        SegmentRules.check(drawing, notes);
        LoopRule.check(drawing, notes);
        MtuRule.check(drawing, notes);
        RouteRules.check(drawing, notes);
        VpcRules.check(drawing, notes);
        ReturnPathRule.check(drawing, notes);
        CircleRule.check(drawing, notes);
        EgressRule.check(drawing, notes);
        BalancerRule.check(drawing, notes);
        PolicyRule.check(drawing, notes);
        ServiceRules.check(drawing, notes);
        ReferenceRules.check(drawing, notes);
        ResolverRule.check(drawing, notes);
        WebRules.check(drawing, notes);
        ProbeRules.check(drawing, notes);
        return withFixes(design, sorted(design, unsuppressed(design, notes.found())));
    }

    /// Fixes for as many as a person would look at; a fix may search the whole drawing for a free address.
    private static List<Finding> withFixes(Design design, List<Finding> findings) {
        List<Finding> all = new ArrayList<>(findings);
        for (int i = 0; i < Math.min(all.size(), FIXED); i++) {
            Finding f = all.get(i);
            all.set(i, new Finding(f.code(), f.severity(), f.where(), f.key(), f.message(), Fixes.of(design, f)));
        }
        return List.copyOf(all);
    }

    private static List<Finding> unsuppressed(Design design, List<Finding> found) {
        Map<String, Set<Id>> accepted = design.suppressions().stream()
                .collect(Collectors.groupingBy(
                        Suppression::code, Collectors.mapping(Suppression::at, Collectors.toSet())));
        List<Finding> left = new ArrayList<>(found);
        left.removeIf(f ->
                f.where() != null && accepted.getOrDefault(f.code(), Set.of()).contains(f.where()));
        for (Suppression suppression : design.suppressions()) {
            if (found.stream()
                    .noneMatch(f -> f.code().equals(suppression.code())
                            && suppression.at().equals(f.where()))) {
                left.add(Flaw.SUPPRESSION_IDLE.at(null, "suppressions", suppression.code(), suppression.at()));
            }
        }
        return left;
    }

    private static List<Finding> sorted(Design design, List<Finding> findings) {
        var places = new HashMap<Id, Integer>();
        design.topology().elements().keySet().forEach(id -> places.put(id, places.size()));
        return findings.stream()
                .distinct()
                .sorted(Comparator.comparing(Finding::severity)
                        .thenComparingInt(f -> place(places, f.where()))
                        .thenComparing(Finding::code)
                        .thenComparing(f -> String.join("\n", f.message().arguments())))
                .toList();
    }

    /// The design as a whole comes first.
    private static int place(Map<Id, Integer> places, @Nullable Id where) {
        return where == null ? -1 : places.getOrDefault(where, Integer.MAX_VALUE);
    }
}
