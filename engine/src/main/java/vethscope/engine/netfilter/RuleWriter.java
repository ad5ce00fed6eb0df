package vethscope.engine.netfilter;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Conditions.TcpFlag;
import vethscope.engine.netfilter.Match.CtState.State;
import vethscope.engine.netfilter.Match.PortRange;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;

/// A rule as iptables-save prints it after `-A CHAIN `.
final class RuleWriter {

    private final StringBuilder text = new StringBuilder();
    private final boolean v6;

    /// What the last `-m` opened and how far its options have come; iptables prints them in a fixed order.
    private String module = "";

    private int option;

    private RuleWriter(boolean v6) {
        this.v6 = v6;
    }

    static String text(Rule rule, boolean v6) {
        var writer = new RuleWriter(v6);
        Protocol protocol = null;
        for (Match match : rule.matches()) {
            if (match instanceof Match.Proto(boolean not, Protocol p) && !not) {
                protocol = p;
            }
            writer.match(match, protocol);
        }
        if (rule.target() != null) {
            writer.word(TargetWriter.text(rule.target(), v6));
        }
        return writer.text.toString();
    }

    private void word(String word) {
        if (!text.isEmpty()) {
            text.append(' ');
        }
        text.append(word);
    }

    private void option(boolean not, String option, String value) {
        word((not ? "! " : "") + option + (value.isEmpty() ? "" : " " + value));
    }

    /// Opens a module unless it is open and its options so far stand before this one.
    private void module(String name, int option) {
        if (!module.equals(name) || option <= this.option) {
            word("-m " + name);
        }
        module = name;
        this.option = option;
    }

    private void match(Match match, @Nullable Protocol protocol) {
        switch (match) {
            case Match.Source m -> option(m.not(), "-s", network(m.cidr()));
            case Match.Destination m -> option(m.not(), "-d", network(m.cidr()));
            case Match.In m -> option(m.not(), "-i", m.iface());
            case Match.Out m -> option(m.not(), "-o", m.iface());
            case Match.Proto m -> option(m.not(), "-p", protocol(m.protocol()));
            case Match.LaterFragment m -> option(m.not(), "-f", "");
            case Match.SourcePorts m -> ports(m.not(), m.ports(), protocol, "--sport", 1);
            case Match.DestinationPorts m -> ports(m.not(), m.ports(), protocol, "--dport", 2);
            case Match.TcpFlags m -> {
                module("tcp", 4);
                option(m.not(), "--tcp-flags", flags(m.mask()) + " " + flags(m.set()));
            }
            case Match.IcmpType m -> {
                module(v6 ? "icmp6" : "icmp", 9);
                option(m.not(), v6 ? "--icmpv6-type" : "--icmp-type", m.type() + (m.code() < 0 ? "" : "/" + m.code()));
            }
            case Match.AnyPorts m -> alone("multiport", m.not(), "--ports", ports(m.ports()));
            case Match.AddressRange m ->
                alone("iprange", m.not(), m.source() ? "--src-range" : "--dst-range", m.first() + "-" + m.last());
            case Match.Length m ->
                alone(
                        "length",
                        m.not(),
                        "--length",
                        m.first() == m.last() ? "" + m.first() : m.first() + ":" + m.last());
            case Match.Ttl m -> alone(v6 ? "hl" : "ttl", m.not(), m.compare().option(v6), "" + m.value());
            case Match.ConnAddress m -> alone("conntrack", m.not(), side(m.original(), m.source()), address(m.cidr()));
            case Match.ConnPort m ->
                alone("conntrack", m.not(), side(m.original(), m.source()) + "port", ports(List.of(m.ports())));
            case Match.ConnDirection m -> alone("conntrack", m.not(), "--ctdir", m.reply() ? "REPLY" : "ORIGINAL");
            case Match.CtState m -> alone("conntrack", m.not(), "--ctstate", states(m.states()));
            case Match.Mark m -> alone("mark", m.not(), "--mark", masked(m.value(), m.mask()));
            case Match.ConnMark m -> alone("connmark", m.not(), "--mark", masked(m.value(), m.mask()));
            case Match.Probability m ->
                alone("statistic --mode random", m.not(), "--probability", decimals(m.probability()));
            case Match.Nth m ->
                alone("statistic --mode nth", m.not(), "--every", m.every() + " --packet " + m.packet());
            case Match.Module m -> whole(m.text(v6));
            case Match.Metered m -> whole(m.text(v6));
            case Match.Comment m -> alone("comment", false, "--comment", Words.saved(m.text()));
            case Match.AddrType m -> addrType(m);
            case Match.Owner m ->
                alone(
                        "owner",
                        m.not(),
                        m.what().option(),
                        m.what() == Match.Owner.What.SOCKET
                                ? ""
                                : m.first() == m.last() ? "" + m.first() : m.first() + "-" + m.last());
            case Match.RecentList m -> recent(m);
            case Match.PhysDev m -> physDev(m);
            case Match.InSet m ->
                alone(
                        "set",
                        m.not(),
                        "--match-set",
                        m.set() + " "
                                + m.sides().stream()
                                        .map(side -> side.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(",")));
            case Match.OfVirtualServer m -> virtualServer(m);
            case Match.NotSimulated m -> whole(m.text());
        }
    }

