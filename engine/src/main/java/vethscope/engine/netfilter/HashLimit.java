package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Packet;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// `-m hashlimit` (net/netfilter/xt_hashlimit.c): a bucket for each source, destination, port or what else `mode`
/// names.
/// Rules that give the same name share their buckets.
///
/// @param not `--hashlimit-above`
/// @param mode in the order in which iptables prints it
/// @param sourceMask and destinationMask: what counts of the addresses, in bits; -1: all
/// @param size, max, gc and expire: 0 where they were not given
record HashLimit(
        boolean not,
        Rate rate,
        Set<Part> mode,
        String name,
        int sourceMask,
        int destinationMask,
        int size,
        int max,
        int gc,
        int expire)
        implements Match.Metered {

    private static final long SCALE = 1_000_000;
    private static final int BURST = 5;
    private static final int LARGEST_BURST = 1_000_000;

    enum Part {
        SRCIP,
        SRCPORT,
        DSTIP,
        DSTPORT
    }

    @Override
    public boolean holds(Facts facts, Meter meter) {
        Packet packet = facts.packet();
        long now = facts.around().micros();
        String bucket = "hashlimit " + name + key(packet);
        String seen = bucket + " seen";
        long idle = expire == 0 ? rate.unitMicros() : expire * 1000L;
        // an entry that nobody asked for so long is gone, and with it what it had counted
        if (now - meter.read(seen) > idle) {
            meter.write(bucket, 0);
        }
        meter.write(seen, now);
        return rate.take(bucket, meter, now) != not;
    }

    private String key(Packet packet) {
        var key = new StringBuilder();
        for (Part part : mode) {
            key.append(' ')
                    .append(
                            switch (part) {
                                case SRCIP -> masked(packet.source(), sourceMask);
                                case DSTIP -> masked(packet.destination(), destinationMask);
                                case SRCPORT -> packet.laterFragment() ? 0 : packet.sourcePort();
                                case DSTPORT -> packet.laterFragment() ? 0 : packet.destinationPort();
                            });
        }
        return key.toString();
    }

    private static Cidr masked(Ip ip, int bits) {
        return new Cidr(ip, bits < 0 ? ip.bits() : bits).network();
    }

    @Override
    public String text(boolean v6) {
        var text = new StringBuilder("-m hashlimit --hashlimit-")
                .append(not ? "above " : "upto ")
                .append(rate)
                .append(" --hashlimit-burst ")
                .append(rate.burst());
        if (!mode.isEmpty()) {
            text.append(" --hashlimit-mode ")
                    .append(mode.stream()
                            .map(p -> p.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(",")));
        }
        text.append(" --hashlimit-name ").append(Words.saved(name));
        number(text, "htable-size", size);
        number(text, "htable-max", max);
        number(text, "htable-gcinterval", gc);
        number(text, "htable-expire", expire);
        if (sourceMask >= 0) {
            text.append(" --hashlimit-srcmask ").append(sourceMask);
        }
        if (destinationMask >= 0) {
            text.append(" --hashlimit-dstmask ").append(destinationMask);
        }
        return text.toString();
    }

    private static void number(StringBuilder text, String option, int value) {
        if (value != 0) {
            text.append(" --hashlimit-").append(option).append(' ').append(value);
        }
    }

    @Override
    public String why(Facts facts) {
        return not ? "within " + rate : "over " + rate;
    }

    static final class Reader extends ModuleReader {

        private static final int LONGEST_NAME = 15;

        private final boolean v6;
        private final List<String> raw = new ArrayList<>();
        private @Nullable String rate;
        private @Nullable String name;
        private boolean above;
        private int burst = BURST;
        private final Set<Part> mode = EnumSet.noneOf(Part.class);
        private int sourceMask = -1;
        private int destinationMask = -1;
        private int size;
        private int max;
        private int gc;
        private int expire;

        Reader(RuleReader rule) {
            super("hashlimit");
            v6 = rule.v6();
        }

        @Override
        public boolean accept(boolean not, String option, Words words) throws Refusal {
            if (!option.startsWith("--hashlimit")) {
                return false;
            }
            String text = words.value(option);
            raw.add((not ? "! " : "") + option + " " + Words.shown(text));
            switch (option) {
                case "--hashlimit-upto", "--hashlimit" -> rate(text, not);
                case "--hashlimit-above" -> rate(text, !not);
                case "--hashlimit-burst" -> burst = number(option, text, LARGEST_BURST);
                case "--hashlimit-mode" -> mode(text);
                case "--hashlimit-name" -> name = name(text);
                case "--hashlimit-srcmask" -> sourceMask = number(option, text, v6 ? 128 : 32);
                case "--hashlimit-dstmask" -> destinationMask = number(option, text, v6 ? 128 : 32);
                case "--hashlimit-htable-size" -> size = number(option, text, Integer.MAX_VALUE - 1);
                case "--hashlimit-htable-max" -> max = number(option, text, Integer.MAX_VALUE - 1);
                case "--hashlimit-htable-gcinterval" -> gc = number(option, text, Integer.MAX_VALUE - 1);
                case "--hashlimit-htable-expire" -> expire = number(option, text, Integer.MAX_VALUE - 1);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void rate(String text, boolean above) {
            rate = text;
            this.above = above;
        }

        private static int number(String option, String text, int most) throws Refusal {
            int number = Names.number(text);
            if (number > most) {
                throw new Refusal("number.most", option, most, text);
            }
            return number;
        }

        private void mode(String text) throws Refusal {
            for (String part : text.split(",", -1)) {
                try {
                    mode.add(Part.valueOf(part.toUpperCase(Locale.ROOT)));
                } catch (IllegalArgumentException e) {
                    throw new Refusal("hashlimit.mode", part);
                }
            }
        }

        private static String name(String text) throws Refusal {
            if (text.isEmpty() || text.length() > LONGEST_NAME) {
                throw new Refusal("name.length", text, LONGEST_NAME);
            }
            return text;
        }

        @Override
        public List<Match> matches() throws Refusal {
            if (rate == null || name == null) {
                throw new Refusal("module.needs", "hashlimit", "--hashlimit-upto --hashlimit-name");
            }
            // by bytes
            if (rate.matches("\\d+[kKmM]?[bB](/.*)?")) {
                return List.of(new Match.NotSimulated("-m hashlimit " + String.join(" ", raw)));
            }
            return List.of(new HashLimit(
                    above,
                    Rate.read(rate, SCALE, burst),
                    mode,
                    name,
                    sourceMask,
                    destinationMask,
                    size,
                    max,
                    gc,
                    expire));
        }
    }
}
