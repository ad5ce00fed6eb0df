package vethscope.model.address;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An IPv4 or IPv6 address. IPv4 keeps its 32 bits in `low`; IPv6 uses both halves.
/// Ordering is unsigned, IPv4 before IPv6.
public record Ip(boolean v6, long high, long low) implements Comparable<Ip> {

    public static final Ip ANY = v4(0);
    public static final Ip ANY6 = new Ip(true, 0, 0);
    public static final Ip LOOPBACK = v4(0x7f000001L);
    public static final Ip LOOPBACK6 = new Ip(true, 0, 1);
    public static final Ip BROADCAST = v4(0xffffffffL);

    public Ip {
        if (!v6 && (high != 0 || low >>> 32 != 0)) {
            throw new IllegalArgumentException("an IPv4 address has 32 bits");
        }
    }

    /// The IPv4 address with these 32 bits (the upper 32 bits of the argument are ignored).
    public static Ip v4(long bits) {
        return new Ip(false, 0, bits & 0xffffffffL);
    }

    /// @throws IllegalArgumentException if the text is not an address; see [#tryParse]
    public static Ip parse(String text) {
        return tryParse(text).orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not an IP address"));
    }

    /// Dotted decimal (leading zeros are decimal, as Kubernetes reads them) or RFC 4291 text.
    public static Optional<Ip> tryParse(String text) {
        return text.indexOf(':') >= 0 ? Ip6Text.parse(text) : Ip4Text.parse(text);
    }

    public int bits() {
        return v6 ? 128 : 32;
    }

    public boolean isAny() {
        return high == 0 && low == 0;
    }

    /// 127.0.0.0/8 or ::1.
    public boolean isLoopback() {
        return v6 ? high == 0 && low == 1 : low >>> 24 == 127;
    }

    /// 224.0.0.0/4 or ff00::/8.
    public boolean isMulticast() {
        return v6 ? high >>> 56 == 0xff : low >>> 28 == 0xe;
    }

    /// 169.254.0.0/16 or fe80::/10.
    public boolean isLinkLocal() {
        return v6 ? high >>> 54 == 0x3fa : low >>> 16 == 0xa9fe;
    }

    /// An IPv6 address that means one machine or group on each link: fe80::/10, ff01::/16 and ff02::/16 (RFC 4291 2.7).
    public boolean isOfOneLink() {
        int scope = (int) (high >>> 48) & 0xf;
        return v6 && (isLinkLocal() || isMulticast() && (scope == 1 || scope == 2));
    }

    /// An IPv6 address that the internet routes: neither loopback, multicast, link-local nor unique local (fc00::/7,
    /// RFC 4193).
    public boolean isGlobal6() {
        return v6 && !isAny() && !isLoopback() && !isMulticast() && !isLinkLocal() && high >>> 57 != 0x7e;
    }

    /// The multicast group that whoever has this IPv6 address listens to (RFC 4291 2.7.1): `ff02::1:ff00:0/104`.
    public Ip solicitedNode() {
        return new Ip(true, 0xff02_0000_0000_0000L, 0x1_ff00_0000L | low & 0xff_ffff);
    }

    /// The address `n` after this one; wraps at the end of the family's space.
    public Ip plus(long n) {
        if (!v6) {
            return v4(low + n);
        }
        long sum = low + n;
        boolean carry = n >= 0 ? Long.compareUnsigned(sum, low) < 0 : Long.compareUnsigned(sum, low) > 0;
        return new Ip(true, carry ? high + (n >= 0 ? 1 : -1) : high, sum);
    }

    /// The bits that a mask of the same family keeps.
    public Ip and(Ip mask) {
        return new Ip(v6, high & mask.high, low & mask.low);
    }

    @Override
    public int compareTo(Ip other) {
        if (v6 != other.v6) {
            return v6 ? 1 : -1;
        }
        int c = Long.compareUnsigned(high, other.high);
        return c != 0 ? c : Long.compareUnsigned(low, other.low);
    }

    /// RFC 5952 text for IPv6, dotted decimal for IPv4.
    @Override
    public String toString() {
        return v6 ? Ip6Text.print(this) : Ip4Text.print(this);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(low * 31 + high);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ip ip && low == ip.low && high == ip.high && v6 == ip.v6;
    }
}
