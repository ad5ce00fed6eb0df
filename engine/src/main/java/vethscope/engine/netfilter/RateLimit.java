package vethscope.engine.netfilter;

import java.util.List;

/// `-m limit` (net/netfilter/xt_limit.c): each rule has a bucket of its own.
record RateLimit(Rate rate) implements Match.Metered {

    private static final int SCALE = 10_000;
    private static final int BURST = 5;
    private static final int LARGEST_BURST = 10_000;

    @Override
    public boolean not() {
        return false;
    }

    @Override
    public boolean holds(Facts facts, Meter meter) {
        return rate.take(meter.rule(), meter, facts.around().micros());
    }

    @Override
    public String text(boolean v6) {
        return "-m limit --limit " + rate + (rate.burst() == BURST ? "" : " --limit-burst " + rate.burst());
    }

    @Override
    public String why(Facts facts) {
        return "over " + rate;
    }

    static final class Reader extends ModuleReader {

        private String rate = "3/hour";
        private int burst = BURST;

        Reader() {
            super("limit");
        }

        @Override
        public boolean accept(boolean not, String option, Words words) throws Refusal {
            if (!option.equals("--limit") && !option.equals("--limit-burst")) {
                return false;
            }
            if (not) {
                throw new Refusal("option.no-not", option);
            }
            String text = words.value(option);
            if (option.equals("--limit")) {
                rate = text;
            } else {
                burst = Names.number(text);
                if (burst > LARGEST_BURST) {
                    throw new Refusal("number.most", option, LARGEST_BURST, text);
                }
            }
            return true;
        }

        /// No burst is no limit on the command line but nothing in the bucket.
        @Override
        public List<Match> matches() throws Refusal {
            return List.of(new RateLimit(Rate.read(rate, SCALE, burst == 0 ? BURST : burst)));
        }
    }
}
