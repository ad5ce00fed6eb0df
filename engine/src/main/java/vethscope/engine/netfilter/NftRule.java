package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Match.CtState.State;
import vethscope.engine.netfilter.Match.PortRange;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;

/// One rule in the words of nft(8), as `iptables-translate` would put it.
public final class NftRule {

    /// nft keeps comments of up to 128 bytes.
    private static final int COMMENT = 120;

    private final boolean v6;
    private final List<String> words = new ArrayList<>();
    private @Nullable Protocol protocol;
    private @Nullable String comment;

    private NftRule(boolean v6) {
        this.v6 = v6;
    }

    /// Empty if nft has no words for it.
    public static Optional<String> text(Rule rule, boolean v6) {
        var writer = new NftRule(v6);
        boolean portsFollow = rule.matches().stream()
                .anyMatch(m -> m instanceof Match.SourcePorts || m instanceof Match.DestinationPorts);
        for (Match match : rule.matches()) {
            if (!writer.match(match, portsFollow)) {
                return Optional.empty();
            }
        }
        return NftVerdict.text(rule.target(), v6).map(writer::ending);
    }

    private String ending(String verdict) {
        words.add(verdict);
        if (comment != null) {
            words.add("comment \"" + comment + "\"");
        }
        return String.join(" ", words);
    }

    private boolean say(String what, boolean not, String value) {
        words.add(what + (not ? " != " : " ") + value);
        return true;
    }

    private boolean match(Match match, boolean portsFollow) {
        String ip = v6 ? "ip6" : "ip";
        return switch (match) {
            case Match.Source m -> say(ip + " saddr", m.not(), address(m.cidr()));
            case Match.Destination m -> say(ip + " daddr", m.not(), address(m.cidr()));
            case Match.In m -> say("iifname", m.not(), device(m.iface()));
            case Match.Out m -> say("oifname", m.not(), device(m.iface()));
            case Match.Proto m -> protocol(m, portsFollow);
            case Match.LaterFragment m -> !v6 && say("ip frag-off & 0x1fff", !m.not(), "0");
            case Match.SourcePorts m -> say(transport() + " sport", m.not(), ports(m.ports()));
            case Match.DestinationPorts m -> say(transport() + " dport", m.not(), ports(m.ports()));
            case Match.CtState m -> states(m);
            case Match.Mark m -> masked("meta mark", m.not(), m.value(), m.mask());
            case Match.ConnMark m -> masked("ct mark", m.not(), m.value(), m.mask());
            case Match.AddrType m -> addressType(m);
            case Match.Owner m -> owner(m);
            case Match.Probability m -> !m.not() && say("numgen random", false, chance(m.probability()));
            case Match.RecentList m -> recent(m, ip);
            case Match.IcmpType m -> icmp(m);
            case Match.TcpFlags m ->
                say("tcp flags & " + flags(m.mask()), m.not(), (m.not() ? "" : "== ") + flags(m.set()));
            case Match.Comment m -> {
                String text = m.text().replaceAll("\\p{Cntrl}", " ").replace('"', '\'');
                comment = text.substring(0, Math.min(text.length(), COMMENT));
                yield true;
            }
            case Match.AddressRange m ->
                say(ip + (m.source() ? " saddr" : " daddr"), m.not(), m.first() + "-" + m.last());
            case Match.Length m -> !v6 && say("ip length", m.not(), m.first() + "-" + m.last());
            case Match.Ttl m -> !m.not() && say(v6 ? "ip6 hoplimit" : "ip ttl", false, compared(m));
            case Match.ConnAddress m ->
                say(
                        "ct " + way(m.original()) + " " + ip + (m.source() ? " saddr" : " daddr"),
                        m.not(),
                        address(m.cidr()));
            case Match.ConnPort m ->
                say(
                        "ct " + way(m.original()) + (m.source() ? " proto-src" : " proto-dst"),
                        m.not(),
                        ports(List.of(m.ports())));
            case Match.ConnDirection m -> say("ct direction", m.not(), way(!m.reply()));
            case Match.Nth m -> !m.not() && say("numgen inc", false, "mod " + m.every() + " " + m.packet());
            case Match.AnyPorts _,
                    Match.Module _,
                    Match.Metered _,
                    Match.PhysDev _,
                    Match.InSet _,
                    Match.OfVirtualServer _,
                    Match.NotSimulated _ -> false;
        };
    }

    /// `tcp dport 80` says the protocol itself.
    private boolean protocol(Match.Proto m, boolean portsFollow) {
        if (!m.not()) {
            protocol = m.protocol();
            if (portsFollow) {
                return true;
            }
        }
        String name =
                m.protocol() == Protocol.ICMP && v6 ? "ipv6-icmp" : m.protocol().lower();
        return say("meta l4proto", m.not(), name);
    }

