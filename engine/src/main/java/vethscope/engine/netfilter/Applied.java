package vethscope.engine.netfilter;

/// What became of iptables text.
public sealed interface Applied {

    /// The rules afterwards.
    record Done(Ruleset ruleset) implements Applied {}

    /// iptables itself would refuse the line; the rules stay as they were.
    ///
    /// @param sentence what is wrong with it, for a person
    record Malformed(String line, String sentence) implements Applied {}
}
