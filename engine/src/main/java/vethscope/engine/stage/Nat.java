package vethscope.engine.stage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Evaluation;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Verdict;
import vethscope.engine.network.Change;
import vethscope.engine.network.Conntrack;
import vethscope.engine.network.Conntrack.Connection;
import vethscope.engine.network.Conntrack.Tuple;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.packet.Problem;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;
import vethscope.model.Id;

/// Address translation: the first packet of a connection asks the nat table, all others repeat or undo what it got
/// (net/netfilter/nf_nat_core.c nf_nat_inet_fn, nf_nat_packet; nf_nat_proto.c nf_nat_icmp_reply_translation).
final class Nat {

    private Nat() {}

    static Outcome apply(Hook hook, Skb skb, Kernel kernel) {
        Tracked tracked = skb.tracked();
        boolean v6 = !skb.isArp() && skb.packet().source().v6();
        if (!Hooks.meets(skb) || tracked == null || !kernel.netns().ruleset().translates(v6)) {
            return Outcome.UNTOUCHED;
        }
        boolean source = hook == Hook.POSTROUTING || hook == Hook.INPUT;
        return switch (tracked.info()) {
            case RELATED -> related(skb, tracked, hook, source);
            case ESTABLISHED -> again(hook, skb, tracked, source, kernel);
            case NEW -> {
                Connection shared = tracked.confirmed() ? null : ofACopy(tracked, kernel);
                yield shared != null
                        ? again(hook, skb, tracked.with(shared).settled(), source, kernel)
                        : (source ? tracked.sourceDone() : tracked.destinationDone())
                                ? again(hook, skb, tracked, source, kernel)
                                : first(hook, skb, tracked, source, kernel);
            }
        };
    }

    /// The copies of a frame that a bridge sends out of several ports share one connection: the first settles it.
    private static @Nullable Connection ofACopy(Tracked tracked, Kernel kernel) {
        return kernel.world().conntrack().find(tracked.connection().id());
    }

    private static Outcome again(Hook hook, Skb skb, Tracked tracked, boolean source, Kernel kernel) {
        String behind = tracked.connection().masqueradedBy();
        if (hook == Hook.POSTROUTING && !tracked.reply() && behind != null && !behind.equals(Translation.outOf(skb))) {
            return moved(hook, skb, tracked.connection(), behind, kernel);
        }
        return Outcome.Pass.of(translated(skb.with(tracked), tracked, source), told(hook, skb, tracked, source));
    }

    /// A masqueraded connection that would leave by another device now is killed with the packet
    /// (`nf_nat_oif_changed`).
    private static Outcome moved(Hook hook, Skb skb, Connection c, String behind, Kernel kernel) {
        Id netns = kernel.netns().id();
        Sentence why = Reason.MASQUERADE_MOVED.sentence(kernel.netns().name(), behind, Translation.outOf(skb));
        return new Outcome.Drop(
                Reason.MASQUERADE_MOVED,
                why,
                Hooks.deniedLocally(hook, skb, kernel),
                List.of(Draft.of("nat " + hook, skb, Sentence.of("nat.moved", c))
                        .by(new Entries.OfConnections(c))
                        .changing(new Change.Removed(new Conntrack.Recorded(netns, c, false)))));
    }

    private static Outcome first(Hook hook, Skb skb, Tracked tracked, boolean source, Kernel kernel) {
        Verdict verdict = Evaluation.walk(kernel.netns().ruleset(), Table.NAT, hook, Hooks.facts(hook, skb, kernel));
        Tracked seen = tracked.withMark(verdict.connMark());
        Skb marked = skb.withMark(verdict.mark()).with(seen);
        return switch (verdict.decision()) {
            case Verdict.Decision.Accept accept ->
                set(hook, marked, Translation.none(seen, source, marked, kernel), source, verdict, kernel);
            case Verdict.Decision.Translate(var target)
            when !Translation.isPossible(target, hook, marked, kernel) -> dropped(hook, skb, verdict, kernel);
            case Verdict.Decision.Translate translate ->
                set(
                        hook,
                        marked,
                        Translation.of(translate.target(), hook, seen, marked, kernel),
                        source,
                        verdict,
                        kernel);
            case Verdict.Decision.Drop drop -> dropped(hook, skb, verdict, kernel);
            case Verdict.Decision.Reject reject -> Outcome.Pass.of(marked);
        };
    }

    private static Outcome dropped(Hook hook, Skb skb, Verdict verdict, Kernel kernel) {
        return new Outcome.Drop(
                Reason.RULE_DROP,
                Reason.RULE_DROP.sentence("nat", hook, kernel.netns().name()),
                Hooks.deniedLocally(hook, skb, kernel),
                List.of(Hooks.step(Table.NAT, hook, skb, verdict, Sentence.of("hook.drop"))));
    }

