package vethscope.engine.netfilter;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Mac;

/// `-m mac --mac-source`: the hardware address that a packet came from. What came by no Ethernet device has none
/// (net/netfilter/xt_mac.c).
record MacSource(boolean not, Mac mac) implements Match.Module {

    @Override
    public boolean holds(Facts facts, int mark) {
        Mac from = facts.around().sender();
        return from != null && from.equals(mac) != not;
    }

    @Override
    public String text(boolean v6) {
        return "-m mac " + (not ? "! " : "") + "--mac-source " + mac;
    }

    @Override
    public String why(Facts facts, int mark) {
        @Nullable Mac from = facts.around().sender();
        return "mac " + (from == null ? "none" : from) + (from != null && not ? " is " : " ≠ ") + mac;
    }

    static final class Reader extends ModuleReader {

        Reader() {
            super("mac");
        }

        @Override
        public boolean accept(boolean not, String option, Words words) throws Refusal {
            if (!option.equals("--mac-source")) {
                return false;
            }
            String text = words.value(option);
            add(new MacSource(not, mac(text).orElseThrow(() -> new Refusal("mac.none", text))));
            return true;
        }

        /// `xtopt_parse_ethermac` (libxtables/xtoptions.c) takes octets of one digit too.
        private static Optional<Mac> mac(String text) {
            var full = new StringBuilder();
            for (String octet : text.toLowerCase(Locale.ROOT).split(":", -1)) {
                full.append(full.isEmpty() ? "" : ":")
                        .append(octet.length() == 1 ? "0" : "")
                        .append(octet);
            }
            return Mac.tryParse(full.toString());
        }

        /// A packet that leaves has no hardware address yet.
        @Override
        public void checkHook(Hook hook) throws Refusal {
            only("-m mac", hook, Hook.PREROUTING, Hook.INPUT, Hook.FORWARD);
        }
    }
}
