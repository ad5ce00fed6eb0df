package vethscope.engine.netfilter;

/// iptables as text: command lines are applied to a ruleset, and rulesets are read from and printed as
/// `iptables-save` does.
public final class IptablesText {

    private IptablesText() {}

    /// One command line, as typed after `iptables` (the word itself may stand first; `ip6tables` means the IPv6 rules):
    /// `-t nat -A CHAIN …`, `-I`, `-D`, `-R`, `-N`, `-X`, `-F`, `-P`. The table is filter unless `-t` says another.
    ///
    /// @param origin kept in the rules that the line adds, see [Rule#origin]
    public static Applied apply(Ruleset ruleset, String line, String origin) {
        throw new UnsupportedOperationException();
    }

    /// Reads the output of `iptables-save`.
    public static Applied parse(String save) {
        throw new UnsupportedOperationException();
    }

    /// As `iptables-save` prints the IPv4 rules, without dates and counters.
    public static String print(Ruleset ruleset) {
        throw new UnsupportedOperationException();
    }

    /// The rule as `iptables-save` prints it after `-A CHAIN `.
    public static String ruleText(Rule rule) {
        throw new UnsupportedOperationException();
    }
}