    private static Outcome set(
            Hook hook, Skb skb, Connection connection, boolean source, Verdict verdict, Kernel kernel) {
        Tracked before = skb.tracked();
        if (before == null) {
            throw new IllegalStateException("translation without a connection");
        }
        Tracked settled = before.settled(connection, source);
        Skb after = translated(skb.with(settled), settled, source);
        Step.Rewrite rewrite = rewrite(skb.packet(), after.packet(), source);
        if (rewrite == null && verdict.checks().isEmpty()) {
            return Outcome.Pass.of(after);
        }
        Sentence text = rewrite == null
                ? Sentence.of("nat.none")
                : source
                        ? Sentence.of(
                                "nat.snat", skb.packet().from(), after.packet().from())
                        : toEndpoint(verdict, skb.packet().to(), after.packet().to());
        return Outcome.Pass.of(
                after,
                Hooks.step(Table.NAT, hook, after, verdict, text)
                        .rewriting(rewrite)
                        .changing(Hooks.remembered(verdict, skb, kernel)));
    }

    /// Whose rule it was, and which endpoint chance chose.
    private static Sentence toEndpoint(Verdict verdict, Packet.End before, Packet.End after) {
        Verdict.Hit hit = verdict.hit();
        Origin origin = hit == null || hit.rule() == null ? null : hit.rule().origin();
        Verdict.Chosen chosen = verdict.chosen();
        String how = chosen != null ? ".chosen" : verdict.recalled() ? ".remembered" : "";
        return Sentence.of(
                "nat.dnat" + how + (origin == null ? "" : ".of"),
                before,
                after,
                origin == null ? "" : origin,
                chosen == null ? "" : chosen.which(),
                chosen == null ? "" : chosen.of());
    }

    /// The packet with the connection's translation of this kind.
    private static Skb translated(Skb skb, Tracked tracked, boolean source) {
        Connection c = tracked.connection();
        boolean snatted = tracked.reply() != source ? c.snat() : c.dnat();
        if (!snatted) {
            return skb;
        }
        Tuple target = (tracked.reply() ? c.original() : c.reply()).reversed();
        Packet packet = source ? Tuples.withSource(skb.packet(), target) : Tuples.withDestination(skb.packet(), target);
        return skb.with(packet);
    }

    private static List<Draft> told(Hook hook, Skb skb, Tracked tracked, boolean source) {
        Skb after = translated(skb, tracked, source);
        Step.Rewrite rewrite = rewrite(skb.packet(), after.packet(), source);
        if (rewrite == null) {
            return List.of();
        }
        String key = tracked.reply() ? "nat.undo." + rewrite.field() : "nat.again." + rewrite.field();
        return List.of(Draft.of("nat " + hook, after, Sentence.of(key, rewrite.from(), rewrite.to()))
                .by(new Entries.OfConnections(tracked.connection()))
                .rewriting(rewrite));
    }

    static Step.@org.jspecify.annotations.Nullable Rewrite rewrite(Packet before, Packet after, boolean source) {
        if (before == after) {
            return null;
        }
        Packet.End from = source ? before.from() : before.to();
        Packet.End to = source ? after.from() : after.to();
        return from.equals(to) ? null : new Step.Rewrite(source ? "src" : "dst", from, to);
    }

    private static Outcome related(Skb skb, Tracked tracked, Hook hook, boolean source) {
        // a reset that a rule sends belongs to the connection and is translated like its packets
        if (!(skb.packet().payload() instanceof Payload.IcmpError error)) {
            return Outcome.Pass.of(translated(skb, tracked, source), told(hook, skb, tracked, source));
        }
        Connection c = tracked.connection();
        // a redirect about a translated connection would name an address that the sender never used, and before the
        // first packet has met POSTROUTING nobody knows whether it will be translated
        boolean settled = tracked.destinationDone() && tracked.sourceDone();
        if (error.problem() == Problem.REDIRECT && (!settled || c.snat() || c.dnat())) {
            return new Outcome.Drop(
                    Reason.RULE_DROP, Sentence.of("nat.redirect"), List.of(), List.of(), new Entries.OfConnections(c));
        }
        boolean concerned = tracked.reply() != source ? c.snat() : c.dnat();
        if (!concerned) {
            return Outcome.UNTOUCHED;
        }
        Tuple other = tracked.reply() ? c.original() : c.reply();
        Packet quoted =
                source ? Tuples.withDestination(error.quoted(), other) : Tuples.withSource(error.quoted(), other);
        Packet outer = skb.packet().withPayload(error.withQuoted(quoted));
        outer = source ? outer.withSource(other.destination()) : outer.withDestination(other.source());
        Skb after = skb.with(outer);
        Step.Rewrite rewrite = rewrite(skb.packet(), outer, source);
        List<Draft> steps = new ArrayList<>();
        steps.add(Draft.of("nat " + hook, after, Sentence.of("nat.error", c))
                .by(new Entries.OfConnections(c))
                .rewriting(rewrite));
        return Outcome.Pass.of(after, steps);
    }
}
