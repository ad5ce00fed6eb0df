package vethscope.engine.stage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.RuleCheck;
import vethscope.engine.network.Change;
import vethscope.engine.packet.Frame;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Event;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;

/// What happened, as a stage tells it.
public record Draft(
        String stage,
        @Nullable String iface,
        Sentence text,
        @Nullable Frame frame,
        @Nullable Entry entry,
        Step.@Nullable Rewrite rewrite,
        List<Change> changes,
        List<RuleCheck> checks)
        implements Event {

    public static Draft of(String stage, Skb skb, Sentence text) {
        return new Draft(stage, null, text, skb.frame(), null, null, List.of(), List.of());
    }

    Draft at(@Nullable String iface) {
        return new Draft(stage, iface, text, frame, entry, rewrite, changes, checks);
    }

    Draft by(@Nullable Entry entry) {
        return new Draft(stage, iface, text, frame, entry, rewrite, changes, checks);
    }

    Draft rewriting(Step.@Nullable Rewrite rewrite) {
        return new Draft(stage, iface, text, frame, entry, rewrite, changes, checks);
    }

    Draft showing(Skb skb) {
        return new Draft(stage, iface, text, skb.frame(), entry, rewrite, changes, checks);
    }

    Draft changing(Change change) {
        return new Draft(stage, iface, text, frame, entry, rewrite, List.of(change), checks);
    }

    Draft changing(List<Change> changes) {
        return changes.isEmpty()
                ? this
                : new Draft(stage, iface, text, frame, entry, rewrite, List.copyOf(changes), checks);
    }

    Draft checking(List<RuleCheck> checks) {
        return new Draft(stage, iface, text, frame, entry, rewrite, changes, checks);
    }
}
