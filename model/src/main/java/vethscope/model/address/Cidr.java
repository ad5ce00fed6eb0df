package vethscope.model.address;

import java.util.Optional;

/// An address with a prefix length, as `ip addr` prints it. The host bits are kept: `10.0.1.10/24` is an
/// interface address, [#network] is its subnet.
public record Cidr(Ip ip, int prefix) implements Comparable<Cidr> {

    public Cidr {
        if (prefix < 0 || prefix > ip.bits()) {
            throw new IllegalArgumentException("/" + prefix + " is not a prefix length of " + ip);
        }
    }

    /// The whole of one address: /32 or /128.
    public static Cidr host(Ip ip) {
        return new Cidr(ip, ip.bits());
    }

    /// @throws IllegalArgumentException if the text is neither `ip/prefix` nor a bare address
    public static Cidr parse(String text) {
        return tryParse(text)
                .orElseThrow(
                        () -> new IllegalArgumentException("'" + text + "' is not an address with a prefix length"));
    }

    /// `ip/prefix`; a bare address counts as its host prefix.
    public static Optional<Cidr> tryParse(String text) {
        int slash = text.indexOf('/');
        Optional<Ip> ip = Ip.tryParse(slash < 0 ? text : text.substring(0, slash));
        if (ip.isEmpty() || slash < 0) {
            return ip.map(Cidr::host);
        }
        String digits = text.substring(slash + 1);
        if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(digits);
        return prefix <= ip.get().bits() ? Optional.of(new Cidr(ip.get(), prefix)) : Optional.empty();
    }

    public boolean v6() {
        return ip.v6();
    }

    /// The same prefix with all host bits zero.
    public Cidr network() {
        return new Cidr(mask(ip), prefix);
    }

    /// The last address; the IPv4 broadcast address of prefixes up to /30.
    public Ip last() {
        if (!ip.v6()) {
            return Ip.v4(mask(ip).low() | (prefix == 0 ? 0xffffffffL : (1L << (32 - prefix)) - 1));
        }
        Ip base = mask(ip);
        long high = prefix >= 64 ? base.high() : base.high() | (-1L >>> prefix);
        long low = prefix >= 128 ? base.low() : prefix <= 64 ? -1L : base.low() | (-1L >>> (prefix - 64));
        return new Ip(true, high, low);
    }

    /// This network with the host part of another address.
    public Ip at(Ip host) {
        Ip base = mask(ip);
        Ip ones = mask(ip.v6() ? new Ip(true, -1, -1) : Ip.BROADCAST);
        return new Ip(ip.v6(), base.high() | host.high() & ~ones.high(), base.low() | host.low() & ~ones.low());
    }

    public boolean contains(Ip other) {
        return other.v6() == ip.v6() && mask(other).equals(mask(ip));
    }

    public boolean contains(Cidr other) {
        return other.prefix >= prefix && contains(other.ip);
    }

    private Ip mask(Ip a) {
        if (!a.v6()) {
            return Ip.v4(prefix == 0 ? 0 : a.low() & (-1L << (32 - prefix)));
        }
        long high = prefix == 0 ? 0 : prefix >= 64 ? a.high() : a.high() & (-1L << (64 - prefix));
        long low = prefix <= 64 ? 0 : prefix == 128 ? a.low() : a.low() & (-1L << (128 - prefix));
        return new Ip(true, high, low);
    }

    @Override
    public int compareTo(Cidr other) {
        int c = ip.compareTo(other.ip);
        return c != 0 ? c : Integer.compare(prefix, other.prefix);
    }

    @Override
    public String toString() {
        return ip + "/" + prefix;
    }
}