    private String transport() {
        return protocol == null ? "th" : protocol.lower();
    }

    static String address(Cidr cidr) {
        return cidr.prefix() == cidr.ip().bits()
                ? cidr.ip().toString()
                : cidr.network().toString();
    }

    private static String device(String name) {
        return '"' + (name.endsWith("+") ? name.substring(0, name.length() - 1) + "*" : name) + '"';
    }

    private static String ports(List<PortRange> ports) {
        String list = ports.stream()
                .map(p -> p.first() == p.last() ? "" + p.first() : p.first() + "-" + p.last())
                .collect(Collectors.joining(", "));
        return ports.size() == 1 ? list : "{ " + list + " }";
    }

    /// NAT is a status in nft, and no state.
    private boolean states(Match.CtState m) {
        Set<State> plain = EnumSet.noneOf(State.class);
        plain.addAll(m.states());
        boolean status = plain.removeAll(Set.of(State.SNAT, State.DNAT));
        if (status && !m.not() && (m.states().size() > 1)) {
            return false;
        }
        if (!plain.isEmpty()) {
            String names =
                    plain.stream().map(s -> s.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
            say("ct state", m.not(), plain.size() == 1 && !m.not() ? names : "{ " + names + " }");
        }
        for (State nat : List.of(State.SNAT, State.DNAT)) {
            if (m.states().contains(nat)) {
                String name = nat.name().toLowerCase(Locale.ROOT);
                say("ct status & " + name, m.not(), (m.not() ? "" : "== ") + name);
            }
        }
        return true;
    }

    private boolean masked(String what, boolean not, int value, int mask) {
        return mask == -1
                ? say(what, not, hex(value))
                : say(what + " & " + hex(mask), not, (not ? "" : "== ") + hex(value));
    }

    private boolean addressType(Match.AddrType m) {
        if (m.not() && !m.source().isEmpty() && !m.destination().isEmpty()) {
            return false;
        }
        String device = switch (m.limit()) {
            case NONE -> "";
            case IN -> " . iif";
            case OUT -> " . oif";
        };
        return (m.source().isEmpty() || types("fib saddr" + device, m.not(), m.source()))
                && (m.destination().isEmpty() || types("fib daddr" + device, m.not(), m.destination()));
    }

    /// nft has no name for some types.
    private boolean types(String what, boolean not, Set<Match.AddrType.Type> types) {
        if (types.stream().anyMatch(t -> t.compareTo(Match.AddrType.Type.PROHIBIT) > 0)) {
            return false;
        }
        String names = types.stream()
                .sorted()
                .map(t -> t.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return say(what + " type", not, types.size() == 1 ? names : "{ " + names + " }");
    }

    private boolean owner(Match.Owner m) {
        String ids = m.first() == m.last() ? "" + m.first() : m.first() + "-" + m.last();
        return switch (m.what()) {
            case USER -> say("meta skuid", m.not(), ids);
            case GROUP -> say("meta skgid", m.not(), ids);
            case SOCKET -> false;
        };
    }

    /// One in n where that is meant, else in the kernel's own steps.
    private static String chance(double probability) {
        long n = Math.round(1 / probability);
        return n > 0 && Math.abs(1.0 / n - probability) < 0x1p-30
                ? "mod " + n + " 0"
                : "mod 2147483648 < " + Math.round(probability * 0x1p31);
    }

    private static String compared(Match.Ttl m) {
        return switch (m.compare()) {
            case EQUAL -> "" + m.value();
            case LESS -> "< " + m.value();
            case GREATER -> "> " + m.value();
        };
    }

    private static String way(boolean original) {
        return original ? "original" : "reply";
    }

    private boolean recent(Match.RecentList m, String ip) {
        String address = ip + (m.destination() ? " daddr" : " saddr");
        if (m.hits() > 1 || m.mask() != null) {
            return false;
        }
        return switch (m.mode()) {
            case CHECK -> say(address, m.not(), "@" + m.list());
            case SET -> !m.not() && say("update", false, "@" + m.list() + " { " + address + " }");
            case UPDATE, REMOVE -> false;
        };
    }

    private boolean icmp(Match.IcmpType m) {
        String name = v6 ? "icmpv6" : "icmp";
        if (m.not() && m.code() >= 0) {
            return false;
        }
        say(name + " type", m.not(), "" + m.type());
        return m.code() < 0 || say(name + " code", false, "" + m.code());
    }

    private static String flags(Set<String> names) {
        return names.isEmpty()
                ? "0x0"
                : names.stream()
                        .map(n -> n.toLowerCase(Locale.ROOT))
                        .sorted()
                        .collect(Collectors.joining(" | ", "(", ")"));
    }

    static String hex(int value) {
        return "0x" + Integer.toHexString(value);
    }
}
