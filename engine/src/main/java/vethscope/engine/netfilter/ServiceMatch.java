package vethscope.engine.netfilter;

/// `-m tos` and `-m dscp`: what the packet asks for (net/netfilter/xt_dscp.c).
///
/// @param value compared with the octet under the mask
/// @param dscp said by the module `dscp`, whose value is without the two bits of ECN
record ServiceMatch(boolean not, int value, int mask, boolean dscp) implements Match.Module {

    @Override
    public boolean holds(Facts facts, int mark) {
        return ((facts.packet().tos() & mask) == value) != not;
    }

    @Override
    public String text(boolean v6) {
        String sign = not ? "! " : "";
        return dscp
                ? "-m dscp " + sign + "--dscp " + Service.hex(value >> 2)
                : "-m tos " + sign + "--tos " + Service.hex(value) + "/" + Service.hex(mask);
    }

    @Override
    public String why(Facts facts, int mark) {
        int tos = facts.packet().tos();
        String what = dscp ? "dscp " + Service.hex(tos >> 2) : "tos " + Service.hex(tos);
        return what
                + (not ? " is " : " ≠ ")
                + (dscp ? Service.hex(value >> 2) : Service.hex(value) + "/" + Service.hex(mask));
    }

    static final class Reader extends ModuleReader {

        Reader(String name) {
            super(name);
        }

        @Override
        public boolean accept(boolean not, String option, Words words) throws Refusal {
            if (name().equals("tos") && option.equals("--tos")) {
                Service.Bits bits = Service.tos(words.value(option));
                add(new ServiceMatch(not, bits.value(), bits.mask(), false));
                return true;
            }
            if (name().equals("dscp") && (option.equals("--dscp") || option.equals("--dscp-class"))) {
                String text = words.value(option);
                int dscp = option.equals("--dscp") ? Service.dscp(text) : Service.dscpClass(text);
                add(new ServiceMatch(not, dscp << 2, Service.DSCP, true));
                return true;
            }
            return false;
        }
    }
}
