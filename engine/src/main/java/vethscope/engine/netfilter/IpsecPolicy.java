package vethscope.engine.netfilter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `-m policy`: whether IPsec protects the packet (net/netfilter/xt_policy.c). No IPsec can be drawn, so `--pol none`
/// always holds and `--pol ipsec` never does.
///
/// @param options all of them, as iptables-save prints them
record IpsecPolicy(boolean none, String options) implements Match.Module {

    @Override
    public boolean not() {
        return false;
    }

    @Override
    public boolean holds(Facts facts, int mark) {
        return none;
    }

    @Override
    public String text(boolean v6) {
        return "-m policy " + options;
    }

    @Override
    public String why(Facts facts, int mark) {
        return "no IPsec";
    }

    static final class Reader extends ModuleReader {

        private static final List<String> ELEMENTS =
                List.of("--reqid", "--spi", "--proto", "--mode", "--tunnel-src", "--tunnel-dst");

        private final StringBuilder more = new StringBuilder();
        private @Nullable String direction;
        private String policy = "ipsec";

        Reader() {
            super("policy");
        }

        @Override
        public boolean accept(boolean not, String option, Words words) throws Refusal {
            switch (option) {
                case "--dir" -> direction = one(words.value(option), "in", "out");
                case "--pol" -> policy = one(words.value(option), "none", "ipsec");
                case "--strict", "--next" -> more.append(' ').append(option);
                default -> {
                    if (!ELEMENTS.contains(option)) {
                        return false;
                    }
                    more.append(not ? " ! " : " ").append(option).append(' ').append(words.value(option));
                }
            }
            return true;
        }

        private static String one(String text, String first, String second) throws Refusal {
            if (!text.equals(first) && !text.equals(second)) {
                throw new Refusal("word.neither", text, first, second);
            }
            return text;
        }

        @Override
        public void checkHook(Hook hook) throws Refusal {
            if ("in".equals(direction)) {
                only("--dir in", hook, Hook.PREROUTING, Hook.INPUT, Hook.FORWARD);
            } else {
                only("--dir out", hook, Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING);
            }
        }

        @Override
        public List<Match> matches() throws Refusal {
            if (direction == null) {
                throw new Refusal("module.needs-one", "policy", "--dir in, --dir out");
            }
            return List.of(new IpsecPolicy(policy.equals("none"), "--dir " + direction + " --pol " + policy + more));
        }
    }
}
