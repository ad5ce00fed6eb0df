package vethscope.engine.netfilter;

import vethscope.model.Protocol;

/// `-m conntrack --ctproto`: the protocol of the packet's connection (net/netfilter/xt_conntrack.c).
///
/// @param number as IANA gives it
record ConnProtocol(boolean not, int number) implements Match.Module {

    private static final int ICMPV6 = 58;

    @Override
    public boolean holds(Facts facts, int mark) {
        Facts.Connection connection = facts.around().connection();
        return connection != null && (number(connection, facts) == number) != not;
    }

    private static int number(Facts.Connection connection, Facts facts) {
        Protocol protocol = connection.protocol();
        return protocol == Protocol.ICMP && facts.packet().family().v6() ? ICMPV6 : protocol.number();
    }

    @Override
    public String text(boolean v6) {
        return "-m conntrack " + (not ? "! " : "") + "--ctproto " + number;
    }

    @Override
    public String why(Facts facts, int mark) {
        Facts.Connection connection = facts.around().connection();
        return connection == null
                ? "no connection"
                : "ctproto " + number(connection, facts) + (not ? " is " : " ≠ ") + number;
    }
}
