package vethscope.engine.netfilter;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// `-m connlimit` (net/netfilter/xt_connlimit.c, nf_conncount.c): how many connections of one client, or to one server,
/// this rule has met that are still open, the packet's own included.
///
/// @param not `--connlimit-upto`
/// @param limit more than so many
/// @param prefix what of the address counts
record ConnLimit(boolean not, int limit, int prefix, boolean destination) implements Match.Metered {

    @Override
    public boolean holds(Facts facts, Meter meter) {
        Facts.Connection connection = facts.around().connection();
        Ip ip = destination ? facts.packet().destination() : facts.packet().source();
        String key = meter.rule() + " connlimit " + new Cidr(ip, prefix).network();
        // the ids of those that were met, one after the other
        long met = meter.read(key);
        long own = connection == null ? 0 : connection.id();
        long open = 0;
        boolean known = own == 0;
        for (long i = 1; i <= met; i++) {
            long id = meter.read(key + " " + i);
            known |= id == own;
            open += id == own || facts.around().isOpen(id) ? 1 : 0;
        }
        if (!known) {
            meter.write(key, met + 1);
            meter.write(key + " " + (met + 1), own);
            open++;
        }
        return (Math.max(1, open) > limit) != not;
    }

    @Override
    public String text(boolean v6) {
        return "-m connlimit --connlimit-" + (not ? "upto " : "above ") + limit + " --connlimit-mask " + prefix
                + (destination ? " --connlimit-daddr" : " --connlimit-saddr");
    }

    @Override
    public String why(Facts facts) {
        return (not ? "more than " : "up to ") + limit + " connections";
    }

    static final class Reader extends ModuleReader {

        private final int bits;
        private boolean upto;
        private @Nullable Integer limit;
        private int prefix;
        private boolean destination;

        Reader(RuleReader rule) {
            super("connlimit");
            bits = rule.v6() ? 128 : 32;
            prefix = bits;
        }

        @Override
        public boolean accept(boolean not, String option, Words words) throws Refusal {
            switch (option) {
                case "--connlimit-above", "--connlimit-upto" -> {
                    upto = option.endsWith("upto") != not;
                    limit = number(option, words.value(option), Integer.MAX_VALUE - 1);
                }
                case "--connlimit-mask" -> prefix = number(option, words.value(option), bits);
                case "--connlimit-saddr" -> destination = false;
                case "--connlimit-daddr" -> destination = true;
                default -> {
                    return false;
                }
            }
            return true;
        }

        private static int number(String option, String text, int most) throws Refusal {
            int number = Names.number(text);
            if (number > most) {
                throw new Refusal("number.most", option, most, text);
            }
            return number;
        }

        @Override
        public List<Match> matches() throws Refusal {
            if (limit == null) {
                throw new Refusal("module.needs-one", "connlimit", "--connlimit-above, --connlimit-upto");
            }
            return List.of(new ConnLimit(upto, limit, prefix, destination));
        }
    }
}
