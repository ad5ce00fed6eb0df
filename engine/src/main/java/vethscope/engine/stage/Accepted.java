package vethscope.engine.stage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.RuleCheck;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Verdict;
import vethscope.engine.network.Change;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Family;
import vethscope.engine.packet.Frame;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Event;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;

/// The rules of a table let a packet pass: one of them did, or the policy, or who sent the walk away for good.
record Accepted(
        Table table,
        Hook hook,
        Family family,
        Frame frame,
        Verdict verdict,
        Step.@Nullable Rewrite rewrite,
        List<Change> changes)
        implements Event {

    @Override
    public String stage() {
        return table.at(hook);
    }

    @Override
    public @Nullable String iface() {
        return null;
    }

    @Override
    public Sentence text() {
        Origin by = author(verdict.settled());
        return by == null
                ? Sentence.of(verdict.hit() == null ? "hook.policy" : "hook.accept")
                : Sentence.of("hook.settled", by);
    }

    @Override
    public Entry entry() {
        Verdict.Hit settled = verdict.settled();
        Verdict.Hit hit = author(settled) == null ? verdict.hit() : settled;
        return hit == null ? new Settings.OfPolicies(hook) : new Entries.OfRules(hit, family);
    }

    private static @Nullable Origin author(Verdict.@Nullable Hit settled) {
        return settled == null || settled.rule() == null ? null : settled.rule().origin();
    }

    @Override
    public List<RuleCheck> checks() {
        return verdict.checks();
    }
}