    /// A module with all its options.
    private void whole(String text) {
        word(text);
        module = "";
    }

    private void alone(String module, boolean not, String option, String value) {
        word("-m " + module);
        option(not, option, value);
        this.module = "";
    }

    private static String side(boolean original, boolean source) {
        return "--ct" + (original ? "orig" : "repl") + (source ? "src" : "dst");
    }

    /// `print_addr` (extensions/libxt_conntrack.c) leaves the prefix of one address out.
    private static String address(Cidr cidr) {
        return cidr.prefix() == cidr.ip().bits() ? cidr.ip().toString() : network(cidr);
    }

    private void ports(boolean not, List<PortRange> ports, @Nullable Protocol protocol, String option, int order) {
        if (ports.size() == 1 && protocol != null) {
            module(protocol.lower(), order);
            option(not, option, ports(ports));
        } else {
            alone("multiport", not, option + "s", ports(ports));
        }
    }

    private void addrType(Match.AddrType m) {
        word("-m addrtype");
        if (!m.source().isEmpty()) {
            option(m.not(), "--src-type", types(m.source()));
        }
        if (!m.destination().isEmpty()) {
            option(m.not(), "--dst-type", types(m.destination()));
        }
        if (m.limit() != Match.AddrType.Limit.NONE) {
            word(m.limit().option());
        }
        module = "";
    }

    static String types(Set<Match.AddrType.Type> types) {
        return types.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
    }

    private void recent(Match.RecentList m) {
        word("-m recent");
        option(
                m.not(),
                switch (m.mode()) {
                    case SET -> "--set";
                    case CHECK -> "--rcheck";
                    case UPDATE -> "--update";
                    case REMOVE -> "--remove";
                },
                "");
        if (m.seconds() > 0) {
            word("--seconds " + m.seconds());
        }
        if (m.reap()) {
            word("--reap");
        }
        if (m.hits() > 0) {
            word("--hitcount " + m.hits());
        }
        String all = v6 ? "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" : "255.255.255.255";
        word("--name " + m.list() + " --mask " + (m.mask() == null ? all : m.mask())
                + (m.destination() ? " --rdest" : " --rsource"));
        module = "";
    }

    private void physDev(Match.PhysDev m) {
        word("-m physdev");
        if (m.isIn()) {
            option(m.not(), "--physdev-is-in", "");
        }
        if (m.in() != null) {
            option(m.not(), "--physdev-in", m.in());
        }
        if (m.isOut()) {
            option(m.not(), "--physdev-is-out", "");
        }
        if (m.out() != null) {
            option(m.not(), "--physdev-out", m.out());
        }
        if (m.isBridged()) {
            option(m.not(), "--physdev-is-bridged", "");
        }
        module = "";
    }

    private void virtualServer(Match.OfVirtualServer m) {
        word("-m ipvs");
        if (m.protocol() == null && m.address() == null && m.port() == 0) {
            option(m.not(), "--ipvs", "");
        }
        if (m.protocol() != null) {
            option(m.not(), "--vproto", String.valueOf(m.protocol().number()));
        }
        if (m.address() != null) {
            option(m.not(), "--vaddr", network(m.address()));
        }
        if (m.port() != 0) {
            option(m.not(), "--vport", String.valueOf(m.port()));
        }
        module = "";
    }

    /// Eleven decimals, as `print` in extensions/libxt_statistic.c.
    private static String decimals(double probability) {
        String digits = Long.toString(Math.round(probability * 1e11) + 100_000_000_000L);
        return (probability >= 1 ? "1." : "0.") + digits.substring(1);
    }

    private static String network(Cidr cidr) {
        return cidr.network().toString();
    }

    private String protocol(Protocol protocol) {
        return switch (protocol) {
            case ICMP -> v6 ? "ipv6-icmp" : "icmp";
            case IPIP -> "ipencap";
            case TCP, UDP, SCTP -> protocol.lower();
        };
    }

    static String ports(List<PortRange> ports) {
        return ports.stream()
                .map(r -> r.first() == r.last() ? "" + r.first() : r.first() + ":" + r.last())
                .collect(Collectors.joining(","));
    }

    static String flags(Set<String> names) {
        String list = Arrays.stream(TcpFlag.values())
                .map(Enum::name)
                .filter(names::contains)
                .collect(Collectors.joining(","));
        return list.isEmpty() ? "NONE" : list;
    }

    /// `print_state` (extensions/libxt_conntrack.c) has its own order.
    private static final List<State> STATE_ORDER = List.of(
            State.INVALID, State.NEW, State.RELATED, State.ESTABLISHED, State.UNTRACKED, State.SNAT, State.DNAT);

    static String states(Set<State> states) {
        Set<State> sorted = states.isEmpty() ? EnumSet.noneOf(State.class) : states;
        return STATE_ORDER.stream().filter(sorted::contains).map(Enum::name).collect(Collectors.joining(","));
    }

    static String hex(int value) {
        return "0x" + Integer.toHexString(value);
    }

    /// `value/mask`; the value alone under a full mask.
    static String masked(int value, int mask) {
        return mask == -1 ? hex(value) : hex(value) + "/" + hex(mask);
    }
}
