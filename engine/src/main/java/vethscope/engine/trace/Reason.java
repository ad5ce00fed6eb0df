package vethscope.engine.trace;

import java.util.Locale;

/// Why a packet ended where it did. The sentence is in messages under `reason.<CODE>` and the way out under
/// `fix.<CODE>`.
public enum Reason {
    NO_ROUTE,
    NO_LINK_NAMED,
    BLACKHOLE,
    UNREACHABLE_ROUTE,
    PROHIBIT_ROUTE,
    NO_NEIGHBOUR,
    NO_CARRIER,
    TTL_EXPIRED,
    TOO_BIG,
    TOO_LONG_FOR_LINK,
    FORWARDING_OFF,
    RP_FILTER,
    MARTIAN,
    RULE_DROP,
    RULE_REJECT,
    POLICY_DROP,
    SECURITY_GROUP,
    NETWORK_ACL,
    PORT_CLOSED,
    SERVER_SILENT,
    ECHO_IGNORED,
    NOT_FOR_THIS_MAC,
    NOWHERE_TO_SWITCH,
    HAIRPIN_OFF,
    UNTRACKED_REPLY,
    UNKNOWN_ANSWER,
    UNKNOWN_CONNECTION,
    BAD_SOURCE,
    NO_TUNNEL,
    LOOP,
    NAT_PORTS_EXHAUSTED,
    MASQUERADE_MOVED,
    NAME_UNKNOWN,
    NO_REAL_SERVER,
    REAL_SERVER_GONE,
    NO_CONNECTION;

    private final String key = "reason." + name();

    public Sentence sentence(Object... arguments) {
        return Sentence.of(key, arguments);
    }

    public Sentence fix() {
        return Sentence.of("fix." + name());
    }

    public String lower() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
