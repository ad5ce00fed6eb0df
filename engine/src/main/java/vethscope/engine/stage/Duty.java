package vethscope.engine.stage;

import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Table;
import vethscope.engine.network.Netns;

/// What a machine may have to do beside passing packets on, a bit for each. A stage that is there for a duty is asked
/// only where the machine has it: most hooks of most machines are empty.
final class Duty {

    static final int CONNTRACK = Ruleset.TRACKS;
    static final int NAT = Ruleset.TRANSLATES;
    static final int IPVS = 1 << 26;
    static final int CLOUD = 1 << 27;

    private Duty() {}

    /// A packet meets a rule there, or a policy other than ACCEPT.
    static int at(Table table, Hook hook) {
        return Ruleset.bit(table, hook);
    }

    /// The duties of a machine for packets of a family.
    static int of(Netns at, boolean v6) {
        int cloud = at.filter().isEmpty() ? 0 : CLOUD | CONNTRACK;
        int ipvs = at.ipvs().isEmpty() ? 0 : IPVS;
        return at.ruleset().uses(v6) | cloud | ipvs;
    }
}
