package vethscope.engine.netfilter;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Match.AddrType;
import vethscope.engine.netfilter.Match.CtState.State;
import vethscope.engine.netfilter.Match.PortRange;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.model.address.Ip;

/// Whether a packet meets a condition that depends on nothing but the packet, the hook and the marks.
final class Conditions {

    private Conditions() {}

    static boolean holds(Match match, Facts facts, int mark, int connMark) {
        Packet packet = facts.packet();
        return switch (match) {
            case Match.Source m -> m.cidr().contains(packet.source()) != m.not();
            case Match.Destination m -> m.cidr().contains(packet.destination()) != m.not();
            case Match.In m -> isDevice(m.iface(), facts.in()) != m.not();
            case Match.Out m -> isDevice(m.iface(), facts.out()) != m.not();
            case Match.Proto m -> (m.protocol() == packet.protocol()) != m.not();
            case Match.LaterFragment m -> packet.laterFragment() != m.not();
            case Match.SourcePorts m -> hasPorts(packet) && within(m.ports(), packet.sourcePort()) != m.not();
            case Match.DestinationPorts m -> hasPorts(packet) && within(m.ports(), packet.destinationPort()) != m.not();
            case Match.AnyPorts m ->
                hasPorts(packet)
                        && (within(m.ports(), packet.sourcePort()) || within(m.ports(), packet.destinationPort()))
                                != m.not();
            case Match.AddressRange m ->
                inRange(m.source() ? packet.source() : packet.destination(), m.first(), m.last()) != m.not();
            case Match.Length m -> (m.first() <= packet.length() && packet.length() <= m.last()) != m.not();
            case Match.Ttl m -> ttl(m, packet) != m.not();
            case Match.ConnAddress m -> connection(m, facts.around().connection());
            case Match.ConnPort m -> connection(m, facts.around().connection());
            case Match.ConnDirection m -> {
                Facts.Connection c = facts.around().connection();
                yield c != null && (c.reply() == m.reply()) != m.not();
            }
            case Match.CtState m -> intersects(m.states(), facts.states()) != m.not();
            case Match.Mark m -> ((mark & m.mask()) == m.value()) != m.not();
            case Match.ConnMark m -> ((connMark & m.mask()) == m.value()) != m.not();
            case Match.Owner m -> owner(m, facts) != m.not();
            case Match.AddrType m -> isType(m, true, facts) && isType(m, false, facts);
            case Match.PhysDev m -> physDev(m, facts);
            case Match.IcmpType m -> icmp(m, packet);
            case Match.TcpFlags m -> tcp(m, packet);
            case Match.InSet m -> holds(m, facts.around().set(m.set()), facts);
            case Match.OfVirtualServer m -> isOf(m, facts.around().virtualServer(packet));
            case Match.Module m -> m.holds(facts, mark);
            case Match.Comment _, Match.Metered _, Match.Probability _, Match.Nth _, Match.RecentList _ -> true;
            case Match.NotSimulated _ -> false;
        };
    }

    /// `tcp_mt` and `multiport_mt` never match a later fragment, inverted or not (net/netfilter/xt_tcpudp.c).
    static boolean hasPorts(Packet packet) {
        return !packet.laterFragment() && packet.protocol().hasPorts();
    }

    private static boolean inRange(Ip ip, Ip first, Ip last) {
        return ip.v6() == first.v6() && first.compareTo(ip) <= 0 && ip.compareTo(last) <= 0;
    }

    private static boolean ttl(Match.Ttl m, Packet packet) {
        return switch (m.compare()) {
            case EQUAL -> packet.ttl() == m.value();
            case LESS -> packet.ttl() < m.value();
            case GREATER -> packet.ttl() > m.value();
        };
    }

    /// `conntrack_mt` (net/netfilter/xt_conntrack.c): without a connection only states can hold.
    private static boolean connection(Match.ConnAddress m, Facts.@Nullable Connection c) {
        if (c == null) {
            return false;
        }
        Facts.Direction way = m.original() ? c.original() : c.answer();
        return m.cidr().contains(m.source() ? way.source() : way.destination()) != m.not();
    }

    private static boolean connection(Match.ConnPort m, Facts.@Nullable Connection c) {
        if (c == null) {
            return false;
        }
        Facts.Direction way = m.original() ? c.original() : c.answer();
        return within(List.of(m.ports()), m.source() ? way.sourcePort() : way.destinationPort()) != m.not();
    }

