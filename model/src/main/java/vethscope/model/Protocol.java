package vethscope.model;

import java.util.Locale;

/// The transport of a probe, a port or a rule, by its IANA name.
public enum Protocol {
    TCP(6),
    UDP(17),
    SCTP(132),
    ICMP(1);

    private final int number;

    Protocol(int number) {
        this.number = number;
    }

    /// The IANA protocol number; ICMP over IPv6 is 58 and decided by the address family.
    public int number() {
        return number;
    }

    public boolean hasPorts() {
        return this != ICMP;
    }

    /// As probes and iptables write it.
    public String lower() {
        return name().toLowerCase(Locale.ROOT);
    }
}
