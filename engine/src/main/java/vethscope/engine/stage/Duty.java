package vethscope.engine.stage;

import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Table;
import vethscope.engine.network.Netns;

/// What a machine may have to do beside passing packets on, a bit for each. A stage that is there for a duty is asked
/// only where the machine has it: most hooks of most machines are empty.
final class Duty {

    static final int CONNTRACK = 1 << 24;
    static final int NAT = 1 << 25;
    static final int IPVS = 1 << 26;
    static final int CLOUD = 1 << 27;

    private Duty() {}

    /// A packet meets a rule there, or a policy other than ACCEPT.
    static int at(Table table, Hook hook) {
        return Ruleset.bit(table, hook);
    }

    /// The duties of a machine for packets of a family.
    static int of(Netns at, boolean v6) {
        Ruleset rules = at.ruleset();
        boolean cloud = !at.filter().isEmpty();
        return rules.hooks(v6)
                | (cloud || rules.tracks(v6) ? CONNTRACK : 0)
                | (rules.translates(v6) ? NAT : 0)
                | (at.ipvs().isEmpty() ? 0 : IPVS)
                | (cloud ? CLOUD : 0);
    }
}
