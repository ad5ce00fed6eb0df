package vethscope.engine.netfilter;

import java.util.List;

/// `-m quota`: so many bytes, once (net/netfilter/xt_quota.c).
record Quota(boolean not, long bytes) implements Match.Metered {

    @Override
    public boolean holds(Facts facts, Meter meter) {
        String used = meter.rule() + " quota";
        long left = bytes - meter.read(used);
        int length = facts.packet().length();
        boolean within = left >= length;
        // what is left after the last that fits is lost
        meter.write(used, within ? bytes - left + length : bytes);
        return within != not;
    }

    @Override
    public String text(boolean v6) {
        return "-m quota " + (not ? "! " : "") + "--quota " + bytes;
    }

    @Override
    public String why(Facts facts) {
        return not ? "within " + bytes + " bytes" : "over " + bytes + " bytes";
    }

    static final class Reader extends ModuleReader {

        Reader() {
            super("quota");
        }

        @Override
        public boolean accept(boolean not, String option, Words words) throws Refusal {
            if (!option.equals("--quota")) {
                return false;
            }
            String text = words.value(option);
            try {
                add(new Quota(not, Long.parseUnsignedLong(text)));
            } catch (NumberFormatException e) {
                throw new Refusal("number.any", "--quota", text);
            }
            return true;
        }

        @Override
        public List<Match> matches() throws Refusal {
            return isEmpty() ? List.of(new Quota(false, 0)) : super.matches();
        }
    }
}
