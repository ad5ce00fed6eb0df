package vethscope.engine.netfilter;

import vethscope.engine.netfilter.Ruleset.Chain;

/// In which tool's words the rules of a chain are told: rules that a program keeps in a table of nftables stand beside
/// those of iptables, and nobody would find them there in the words of iptables.
public interface Notation {

    /// What `iptables -S` prints after `-A CHAIN`.
    Notation IPTABLES = new Notation() {
        @Override
        public String rule(Chain chain, int index, boolean v6) {
            return RuleWriter.text(chain.rules().get(index), v6);
        }

        @Override
        public String entry(Table table, Chain chain, int index, boolean v6) {
            return chain.name() + " #" + (index + 1) + " " + rule(chain, index, v6);
        }
    };

    /// The rule alone.
    ///
    /// @param index of the rule in the chain, from 0
    String rule(Chain chain, int index, boolean v6);

    /// The rule and where it stands.
    String entry(Table table, Chain chain, int index, boolean v6);
}
