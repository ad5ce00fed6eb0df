package vethscope.engine.netfilter;

import java.util.Locale;

/// `-m pkttype`: to how many the frame was addressed that brought the packet (net/netfilter/xt_pkttype.c). What the
/// machine itself sends counts as unicast.
record PacketType(boolean not, Facts.Cast cast) implements Match.Module {

    @Override
    public boolean holds(Facts facts, int mark) {
        return (facts.around().cast() == cast) != not;
    }

    @Override
    public String text(boolean v6) {
        return "-m pkttype " + (not ? "! " : "") + "--pkt-type " + name(cast);
    }

    @Override
    public String why(Facts facts, int mark) {
        return "pkttype " + name(facts.around().cast()) + (not ? " is " : " ≠ ") + name(cast);
    }

    private static String name(Facts.Cast cast) {
        return cast.name().toLowerCase(Locale.ROOT);
    }

    static final class Reader extends ModuleReader {

        Reader() {
            super("pkttype");
        }

        @Override
        public boolean accept(boolean not, String option, Words words) throws Refusal {
            if (!option.equals("--pkt-type")) {
                return false;
            }
            String text = words.value(option);
            add(new PacketType(
                    not,
                    switch (text.toLowerCase(Locale.ROOT)) {
                        case "unicast", "host" -> Facts.Cast.UNICAST;
                        case "broadcast", "bcast" -> Facts.Cast.BROADCAST;
                        case "multicast", "mcast" -> Facts.Cast.MULTICAST;
                        default -> throw new Refusal("pkttype.none", text);
                    }));
            return true;
        }
    }
}
