package vethscope.engine.network;

import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Packet;
import vethscope.model.Protocol;

/// What a line of `ip rule` asks of a packet beside addresses, devices and marks (net/ipv4/fib_rules.c
/// fib4_rule_match). All that is not drawn runs as root, whose user id is 0, and so counts what is forwarded.
///
/// @param tos three bits of the type of service over IPv4, the six of DSCP over IPv6; 0: all
/// @param protocol by number; 0: all
/// @param sources and destinations: ports; null: all
/// @param users ids; null: all
public record FlowSelector(
        int tos,
        int protocol,
        @Nullable Range sources,
        @Nullable Range destinations,
        @Nullable Range users) {

    private static final int TOS = 0x1c;
    private static final int DSCP = 0xfc;
    private static final int ICMPV6 = 58;

    /// Inclusive.
    public record Range(long first, long last) {
        boolean contains(long value) {
            return first <= value && value <= last;
        }

        @Override
        public String toString() {
            return first == last ? Long.toString(first) : first + "-" + last;
        }
    }

    /// @param packet null: nothing is known of it
    /// @param back the look-up is for the way of an answer
    boolean matches(@Nullable Packet packet, boolean back) {
        if (users != null && !users.contains(0)) {
            return false;
        }
        if (packet == null) {
            return tos == 0 && protocol == 0 && sources == null && destinations == null;
        }
        boolean v6 = packet.family().v6();
        int number = v6 && packet.protocol() == Protocol.ICMP
                ? ICMPV6
                : packet.protocol().number();
        // a part of a datagram shows no ports
        boolean shown = packet.fragment() == null;
        int from = shown ? packet.sourcePort() : 0;
        int to = shown ? packet.destinationPort() : 0;
        return (tos == 0 || tos == (packet.tos() & (v6 ? DSCP : TOS)))
                && (protocol == 0 || protocol == number)
                && (sources == null || sources.contains(back ? to : from))
                && (destinations == null || destinations.contains(back ? from : to));
    }

    /// As `ip rule` prints it, with a blank before.
    @Override
    public String toString() {
        return (tos == 0 ? "" : " tos 0x" + Integer.toHexString(tos))
                + (users == null ? "" : " uidrange " + users.first + "-" + users.last)
                + (protocol == 0 ? "" : " ipproto " + name())
                + (sources == null ? "" : " sport " + sources)
                + (destinations == null ? "" : " dport " + destinations);
    }

    private String name() {
        for (Protocol each : Protocol.values()) {
            if (each.number() == protocol && each != Protocol.IPIP) {
                return each.lower();
            }
        }
        return protocol == ICMPV6 ? "ipv6-icmp" : Integer.toString(protocol);
    }
}
