package vethscope.engine.netfilter;

/// `-m devgroup`: the group of the device by which a packet came, or by which it leaves (net/netfilter/xt_devgroup.c).
/// A drawing puts no device into a group, so all are in 0, which is called `default`.
///
/// @param in the receiving device is asked, else the sending one
record DeviceGroup(boolean not, boolean in, int group, int mask) implements Match.Module {

    @Override
    public boolean holds(Facts facts, int mark) {
        return ((group & mask) == 0) != not;
    }

    @Override
    public String text(boolean v6) {
        String value = mask == -1 && group == 0 ? "default" : RuleWriter.masked(group, mask);
        return "-m devgroup " + (not ? "! " : "") + (in ? "--src-group " : "--dst-group ") + value;
    }

    @Override
    public String why(Facts facts, int mark) {
        return "device group 0" + (not ? " is " : " ≠ ") + RuleWriter.masked(group, mask);
    }

    static final class Reader extends ModuleReader {

        private boolean in;
        private boolean out;

        Reader() {
            super("devgroup");
        }

        @Override
        public boolean accept(boolean not, String option, Words words) throws Refusal {
            if (!option.equals("--src-group") && !option.equals("--dst-group")) {
                return false;
            }
            String text = words.value(option);
            int slash = text.indexOf('/');
            String group = slash < 0 ? text : text.substring(0, slash);
            in |= option.equals("--src-group");
            out |= option.equals("--dst-group");
            add(new DeviceGroup(
                    not,
                    option.equals("--src-group"),
                    group.equals("default") ? 0 : Names.bits(group),
                    slash < 0 ? -1 : Names.bits(text.substring(slash + 1))));
            return true;
        }

        @Override
        public void checkHook(Hook hook) throws Refusal {
            if (in) {
                only("--src-group", hook, Hook.PREROUTING, Hook.INPUT, Hook.FORWARD);
            }
            if (out) {
                only("--dst-group", hook, Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING);
            }
        }
    }
}
