package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Match.AddrType;
import vethscope.engine.netfilter.Match.CtState.State;
import vethscope.engine.netfilter.Match.RecentList;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// The modules that ask what the machine knows: `conntrack`, `state`, `mark`, `connmark`, `addrtype`, `physdev` and
/// `recent`. With an option that is not simulated the whole module is kept as text.
final class StateMatches implements MatchReader {

    private static final Set<String> CONNTRACK = Set.of("--ctexpire");

    private final String name;
    private final Raw raw;
    private final List<Match> read = new ArrayList<>();
    private boolean opaque;
    private AddrType.Limit limit = AddrType.Limit.NONE;
    private RecentList.@Nullable Mode mode;
    private boolean notRecent;
    private String list = "DEFAULT";
    private int seconds;
    private int hits;
    private boolean destination;
    private @Nullable Ip mask;
    private boolean reap;

    StateMatches(String name) {
        this.name = name;
        this.raw = new Raw("-m " + name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean accept(boolean not, String option, Words words) throws Refusal {
        return switch (name) {
            case "conntrack" -> conntrack(not, option, words);
            case "state" -> option.equals("--state") && state(not, option, words);
            case "mark", "connmark" -> option.equals("--mark") && mark(not, option, words);
            case "addrtype" -> addrType(not, option, words);
            case "physdev" -> physDev(not, option, words);
            default -> recent(not, option, words);
        };
    }

    private String value(boolean not, String option, Words words) throws Refusal {
        String value = words.value(option);
        raw.add(not, option, List.of(value));
        return value;
    }

    private boolean conntrack(boolean not, String option, Words words) throws Refusal {
        if (option.equals("--ctstate")) {
            return state(not, option, words);
        }
        if (CONNTRACK.contains(option)) {
            value(not, option, words);
            opaque = true;
            return true;
        }
        boolean original = option.startsWith("--ctorig");
        boolean source = option.contains("src");
        switch (option) {
            case "--ctorigsrc", "--ctorigdst", "--ctreplsrc", "--ctrepldst" -> {
                String text = value(not, option, words);
                Cidr cidr = Cidr.tryParse(text).orElseThrow(() -> new Refusal("address.none", text));
                read.add(new Match.ConnAddress(not, original, source, cidr.network()));
            }
            case "--ctorigsrcport", "--ctorigdstport", "--ctreplsrcport", "--ctrepldstport" ->
                read.add(new Match.ConnPort(not, original, source, Names.range(value(not, option, words), ':')));
            case "--ctstatus" -> read.add(ConnStatus.read(not, value(not, option, words)));
            case "--ctproto" -> read.add(new ConnProtocol(not, protocol(value(not, option, words))));
            case "--ctdir" -> {
                String direction = value(not, option, words);
                if (!direction.equalsIgnoreCase("ORIGINAL") && !direction.equalsIgnoreCase("REPLY")) {
                    throw new Refusal("word.neither", direction, "ORIGINAL", "REPLY");
                }
                read.add(new Match.ConnDirection(not, direction.equalsIgnoreCase("REPLY")));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static int protocol(String text) throws Refusal {
        int number = Names.protocolNumber(text);
        if (number == 0 || number > 255) {
            throw new Refusal("protocol.none", text);
        }
        return number;
    }

    private boolean state(boolean not, String option, Words words) throws Refusal {
        Set<State> states = EnumSet.noneOf(State.class);
        for (String text : value(not, option, words).split(",", -1)) {
            states.add(constant(State.class, text, "ctstate.none"));
        }
        read.add(new Match.CtState(not, Set.copyOf(states)));
        return true;
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text, String key) throws Refusal {
        for (E each : type.getEnumConstants()) {
            if (each.name().equalsIgnoreCase(text)) {
                return each;
            }
        }
        throw new Refusal(key, text);
    }

    private boolean mark(boolean not, String option, Words words) throws Refusal {
        String text = value(not, option, words);
        int slash = text.indexOf('/');
        int value = Names.bits(slash < 0 ? text : text.substring(0, slash));
        int mask = slash < 0 ? -1 : Names.bits(text.substring(slash + 1));
        read.add(name.equals("mark") ? new Match.Mark(not, value, mask) : new Match.ConnMark(not, value, mask));
        return true;
    }

    private boolean addrType(boolean not, String option, Words words) throws Refusal {
        switch (option) {
            case "--src-type", "--dst-type" -> {
                Set<AddrType.Type> types = EnumSet.noneOf(AddrType.Type.class);
                for (String each : value(not, option, words).split(",", -1)) {
                    types.add(constant(AddrType.Type.class, each, "addrtype.none"));
                }
                boolean source = option.equals("--src-type");
                read.add(new Match.AddrType(
                        not, source ? types : Set.of(), source ? Set.of() : types, AddrType.Limit.NONE));
            }
            case "--limit-iface-in", "--limit-iface-out" -> {
                raw.add(not, option, List.of());
                if (limit != AddrType.Limit.NONE) {
                    throw new Refusal("addrtype.one");
                }
                limit = option.endsWith("in") ? AddrType.Limit.IN : AddrType.Limit.OUT;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean physDev(boolean not, String option, Words words) throws Refusal {
        switch (option) {
            case "--physdev-in" -> read.add(new Match.PhysDev(not, words.value(option), null, false, false, false));
            case "--physdev-out" -> read.add(new Match.PhysDev(not, null, words.value(option), false, false, false));
            case "--physdev-is-bridged" -> read.add(new Match.PhysDev(not, null, null, true, false, false));
            case "--physdev-is-in" -> read.add(new Match.PhysDev(not, null, null, false, true, false));
            case "--physdev-is-out" -> read.add(new Match.PhysDev(not, null, null, false, false, true));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean recent(boolean not, String option, Words words) throws Refusal {
        switch (option) {
            case "--set" -> mode(RecentList.Mode.SET, not, option);
            case "--rcheck" -> mode(RecentList.Mode.CHECK, not, option);
            case "--update" -> mode(RecentList.Mode.UPDATE, not, option);
            case "--remove" -> mode(RecentList.Mode.REMOVE, not, option);
            case "--name" -> list = value(not, option, words);
            case "--seconds" -> seconds = number(option, value(not, option, words));
            case "--reap" -> {
                raw.add(not, option, List.of());
                reap = true;
            }
            case "--rsource" -> raw.add(not, option, List.of());
            case "--mask" -> {
                String text = value(not, option, words);
                Ip given = Ip.tryParse(text).orElseThrow(() -> new Refusal("mask.none", text));
                boolean all = given.equals(Ip.BROADCAST) || text.matches("(?i)ffff(:ffff){7}");
                mask = all ? null : given;
            }
            case "--hitcount" -> hits = number(option, value(not, option, words));
            case "--rdest" -> {
                raw.add(not, option, List.of());
                destination = true;
            }
            case "--rttl" -> {
                raw.add(not, option, List.of());
                opaque = true;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void mode(RecentList.Mode mode, boolean not, String option) throws Refusal {
        if (this.mode != null) {
            throw new Refusal("recent.one");
        }
        raw.add(not, option, List.of());
        this.mode = mode;
        notRecent = not;
    }

    private static int number(String option, String text) throws Refusal {
        int number = Names.number(text);
        if (number == 0 || number == Integer.MAX_VALUE) {
            throw new Refusal("number.any", option, text);
        }
        return number;
    }

    /// `addrtype_mt_checkentry_v1` (net/netfilter/xt_addrtype.c).
    @Override
    public void checkHook(Hook hook) throws Refusal {
        boolean hasNone = switch (limit) {
            case NONE -> false;
            case IN -> hook == Hook.POSTROUTING || hook == Hook.OUTPUT;
            case OUT -> hook == Hook.PREROUTING || hook == Hook.INPUT;
        };
        if (hasNone) {
            throw new Refusal("hook.not-there", limit.option(), hook);
        }
    }

    @Override
    public List<Match> matches() throws Refusal {
        if (name.equals("recent")) {
            if (mode == null) {
                throw new Refusal("module.needs-one", "recent", "--set, --rcheck, --update, --remove");
            }
            if (reap && seconds == 0) {
                throw new Refusal("option.needs", "--reap", "--seconds");
            }
            read.add(new RecentList(notRecent, list, mode, seconds, reap, hits, destination, mask));
        }
        if (read.isEmpty() && !opaque) {
            throw new Refusal("module.needs-any", name);
        }
        if (opaque) {
            return List.of(new Match.NotSimulated(raw.toString()));
        }
        return name.equals("physdev") ? List.of(joined()) : name.equals("addrtype") ? joinedTypes() : read;
    }

    /// One match for options that are inverted alike.
    private List<Match> joinedTypes() {
        if (read.size() == 2
                && read.get(0) instanceof Match.AddrType a
                && read.get(1) instanceof Match.AddrType b
                && a.not() == b.not()
                && a.source().isEmpty() != b.source().isEmpty()) {
            return List.of(new Match.AddrType(
                    a.not(),
                    a.source().isEmpty() ? b.source() : a.source(),
                    a.destination().isEmpty() ? b.destination() : a.destination(),
                    limit));
        }
        return read.stream()
                .map(m -> m instanceof Match.AddrType t
                        ? new Match.AddrType(t.not(), t.source(), t.destination(), limit)
                        : m)
                .toList();
    }

    private Match[] joined() {
        var result = new ArrayList<Match>();
        for (boolean not : new boolean[] {false, true}) {
            Match.PhysDev sum = null;
            for (Match match : read) {
                if (match instanceof Match.PhysDev each && each.not() == not) {
                    sum = sum == null ? each : plus(sum, each);
                }
            }
            if (sum != null) {
                result.add(sum);
            }
        }
        return result.toArray(Match[]::new);
    }

    private static Match.PhysDev plus(Match.PhysDev a, Match.PhysDev b) {
        return new Match.PhysDev(
                a.not(),
                b.in() == null ? a.in() : b.in(),
                b.out() == null ? a.out() : b.out(),
                a.isBridged() || b.isBridged(),
                a.isIn() || b.isIn(),
                a.isOut() || b.isOut());
    }
}
