package vethscope.engine.packet;

import vethscope.model.address.Ip;

/// What differs between IPv4 and IPv6 on the way of a packet. Both take the same stages; a stage asks the packet's
/// family.
public enum Family {
    /// RFC 791, RFC 792, RFC 826.
    V4(Ip.ANY, Ip.LOOPBACK, 20, 0, 68, 576, 0, 0, true, true, true, false),
    /// RFC 8200, RFC 4443, RFC 4861. A router never cuts a packet, and no source address is validated.
    V6(Ip.ANY6, Ip.LOOPBACK6, 40, 8, 1280, 1280, 256, 1024, false, false, false, true);

    private final Ip any;
    private final Ip loopback;
    private final int header;
    private final int fragmentHeader;
    private final int smallestMtu;
    private final int largestError;
    private final int kernelMetric;
    private final int metric;
    private final boolean routersFragment;
    private final boolean validatesSources;
    private final boolean silentUnlessForwarding;
    private final boolean errorsAboutLaterFragments;

    Family(
            Ip any,
            Ip loopback,
            int header,
            int fragmentHeader,
            int smallestMtu,
            int largestError,
            int kernelMetric,
            int metric,
            boolean routersFragment,
            boolean validatesSources,
            boolean silentUnlessForwarding,
            boolean errorsAboutLaterFragments) {
        this.any = any;
        this.loopback = loopback;
        this.header = header;
        this.fragmentHeader = fragmentHeader;
        this.smallestMtu = smallestMtu;
        this.largestError = largestError;
        this.kernelMetric = kernelMetric;
        this.metric = metric;
        this.routersFragment = routersFragment;
        this.validatesSources = validatesSources;
        this.silentUnlessForwarding = silentUnlessForwarding;
        this.errorsAboutLaterFragments = errorsAboutLaterFragments;
    }

    public static Family of(Ip ip) {
        return of(ip.v6());
    }

    public static Family of(boolean v6) {
        return v6 ? V6 : V4;
    }

    public boolean v6() {
        return this == V6;
    }

    public Ip any() {
        return any;
    }

    public Ip loopback() {
        return loopback;
    }

    /// Bytes of the IP header.
    public int header() {
        return header;
    }

    /// Bytes that a fragment carries beside the IP header and its part of the datagram.
    public int fragmentHeader() {
        return fragmentHeader;
    }

    /// Bytes that every link takes; a path MTU below is not believed.
    public int smallestMtu() {
        return smallestMtu;
    }

    /// Bytes of the longest ICMP error, IP header included (RFC 1812 4.3.2.3, RFC 4443 2.4).
    public int largestError() {
        return largestError;
    }

    /// The metric of the routes that the kernel makes for an address (IP6_RT_PRIO_ADDRCONF).
    public int kernelMetric() {
        return kernelMetric;
    }

    /// The metric of a route that is added without one (IP6_RT_PRIO_USER).
    public int metric() {
        return metric;
    }

    /// Whether a router cuts what is too long for the next link, unless the sender forbids it.
    public boolean routersFragment() {
        return routersFragment;
    }

    /// Whether a source is looked up as it comes in: `rp_filter`, and the machine's own addresses as martians.
    public boolean validatesSources() {
        return validatesSources;
    }

    /// Whether a machine that does not forward keeps silent about packets that it has no route for.
    public boolean silentUnlessForwarding() {
        return silentUnlessForwarding;
    }

    /// Whether an ICMP error may be about a fragment without a transport header (RFC 1122 3.2.2 forbids it).
    public boolean errorsAboutLaterFragments() {
        return errorsAboutLaterFragments;
    }
}
