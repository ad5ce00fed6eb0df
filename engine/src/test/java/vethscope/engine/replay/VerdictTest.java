package vethscope.engine.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vethscope.engine.network.World;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.engine.trace.Traces;
import vethscope.model.Expectation;
import vethscope.model.Probe;
import vethscope.model.Protocol;

class VerdictTest {

    /// An expectation, key by key.
    private record Wish(
            @Nullable String outcome,
            List<String> at,
            boolean all,
            @Nullable String sourceSeen,
            List<String> through,
            List<String> avoiding,
            @Nullable List<String> rewrites,
            @Nullable String reply) {

        static final Wish NOTHING = new Wish(null, List.of(), false, null, List.of(), List.of(), null, null);

        static Wish at(boolean all, String... places) {
            return new Wish(null, List.of(places), all, null, List.of(), List.of(), null, null);
        }

        static Wish through(String... places) {
            return new Wish(null, List.of(), false, null, List.of(places), List.of(), null, null);
        }

        static Wish rewriting(String... rewrites) {
            return new Wish(null, List.of(), false, null, List.of(), List.of(), List.of(rewrites), null);
        }

        Expectation expectation() {
            return new Expectation(outcome, at, all, sourceSeen, through, avoiding, rewrites, reply);
        }
    }

    private static Verdict judge(@Nullable Wish wish, List<Trace> leaves, Trace... traces) {
        var probe = new Probe(
                "p",
                "pod1",
                null,
                "web:80",
                Protocol.TCP,
                Probe.Shape.DEFAULT,
                Probe.Run.DEFAULT,
                wish == null ? null : wish.expectation());
        return Verdict.of(new Played(probe, List.of(traces), leaves, false, null, World.COLD));
    }

    private static String shown(Wish wish, Trace trace) {
        return judge(wish, List.of(trace), trace).mismatches().stream()
                .map(m -> m.key() + ": " + m.expected() + " ≠ " + m.found() + where(m.step()))
                .collect(Collectors.joining("\n"));
    }

    private static String where(@Nullable Step step) {
        return step == null ? "" : " at " + step.n() + " " + step.where();
    }

    @Test
    void aProbeWithoutExpectationPassesEvenIfItCannotBeSent() {
        assertTrue(judge(null, List.of(), Traces.lost()).passed());
        var probe = new Probe("p", "x", null, "y", Protocol.TCP, Probe.Shape.DEFAULT, Probe.Run.DEFAULT, null);
        assertTrue(Verdict.of(Played.refused(probe, Refusal.of("from.missing"), World.COLD))
                .passed());
    }

    @Test
    void aProbeThatCannotBeSentFailsItsExpectation() {
        var probe = new Probe(
                "p", "x", null, "y", Protocol.TCP, Probe.Shape.DEFAULT, Probe.Run.DEFAULT, Wish.NOTHING.expectation());
        Verdict verdict = Verdict.of(Played.refused(probe, Refusal.of("from.missing"), World.COLD));
        assertFalse(verdict.passed());
        assertNull(verdict.trace());
    }

    @Test
    void theOutcomeIsJudgedAndTheDecidingStepNamed() {
        Wish wish = new Wish("delivered", List.of(), false, null, List.of(), List.of(), null, null);
        assertEquals("", shown(wish, Traces.delivered()));
        assertEquals("outcome: delivered ≠ net-unreachable at 5 vm1", shown(wish, Traces.lost()));
    }

    @Test
    void anyOfThePlacesWillDoWithOrWithoutTheContainer() {
        assertEquals("", shown(Wish.at(false, "pod3", "pod4"), Traces.delivered()));
        assertEquals("", shown(Wish.at(false, "pod4/app"), Traces.delivered()));
        assertEquals("at: pod4/db ≠ pod4/app at 7 vm1", shown(Wish.at(false, "pod4/db"), Traces.delivered()));
        assertEquals("at: pod4 ≠ net-unreachable at 5 vm1", shown(Wish.at(false, "pod4"), Traces.lost()));
    }

