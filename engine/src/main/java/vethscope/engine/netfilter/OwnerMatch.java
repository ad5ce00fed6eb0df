package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.List;
import vethscope.engine.netfilter.Match.Owner;

/// The module `owner` (extensions/libxt_owner.c). A name stands for a number only on the machine that knows it; of
/// those only `root` is the same everywhere.
final class OwnerMatch implements MatchReader {

    private static final long LARGEST = 0xffff_ffffL;

    private final Raw raw = new Raw("-m owner");
    private final List<Match> read = new ArrayList<>();
    private boolean opaque;

    @Override
    public String name() {
        return "owner";
    }

    @Override
    public boolean accept(boolean not, String option, Words words) throws Refusal {
        for (Owner.What what : Owner.What.values()) {
            if (option.equals(what.option())) {
                if (what == Owner.What.SOCKET) {
                    raw.add(not, option, List.of());
                    take(new Owner(not, what, 0, 0));
                } else {
                    String ids = words.value(option);
                    raw.add(not, option, List.of(ids));
                    ids(not, what, ids);
                }
                return true;
            }
        }
        if (option.equals("--suppl-groups")) {
            raw.add(not, option, List.of());
            opaque = true;
            return true;
        }
        return false;
    }

    private void ids(boolean not, Owner.What what, String text) throws Refusal {
        if (text.equals("root")) {
            take(new Owner(not, what, 0, 0));
            return;
        }
        String[] ends = text.split("-", 2);
        long first = id(ends[0]);
        long last = ends.length == 1 ? first : id(ends[1]);
        if (first < 0 || last < first) {
            if (text.isEmpty() || Character.isDigit(text.charAt(0))) {
                throw new Refusal("owner.id", text);
            }
            opaque = true;
        }
        take(new Owner(not, what, first, last));
    }

    private static long id(String text) {
        boolean number = !text.isEmpty() && text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long id = number ? Long.parseLong(text) : -1;
        return id > LARGEST ? -1 : id;
    }

    private void take(Owner one) {
        read.add(one);
    }

    @Override
    public void checkHook(Hook hook) throws Refusal {
        if (hook != Hook.OUTPUT && hook != Hook.POSTROUTING) {
            throw new Refusal("hook.not-there", "-m owner", hook);
        }
    }

    @Override
    public List<Match> matches() throws Refusal {
        if (read.isEmpty() && !opaque) {
            throw new Refusal("module.needs-any", "owner");
        }
        return opaque ? List.of(new Match.NotSimulated(raw.toString())) : List.copyOf(read);
    }
}
