package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Conditions.TcpFlag;
import vethscope.engine.netfilter.Match.PortRange;

/// The modules that look into the transport header: `tcp`, `udp`, `sctp`, `icmp`, `icmp6` and `multiport`.
final class PortMatches implements MatchReader {

    private static final int MOST_PORTS = 15;
    private static final Set<String> WITH_PORTS = Set.of("tcp", "udp", "udplite", "sctp", "dccp");

    private final String name;
    private final RuleReader rule;
    private final List<Match> rest = new ArrayList<>();
    private Match.@Nullable SourcePorts source;
    private Match.@Nullable DestinationPorts destination;

    PortMatches(String name, RuleReader rule) {
        this.name = name;
        this.rule = rule;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean accept(boolean not, String option, Words words) throws Refusal {
        return switch (name) {
            case "icmp" -> option.equals("--icmp-type") && icmp(not, words.value(option), Names.ICMP);
            case "icmp6" -> option.equals("--icmpv6-type") && icmp(not, words.value(option), Names.ICMP6);
            case "multiport" -> multiport(not, option, words);
            default -> port(not, option, words) || name.equals("tcp") && tcp(not, option, words);
        };
    }

    private boolean port(boolean not, String option, Words words) throws Refusal {
        switch (option) {
            case "--sport", "--source-port" ->
                source = new Match.SourcePorts(not, List.of(Names.range(words.value(option), ':')));
            case "--dport", "--destination-port" ->
                destination = new Match.DestinationPorts(not, List.of(Names.range(words.value(option), ':')));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean multiport(boolean not, String option, Words words) throws Refusal {
        switch (option) {
            case "--sports", "--source-ports" -> source = new Match.SourcePorts(not, list(words.value(option)));
            case "--dports", "--destination-ports" ->
                destination = new Match.DestinationPorts(not, list(words.value(option)));
            case "--ports" -> {
                rest.add(new Match.AnyPorts(not, list(words.value(option))));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /// A range counts twice, as in struct xt_multiport_v1.
    private static List<PortRange> list(String text) throws Refusal {
        var ranges = new ArrayList<PortRange>();
        int slots = 0;
        for (String part : text.split(",", -1)) {
            PortRange range = Names.range(part, ':');
            ranges.add(range);
            slots += part.indexOf(':') < 0 ? 1 : 2;
        }
        if (slots > MOST_PORTS) {
            throw new Refusal("multiport.most", MOST_PORTS);
        }
        return ranges;
    }

    private boolean tcp(boolean not, String option, Words words) throws Refusal {
        switch (option) {
            case "--syn" -> rest.add(new Match.TcpFlags(not, Set.of("SYN", "RST", "ACK", "FIN"), Set.of("SYN")));
            case "--tcp-flags" ->
                rest.add(new Match.TcpFlags(not, flags(words.value(option)), flags(words.value(option))));
            case "--tcp-option" ->
                rest.add(new Match.NotSimulated("-m tcp " + (not ? "! " : "") + "--tcp-option " + words.value(option)));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Set<String> flags(String list) throws Refusal {
        var flags = new LinkedHashSet<String>();
        for (TcpFlag flag : TcpFlag.values()) {
            if (list.equals("ALL")) {
                flags.add(flag.name());
            }
        }
        if (!list.equals("ALL") && !list.equals("NONE")) {
            for (String name : list.split(",", -1)) {
                try {
                    flags.add(TcpFlag.valueOf(name).name());
                } catch (IllegalArgumentException e) {
                    throw new Refusal("tcp.flag", name);
                }
            }
        }
        return Set.copyOf(flags);
    }

    private boolean icmp(boolean not, String text, Map<String, List<Integer>> names) throws Refusal {
        if (text.equals("any")) {
            if (not) {
                rest.add(new Match.NotSimulated(
                        "-m " + name + (name.equals("icmp") ? " ! --icmp-type any" : " ! --icmpv6-type any")));
            }
            return true;
        }
        int slash = text.indexOf('/');
        List<Integer> named = names.get(text);
        int type = named != null ? named.getFirst() : Names.number(slash < 0 ? text : text.substring(0, slash));
        int code = named != null
                ? named.size() > 1 ? named.get(1) : -1
                : slash < 0 ? -1 : Names.number(text.substring(slash + 1));
        if (type > 255 || code > 255) {
            throw new Refusal("icmp.type", text);
        }
        rest.add(new Match.IcmpType(not, type, code));
        return true;
    }

    @Override
    public List<Match> matches() throws Refusal {
        String protocol = rule.protocol();
        boolean fits =
                name.equals("multiport") ? protocol != null && WITH_PORTS.contains(protocol) : name.equals(protocol);
        if (!fits) {
            throw new Refusal(
                    "module.protocol", name, name.equals("multiport") ? "-p tcp, -p udp, -p sctp" : "-p " + name);
        }
        var all = new ArrayList<Match>();
        if (source != null) {
            all.add(source);
        }
        if (destination != null) {
            all.add(destination);
        }
        all.addAll(rest);
        if (name.equals("multiport") && all.isEmpty()) {
            throw new Refusal("module.needs-one", "multiport", "--sports, --dports, --ports");
        }
        return all;
    }
}
