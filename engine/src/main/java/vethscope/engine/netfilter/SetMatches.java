package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// The modules that look something up in a table beside iptables: `set` (extensions/libxt_set.c) and `ipvs`
/// (extensions/libxt_ipvs.c). With an option that is not simulated the whole module is kept as text.
final class SetMatches implements MatchReader {

    /// IPSET_DIM_MAX less the unused zeroth.
    private static final int MOST_SIDES = 6;

    private static final int LARGEST_PORT = 65535;

    private final String name;
    private final Raw raw;
    private boolean opaque;
    private boolean not;
    private boolean asked;
    private Match.@Nullable InSet set;
    private @Nullable Cidr address;
    private @Nullable Protocol protocol;
    private int port;

    SetMatches(String name) {
        this.name = name;
        this.raw = new Raw("-m " + name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean accept(boolean not, String option, Words words) throws Refusal {
        return name.equals("set") ? set(not, option, words) : ipvs(not, option, words);
    }

    private boolean set(boolean not, String option, Words words) throws Refusal {
        switch (option) {
            case "--match-set" -> {
                String named = words.value(option);
                String sides = words.value(option);
                raw.add(not, option, List.of(named, sides));
                set = new Match.InSet(not, named, sides(sides));
            }
            case "--return-nomatch" -> flag(not, option);
            case "--update-counters", "--update-subcounters" -> flag(not, option);
            case "--packets-eq", "--packets-lt", "--packets-gt", "--bytes-eq", "--bytes-lt", "--bytes-gt" -> {
                raw.add(not, option, List.of(words.value(option)));
                opaque = true;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void flag(boolean not, String option) {
        raw.add(not, option, List.of());
        opaque = true;
    }

    private static List<IpSet.Side> sides(String text) throws Refusal {
        var sides = new ArrayList<IpSet.Side>();
        for (String side : text.split(",", -1)) {
            switch (side) {
                case "src" -> sides.add(IpSet.Side.SRC);
                case "dst" -> sides.add(IpSet.Side.DST);
                default -> throw new Refusal("word.neither", side, "src", "dst");
            }
        }
        if (sides.size() > MOST_SIDES) {
            throw new Refusal("match-set.most", MOST_SIDES);
        }
        return sides;
    }

    private boolean ipvs(boolean not, String option, Words words) throws Refusal {
        switch (option) {
            case "--vaddr" -> {
                String value = words.value(option);
                raw.add(not, option, List.of(value));
                address = Cidr.tryParse(value)
                        .or(() -> Ip.tryParse(value).map(Cidr::host))
                        .orElseThrow(() -> new Refusal("address.none", value));
            }
            case "--vproto" -> {
                String value = words.value(option);
                raw.add(not, option, List.of(value));
                Optional<Protocol> known = protocol(value);
                opaque |= known.isEmpty();
                protocol = known.orElse(null);
            }
            case "--vport" -> {
                String value = words.value(option);
                raw.add(not, option, List.of(value));
                port = Names.number(value);
                if (port > LARGEST_PORT) {
                    throw new Refusal("port.none", value);
                }
            }
            case "--ipvs" -> raw.add(not, option, List.of());
            case "--vdir", "--vmethod", "--vportctl" -> {
                raw.add(not, option, List.of(words.value(option)));
                opaque = true;
            }
            default -> {
                return false;
            }
        }
        // beside another option an inverted one is a condition of its own
        opaque |= asked && (this.not || not);
        this.not = not;
        asked = true;
        return true;
    }

    private static Optional<Protocol> protocol(String text) {
        return Arrays.stream(Protocol.values())
                .filter(p -> p.lower().equals(text.toLowerCase(Locale.ROOT))
                        || String.valueOf(p.number()).equals(text))
                .findFirst();
    }

    @Override
    public List<Match> matches() throws Refusal {
        if (name.equals("set") ? set == null : !asked) {
            throw new Refusal(name.equals("set") ? "module.needs" : "module.needs-any", name, "--match-set");
        }
        if (opaque) {
            return List.of(new Match.NotSimulated(raw.toString()));
        }
        return List.of(set != null ? set : new Match.OfVirtualServer(not, address, protocol, port));
    }
}
