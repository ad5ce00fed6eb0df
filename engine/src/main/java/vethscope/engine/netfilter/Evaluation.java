package vethscope.engine.netfilter;

/// The walk of a packet through the rules of one table at one hook.
public final class Evaluation {

    private Evaluation() {}

    /// Decides as the kernel's `ipt_do_table` does, and says why.
    public static Verdict walk(Ruleset ruleset, Table table, Hook hook, Facts facts) {
        throw new UnsupportedOperationException();
    }
}