    @Test
    void withAllEveryPlaceIsReachedBySomeSeed() {
        Trace four = Traces.delivered();
        Trace five = new Traces().ended(Fate.DELIVERED, null, "pod5", null, null);
        assertTrue(
                judge(Wish.at(true, "pod4", "pod5"), List.of(four, five), four).passed());
        Verdict verdict = judge(Wish.at(true, "pod4", "pod6"), List.of(four, five), four);
        assertEquals("pod6", verdict.mismatches().getFirst().expected());
    }

    @Test
    void aPortIsJudgedOnlyWhereOneIsExpected() {
        assertEquals("", shown(seen("10.244.1.2"), Traces.delivered()));
        assertEquals("", shown(seen("10.244.1.2:40000"), Traces.delivered()));
        assertEquals("sourceSeen: 10.244.1.2:1 ≠ 10.244.1.2:40000", shown(seen("10.244.1.2:1"), Traces.delivered()));
        assertEquals("sourceSeen: 10.244.1.2 ≠ nothing", shown(seen("10.244.1.2"), Traces.lost()));
    }

    private static Wish seen(String source) {
        return new Wish(null, List.of(), false, source, List.of(), List.of(), null, null);
    }

    @Test
    void theWayLeadsThroughThePlacesInOrder() {
        assertEquals("", shown(Wish.through("vm1", "vm2"), Traces.delivered()));
        assertEquals("", shown(Wish.through("pod1", "pod4"), Traces.delivered()));
        assertEquals(
                "through: vm2, vm1 ≠ pod1, vm1, vm2, pod4 at 11 pod4",
                shown(Wish.through("vm2", "vm1"), Traces.delivered()));
        assertEquals(
                "through: vm1, vm3 ≠ pod1, vm1, vm2, pod4 at 10 vm2",
                shown(Wish.through("vm1", "vm3"), Traces.delivered()));
    }

    @Test
    void aPlaceToAvoidIsNamedWithItsFirstStep() {
        Wish wish = new Wish(null, List.of(), false, null, List.of(), List.of("vm3", "vm2"), null, null);
        assertEquals("avoiding: vm3, vm2 ≠ pod1, vm1, vm2, pod4 at 10 vm2", shown(wish, Traces.delivered()));
    }

    @Test
    void rewritesAreAllOfTheRequestOrAllOfTheConversation() {
        String there = "dst 10.96.0.10:80 -> 10.244.2.2:8080";
        assertEquals("", shown(Wish.rewriting(there), Traces.delivered()));
        assertEquals("", shown(Wish.rewriting(there.replace("->", "→")), Traces.delivered()));
        assertEquals("", shown(Wish.rewriting(there, "src 10.244.2.2:8080 -> 10.96.0.10:80"), Traces.delivered()));
        assertEquals("", shown(Wish.rewriting(), Traces.lost()));
        assertEquals("rewrites: none ≠ " + there + " at 7 vm1", shown(Wish.rewriting(), Traces.delivered()));
    }

    @Test
    void theReplyIsJudgedByWhatTheClientSees() {
        Wish wish = new Wish(null, List.of(), false, null, List.of(), List.of(), null, "delivered");
        assertEquals("", shown(wish, Traces.delivered()));
        assertEquals("reply: delivered ≠ net-unreachable at 5 vm1", shown(wish, Traces.lost()));
    }

    @Test
    void everyAttemptIsJudged() {
        Wish wish = new Wish("delivered", List.of(), false, null, List.of(), List.of(), null, null);
        Verdict verdict = judge(wish, List.of(), Traces.delivered(), Traces.lost());
        assertFalse(verdict.passed());
        assertEquals(
                Fate.NET_UNREACHABLE,
                verdict.trace() == null ? null : verdict.trace().outcome());
    }
}
