package vethscope.engine.packet;

/// What an ICMP error says, by its type and code over IPv4 (RFC 792, RFC 1812) and over IPv6 (RFC 4443).
public enum Problem {
    NO_ROUTE(3, 0, 1, 0),
    /// An `unreachable` route; IPv6 makes no difference to having none (net/ipv6/route.c ip6_pkt_discard).
    UNREACHABLE_ROUTE(3, 1, 1, 0),
    /// A `prohibit` route.
    PROHIBITED_ROUTE(3, 13, 1, 1),
    HOST_UNREACHABLE(3, 1, 1, 3),
    PORT_UNREACHABLE(3, 3, 1, 4),
    /// The source may not be seen beyond its own link: IPv6 only.
    BEYOND_SCOPE(3, 1, 1, 2),
    TOO_BIG(3, 4, 2, 0),
    TTL_EXPIRED(11, 0, 3, 0),
    REDIRECT(5, 1, 137, 0),
    /// What only `REJECT` says; over IPv6 its `icmp6-policy-fail`, `icmp6-reject-route` and `icmp6-adm-prohibited`.
    PROTOCOL_UNREACHABLE(3, 2, 1, 5),
    NET_PROHIBITED(3, 9, 1, 6),
    HOST_PROHIBITED(3, 10, 1, 1),
    ADMIN_PROHIBITED(3, 13, 1, 1);

    private final int type4;
    private final int code4;
    private final int type6;
    private final int code6;

    Problem(int type4, int code4, int type6, int code6) {
        this.type4 = type4;
        this.code4 = code4;
        this.type6 = type6;
        this.code6 = code6;
    }

    public int type(Family family) {
        return family.v6() ? type6 : type4;
    }

    public int code(Family family) {
        return family.v6() ? code6 : code4;
    }
}
