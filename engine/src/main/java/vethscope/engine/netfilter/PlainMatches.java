package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Ip;

/// Modules that look at the packet's outside or at nothing of it: `comment`, `statistic`, `iprange`, `length`, `ttl`,
/// `hl`.
final class PlainMatches implements MatchReader {

    private static final int LONGEST_COMMENT = 255;

    private final String name;
    private final List<Match> read = new ArrayList<>();
    private @Nullable String comment;
    private @Nullable String mode;
    private double probability = -1;
    private int every;
    private int packet;
    private boolean not;

    PlainMatches(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean accept(boolean not, String option, Words words) throws Refusal {
        return switch (name) {
            case "comment" -> option.equals("--comment") && comment(words.value(option));
            case "statistic" -> statistic(not, option, words);
            case "iprange" -> range(not, option, words);
            case "length" -> option.equals("--length") && length(not, words.value(option));
            default -> ttl(not, option, words);
        };
    }

    private boolean comment(String text) {
        comment = text;
        return true;
    }

    private boolean statistic(boolean not, String option, Words words) throws Refusal {
        switch (option) {
            case "--mode" -> mode = mode(words.value(option));
            case "--probability" -> {
                probability = probability(words.value(option));
                this.not = not;
            }
            case "--every" -> {
                every = number(option, words.value(option), 1, Integer.MAX_VALUE - 1);
                this.not = not;
            }
            case "--packet" -> packet = number(option, words.value(option), 0, Integer.MAX_VALUE - 1);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static String mode(String mode) throws Refusal {
        if (!mode.equals("random") && !mode.equals("nth")) {
            throw new Refusal("word.neither", mode, "random", "nth");
        }
        return mode;
    }

    private static double probability(String text) throws Refusal {
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new Refusal("probability.none", text);
    }

    private static int number(String option, String text, int least, int most) throws Refusal {
        int number = Names.number(text);
        if (number < least || number > most) {
            throw new Refusal("number.least", option, least, text);
        }
        return number;
    }

    private boolean range(boolean not, String option, Words words) throws Refusal {
        if (!option.equals("--src-range") && !option.equals("--dst-range")) {
            return false;
        }
        String text = words.value(option);
        String[] ends = text.split("-", 2);
        Ip first = address(ends[0]);
        Ip last = ends.length == 1 ? first : address(ends[1]);
        if (first.v6() != last.v6() || first.compareTo(last) > 0) {
            throw new Refusal("address.range", text);
        }
        read.add(new Match.AddressRange(not, option.startsWith("--src"), first, last));
        return true;
    }

    private static Ip address(String text) throws Refusal {
        return Ip.tryParse(text).orElseThrow(() -> new Refusal("address.none", text));
    }

    private boolean length(boolean not, String text) throws Refusal {
        Match.PortRange range = Names.range(text, ':');
        read.add(new Match.Length(not, range.first(), range.last()));
        return true;
    }

    private boolean ttl(boolean not, String option, Words words) throws Refusal {
        for (Match.Ttl.Compare compare : Match.Ttl.Compare.values()) {
            if (option.equals(compare.option(name.equals("hl")))
                    || option.equals("--" + name) && compare == Match.Ttl.Compare.EQUAL) {
                read.add(new Match.Ttl(not, compare, number(option, words.value(option), 0, 255)));
                return true;
            }
        }
        return false;
    }

    @Override
    public List<Match> matches() throws Refusal {
        return switch (name) {
            case "comment" -> {
                if (comment == null || comment.length() > LONGEST_COMMENT) {
                    throw new Refusal("comment.length", LONGEST_COMMENT);
                }
                yield List.of(new Match.Comment(comment));
            }
            case "statistic" -> List.of(statistic());
            default -> {
                if (read.isEmpty()) {
                    throw new Refusal("module.needs-any", name);
                }
                yield List.copyOf(read);
            }
        };
    }

    private Match statistic() throws Refusal {
        if ("nth".equals(mode)) {
            if (every == 0 || packet >= every) {
                throw new Refusal("statistic.nth");
            }
            return new Match.Nth(not, every, packet);
        }
        if (mode == null) {
            throw new Refusal("module.needs", "statistic", "--mode");
        }
        if (probability < 0) {
            throw new Refusal("module.needs", "statistic --mode random", "--probability");
        }
        return new Match.Probability(not, probability);
    }
}
