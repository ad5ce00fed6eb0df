package vethscope.engine.stage;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// Default address selection for IPv6 sources (RFC 6724 section 5, net/ipv6/addrconf.c ipv6_dev_get_saddr), as far as
/// static addresses go: nothing is deprecated, a home address or temporary.
final class SourceRules {

    private static final int LINK_LOCAL = 2;
    private static final int SITE_LOCAL = 5;
    private static final int GLOBAL = 14;

    /// The policy table (RFC 6724 2.1, net/ipv6/addrlabel.c).
    private static final List<Label> LABELS = List.of(
            label("::1/128", 0),
            label("::ffff:0:0/96", 4),
            label("::/96", 3),
            label("2001:10::/28", 7),
            label("2001::/32", 6),
            label("2002::/16", 2),
            label("3ffe::/16", 12),
            label("fec0::/10", 11),
            label("fc00::/7", 5),
            label("::/0", 1));

    private record Label(Cidr prefix, int label) {}

    /// An address of the machine.
    record Candidate(String dev, Cidr address) {}

    private SourceRules() {}

    private static Label label(String prefix, int label) {
        return new Label(Cidr.parse(prefix), label);
    }

    /// The best candidate; of equals the first.
    ///
    /// @param dev the device by which the packet leaves
    static Optional<Ip> choose(List<Candidate> candidates, String dev, Ip destination) {
        int scope = scope(destination);
        boolean onlyHere = destination.isMulticast() || scope <= LINK_LOCAL;
        Comparator<Candidate> better = Comparator.<Candidate, Boolean>comparing(
                        c -> c.address().ip().equals(destination))
                .thenComparingInt(c -> appropriate(scope(c.address().ip()), scope))
                .thenComparing(c -> c.dev().equals(dev))
                .thenComparing(c -> labelOf(c.address().ip()) == labelOf(destination))
                .thenComparingInt(c -> common(c.address(), destination));
        return candidates.stream()
                .filter(c -> !onlyHere || c.dev().equals(dev))
                .reduce((best, next) -> better.compare(next, best) > 0 ? next : best)
                .map(c -> c.address().ip());
    }

    /// Rule 2: the smallest scope that reaches the destination is best; too small a scope is worst.
    private static int appropriate(int own, int wanted) {
        return own >= wanted ? -own : own - 128;
    }

    private static int scope(Ip ip) {
        if (ip.isMulticast()) {
            return (int) (ip.high() >>> 48 & 0xf);
        }
        boolean site = ip.high() >>> 54 == 0x3fb;
        return ip.isLinkLocal() || ip.isLoopback() ? LINK_LOCAL : site ? SITE_LOCAL : GLOBAL;
    }

    private static int labelOf(Ip ip) {
        return LABELS.stream().filter(l -> l.prefix.contains(ip)).findFirst().orElseThrow().label;
    }

    /// Rule 8: leading bits in common, no more than the source's prefix has.
    private static int common(Cidr source, Ip destination) {
        long high = source.ip().high() ^ destination.high();
        long low = source.ip().low() ^ destination.low();
        int same = high != 0 ? Long.numberOfLeadingZeros(high) : 64 + Long.numberOfLeadingZeros(low);
        return Math.min(same, source.prefix());
    }
}
