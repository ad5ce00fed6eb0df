package vethscope.engine.netfilter;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Match.AddrType;
import vethscope.engine.netfilter.Match.PortRange;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// Why a condition does not hold, in a few signs: `dport 443 ≠ 80`.
final class Why {

    private Why() {}

    static String not(Match match, Facts facts, int mark, int connMark) {
        Packet packet = facts.packet();
        return switch (match) {
            case Match.Source m -> address("src ", packet.source(), m.cidr(), m.not());
            case Match.Destination m -> address("dst ", packet.destination(), m.cidr(), m.not());
            case Match.In m -> device("in ", facts.in(), m.iface(), m.not());
            case Match.Out m -> device("out ", facts.out(), m.iface(), m.not());
            case Match.Proto m ->
                "proto " + packet.protocol().lower() + (m.not() ? " is " : " ≠ ")
                        + m.protocol().lower();
            case Match.LaterFragment m -> m.not() ? "a later fragment" : "not a later fragment";
            case Match.SourcePorts m -> ports("sport ", packet, packet.sourcePort(), m.ports(), m.not());
            case Match.DestinationPorts m -> ports("dport ", packet, packet.destinationPort(), m.ports(), m.not());
            case Match.AnyPorts m ->
                ports(
                        "sport " + packet.sourcePort() + ", dport ",
                        packet,
                        packet.destinationPort(),
                        m.ports(),
                        m.not());
            case Match.AddressRange m ->
                (m.source() ? "src " + packet.source() : "dst " + packet.destination())
                        + (m.not() ? " is in " : " not in ") + m.first() + "-" + m.last();
            case Match.Length m ->
                "length " + packet.length() + (m.not() ? " is in " : " not in ") + m.first() + ":" + m.last();
            case Match.Ttl m ->
                (packet.destination().v6() ? "hop limit " : "ttl ") + packet.ttl()
                        + (m.not() ? " meets " : " misses ")
                        + m.compare().option(packet.destination().v6()) + " " + m.value();
            case Match.ConnAddress _, Match.ConnPort _, Match.ConnDirection _ -> "the connection differs";
            case Match.CtState m ->
                "state " + names(facts.states()) + (m.not() ? " is in " : " not in ") + RuleWriter.states(m.states());
            case Match.Mark m -> "mark " + mark(mark, m.value(), m.mask(), m.not());
            case Match.ConnMark m -> "connmark " + mark(connMark, m.value(), m.mask(), m.not());
            case Match.AddrType m -> type(m, facts);
            case Match.Owner m -> owner(m, facts);
            case Match.RecentList m ->
                (m.destination() ? "dst " + packet.destination() : "src " + packet.source())
                        + (m.not() ? " is in list " : " not in list ")
                        + m.list();
            case Match.PhysDev m -> physDev(m, facts);
            case Match.IcmpType m -> icmp(m, packet);
            case Match.TcpFlags m -> tcp(m, packet);
            case Match.InSet m -> set(m, facts);
            case Match.OfVirtualServer m ->
                m.not() ? "sent for that virtual server" : "not sent for that virtual server";
            case Match.Probability _ -> "chance";
            case Match.Nth m -> "not packet " + m.packet() + " of every " + m.every();
            case Match.Module m -> m.why(facts, mark);
            case Match.Metered m -> m.why(facts);
            case Match.Comment _ -> "a comment";
            case Match.NotSimulated m -> m.text() + " is not simulated";
        };
    }

    /// For rules that were told apart by a hash.
    static String skipped(List<Rule> rules) {
        boolean byDestination = rules.stream()
                .allMatch(rule -> rule.matches().stream().anyMatch(m -> m instanceof Match.Destination && !m.not()));
        boolean byDevice = rules.stream()
                .anyMatch(rule -> rule.matches().stream()
                        .anyMatch(m -> (m instanceof Match.In || m instanceof Match.Out) && !m.not()));
        return byDestination
                ? "destination differs"
                : byDevice ? "device, destination, source or port differs" : "destination, source or port differs";
    }

    private static String address(String what, Ip ip, Cidr cidr, boolean not) {
        return cidr.prefix() == ip.bits() && cidr.v6() == ip.v6()
                ? what + ip + (not ? " is " : " ≠ ") + cidr.ip()
                : what + ip + (not ? " is in " : " not in ") + cidr;
    }

    private static String device(String what, @Nullable String device, String wanted, boolean not) {
        return what + (device == null ? "none" : device) + (not ? " is " : " ≠ ") + wanted;
    }

    private static String ports(String what, Packet packet, int port, List<PortRange> wanted, boolean not) {
        if (packet.laterFragment()) {
            return "a later fragment shows no ports";
        }
        boolean single = wanted.size() == 1
                && wanted.getFirst().first() == wanted.getFirst().last();
        return what + port + (single ? not ? " is " : " ≠ " : not ? " is in " : " not in ") + RuleWriter.ports(wanted);
    }

    private static String mark(int mark, int value, int mask, boolean not) {
        return RuleWriter.hex(mark) + (not ? " is " : " ≠ ") + RuleWriter.masked(value, mask);
    }

    private static String owner(Match.Owner m, Facts facts) {
        String is = facts.around().ofSocket() ? "socket of root" : "no socket of this machine";
        return is + (m.not() ? " is what is asked" : ", not what is asked");
    }

    private static String type(Match.AddrType m, Facts facts) {
        AddrType.Type source = Conditions.typeOf(m, true, facts);
        boolean atSource = !m.source().isEmpty() && m.source().contains(source) == m.not();
        String wanted = RuleWriter.types(atSource ? m.source() : m.destination());
        AddrType.Type is = atSource ? source : Conditions.typeOf(m, false, facts);
        return (atSource ? "src is " : "dst is ") + is + (m.not() ? "" : ", not " + wanted);
    }

    private static String physDev(Match.PhysDev m, Facts facts) {
        if (m.in() != null) {
            return device("physdev in ", facts.physIn(), m.in(), m.not());
        }
        return m.out() != null
                ? device("physdev out ", facts.physOut(), m.out(), m.not())
                : m.not() ? "bridged" : "not bridged";
    }

    private static String set(Match.InSet m, Facts facts) {
        if (facts.around().set(m.set()) == null) {
            return "set " + m.set() + " is not known here";
        }
        String what = m.sides().getFirst() == IpSet.Side.SRC
                ? "src " + facts.packet().sourceText()
                : "dst " + facts.packet().destinationText();
        return what + (m.not() ? " is in set " : " not in set ") + m.set();
    }

    private static String icmp(Match.IcmpType m, Packet packet) {
        String wanted = m.type() + (m.code() < 0 ? "" : "/" + m.code());
        String is = Conditions.icmpType(packet)
                + (packet.payload() instanceof Payload.IcmpError error && m.code() >= 0 ? "/" + error.code() : "");
        return "icmp type " + is + (m.not() ? " is " : " ≠ ") + wanted;
    }

    private static String tcp(Match.TcpFlags m, Packet packet) {
        String is = packet.payload() instanceof Payload.Tcp tcp ? names(Conditions.flags(tcp)) : "none";
        return "flags " + is + (m.not() ? " are " : " ≠ ") + RuleWriter.flags(m.set());
    }

    private static String names(Collection<? extends Enum<?>> values) {
        return values.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
    }
}