    private static boolean within(List<PortRange> ranges, int port) {
        for (int i = 0; i < ranges.size(); i++) {
            PortRange range = ranges.get(i);
            if (range.first() <= port && port <= range.last()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDevice(String wanted, @Nullable String device) {
        if (wanted.endsWith("+")) {
            int length = wanted.length() - 1;
            return length == 0 || device != null && device.regionMatches(0, wanted, 0, length);
        }
        return wanted.equals(device);
    }

    private static boolean intersects(Set<State> wanted, Set<State> states) {
        for (State state : states) {
            if (wanted.contains(state)) {
                return true;
            }
        }
        return false;
    }

    /// `owner_mt` (net/netfilter/xt_owner.c): without a socket nothing of its owner holds.
    private static boolean owner(Match.Owner m, Facts facts) {
        return facts.around().ofSocket() && (m.what() == Match.Owner.What.SOCKET || m.first() == 0);
    }

    /// `addrtype_mt_v1` (net/netfilter/xt_addrtype.c).
    private static boolean isType(AddrType m, boolean source, Facts facts) {
        Set<AddrType.Type> wanted = source ? m.source() : m.destination();
        return wanted.isEmpty() || wanted.contains(typeOf(m, source, facts)) != m.not();
    }

    static AddrType.Type typeOf(AddrType m, boolean source, Facts facts) {
        Packet packet = facts.packet();
        Ip ip = source ? packet.source() : packet.destination();
        return switch (m.limit()) {
            case NONE -> facts.around().typeOf(ip);
            case IN -> facts.around().typeOf(ip, facts.in());
            case OUT -> facts.around().typeOf(ip, facts.out());
        };
    }

    /// `physdev_mt` (net/netfilter/xt_physdev.c): for a packet that no bridge carries every option is false.
    private static boolean physDev(Match.PhysDev m, Facts facts) {
        boolean all = (m.in() == null || isDevice(m.in(), facts.physIn()) != m.not())
                && (m.out() == null || isDevice(m.out(), facts.physOut()) != m.not());
        boolean in = facts.physIn() != null;
        boolean out = facts.physOut() != null;
        return all
                && (!m.isIn() || in != m.not())
                && (!m.isOut() || out != m.not())
                && (!m.isBridged() || (in && out) != m.not());
    }

    /// Of a set that nobody made here nothing is known.
    private static boolean holds(Match.InSet m, @Nullable IpSet set, Facts facts) {
        return set != null && set.matches(facts.packet(), m.sides()) != m.not();
    }

    private static boolean isOf(Match.OfVirtualServer m, @Nullable VirtualServer server) {
        boolean any = m.address() == null && m.protocol() == null && m.port() == 0;
        if (server == null || any) {
            return any && (server != null) != m.not();
        }
        boolean same = (m.address() == null || m.address().contains(server.address()))
                && (m.protocol() == null || m.protocol() == server.protocol())
                && (m.port() == 0 || m.port() == server.port());
        return same != m.not();
    }

    private static boolean icmp(Match.IcmpType m, Packet packet) {
        int type = icmpType(packet);
        int code = packet.payload() instanceof Payload.IcmpError error ? error.code() : 0;
        return type >= 0
                && !packet.laterFragment()
                && (type == m.type() && (m.code() < 0 || m.code() == code)) != m.not();
    }

    /// As on the wire; -1 if the packet is not ICMP.
    static int icmpType(Packet packet) {
        return switch (packet.payload()) {
            case Payload.Echo echo -> echo.type(packet.family());
            case Payload.Neighbour message -> message.type();
            case Payload.IcmpError error -> error.type();
            case Payload.Tcp _, Payload.Udp _, Payload.Sctp _, Payload.Ipip _ -> -1;
        };
    }

    private static boolean tcp(Match.TcpFlags m, Packet packet) {
        if (!(packet.payload() instanceof Payload.Tcp tcp) || packet.laterFragment()) {
            return false;
        }
        Set<TcpFlag> flags = flags(tcp);
        for (TcpFlag flag : TcpFlag.values()) {
            if (m.mask().contains(flag.name())
                    && flags.contains(flag) != m.set().contains(flag.name())) {
                return m.not();
            }
        }
        return !m.not();
    }

    /// In the order in which iptables prints them.
    enum TcpFlag {
        FIN,
        SYN,
        RST,
        PSH,
        ACK,
        URG
    }

    static Set<TcpFlag> flags(Payload.Tcp tcp) {
        return switch (tcp.flags()) {
            case SYN -> EnumSet.of(TcpFlag.SYN);
            case SYN_ACK -> EnumSet.of(TcpFlag.SYN, TcpFlag.ACK);
            case ACK -> EnumSet.of(TcpFlag.ACK);
            case DATA, ANSWER -> EnumSet.of(TcpFlag.PSH, TcpFlag.ACK);
            // RFC 9293, 3.10.7.1: the answer to a SYN on a closed port is RST,ACK.
            case RST -> EnumSet.of(TcpFlag.RST, TcpFlag.ACK);
        };
    }
}
