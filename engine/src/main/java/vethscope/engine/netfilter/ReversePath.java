package vethscope.engine.netfilter;

import java.util.List;

/// `-m rpfilter`: an answer to the packet would leave by the device that it came in by
/// (net/ipv4/netfilter/ipt_rpfilter.c, net/ipv6/netfilter/ip6t_rpfilter.c).
///
/// @param loose by any device
/// @param validMark the way back is looked up with the packet's mark
/// @param acceptLocal the machine's own addresses may come in
record ReversePath(boolean not, boolean loose, boolean validMark, boolean acceptLocal) implements Match.Module {

    @Override
    public boolean holds(Facts facts, int mark) {
        return facts.around().leadsBack(loose, acceptLocal, validMark ? mark : 0) != not;
    }

    @Override
    public String text(boolean v6) {
        return "-m rpfilter" + (loose ? " --loose" : "") + (validMark ? " --validmark" : "")
                + (acceptLocal ? " --accept-local" : "") + (not ? " --invert" : "");
    }

    @Override
    public String why(Facts facts, int mark) {
        String by = loose ? "by any device" : "by " + facts.in();
        return (not ? "the way back is " : "the way back is not ") + by;
    }

    static final class Reader extends ModuleReader {

        private final RuleReader rule;
        private boolean loose;
        private boolean validMark;
        private boolean acceptLocal;
        private boolean invert;

        Reader(RuleReader rule) {
            super("rpfilter");
            this.rule = rule;
        }

        @Override
        public boolean accept(boolean not, String option, Words words) {
            switch (option) {
                case "--loose" -> loose = true;
                case "--validmark" -> validMark = true;
                case "--accept-local" -> acceptLocal = true;
                case "--invert" -> invert = true;
                default -> {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void checkHook(Hook hook) throws Refusal {
            only("-m rpfilter", hook, Hook.PREROUTING);
        }

        /// `rpfilter_check`: only before anything else had its say.
        @Override
        public List<Match> matches() throws Refusal {
            if (rule.table() != Table.RAW && rule.table() != Table.MANGLE) {
                throw new Refusal("rpfilter.table", rule.table().lower());
            }
            return List.of(new ReversePath(invert, loose, validMark, acceptLocal));
        }
    }
}
