package vethscope.model;

import java.util.List;
import java.util.Locale;

/// The transport of a probe, a port or a rule, by its IANA name.
public enum Protocol {
    TCP(6),
    UDP(17),
    SCTP(132),
    ICMP(1),
    /// IP in IP: what a tunnel sends, and nobody else.
    IPIP(4);

    /// What a probe, a port or a rule can be about.
    public static final List<Protocol> SPOKEN = List.of(TCP, UDP, SCTP, ICMP);

    private final int number;

    Protocol(int number) {
        this.number = number;
    }

    /// The IANA protocol number; ICMP over IPv6 is 58 and decided by the address family.
    public int number() {
        return number;
    }

    public boolean hasPorts() {
        return this != ICMP && this != IPIP;
    }

    /// As probes and iptables write it.
    public String lower() {
        return name().toLowerCase(Locale.ROOT);
    }
}
