package vethscope.engine.netfilter;

/// `-m ecn` (net/netfilter/xt_ecn.c). A client offers ECN only where `tcp_ecn` is 1, so TCP's two bits are never set
/// here; the two of IP are the packet's own.
///
/// @param ect what the two bits of IP are; -1: one of TCP's bits is asked
/// @param option which one
record Congestion(boolean not, int ect, String option) implements Match.Module {

    @Override
    public boolean holds(Facts facts, int mark) {
        return (ect >= 0 && (facts.packet().tos() & 3) == ect) != not;
    }

    @Override
    public String text(boolean v6) {
        return "-m ecn " + (not ? "! " : "") + option + (ect < 0 ? "" : " " + ect);
    }

    @Override
    public String why(Facts facts, int mark) {
        return ect < 0 ? "no ECN in TCP" : "ect " + (facts.packet().tos() & 3) + (not ? " is " : " ≠ ") + ect;
    }

    static final class Reader extends ModuleReader {

        private static final int LARGEST = 3;
        private final RuleReader rule;
        private boolean tcp;

        Reader(RuleReader rule) {
            super("ecn");
            this.rule = rule;
        }

        @Override
        public boolean accept(boolean not, String option, Words words) throws Refusal {
            switch (option) {
                case "--ecn-ip-ect" -> {
                    int ect = Names.number(words.value(option));
                    if (ect > LARGEST) {
                        throw new Refusal("number.range", option, 0, LARGEST);
                    }
                    add(new Congestion(not, ect, option));
                }
                case "--ecn-tcp-cwr", "--ecn-tcp-ece" -> {
                    tcp = true;
                    add(new Congestion(not, -1, option));
                }
                default -> {
                    return false;
                }
            }
            return true;
        }

        @Override
        public java.util.List<Match> matches() throws Refusal {
            if (tcp && !"tcp".equals(rule.protocol())) {
                throw new Refusal("option.needs", "--ecn-tcp-cwr, --ecn-tcp-ece", "-p tcp");
            }
            return super.matches();
        }
    }
}
