package vethscope.model.address;

import java.util.HexFormat;
import java.util.Optional;

/// A 48-bit Ethernet address; printed in lower case.
public record Mac(long bits) implements Comparable<Mac> {

    public static final Mac BROADCAST = new Mac(0xffff_ffff_ffffL);
    public static final Mac ZERO = new Mac(0);
    /// What Calico gives every node-side `cali*` interface.
    public static final Mac CALI = new Mac(0xeeee_eeee_eeeeL);

    public Mac {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("a MAC address has 48 bits");
        }
    }

    /// @throws IllegalArgumentException if the text is not six hexadecimal octets
    public static Mac parse(String text) {
        return tryParse(text).orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not a MAC address"));
    }

    public static Optional<Mac> tryParse(String text) {
        String[] octets = text.split(":", -1);
        if (octets.length != 6) {
            return Optional.empty();
        }
        long bits = 0;
        for (String octet : octets) {
            if (octet.length() != 2 || !octet.chars().allMatch(HexFormat::isHexDigit)) {
                return Optional.empty();
            }
            bits = bits << 8 | HexFormat.fromHexDigits(octet);
        }
        return Optional.of(new Mac(bits));
    }

    /// The address that an interface gets when the drawing gives none: `02:` and the first five bytes of
    /// SHA-1("element/interface").
    public static Mac generated(String element, String iface) {
        byte[] hash = Sha1.of(element + "/" + iface);
        long bits = 0x02;
        for (int i = 0; i < 5; i++) {
            bits = bits << 8 | (hash[i] & 0xff);
        }
        return new Mac(bits);
    }

    /// Where frames for a multicast address go (RFC 1112 6.4, RFC 2464 7).
    public static Mac ofMulticast(Ip group) {
        return group.v6()
                ? new Mac(0x3333_0000_0000L | group.low() & 0xffff_ffffL)
                : new Mac(0x0100_5e00_0000L | group.low() & 0x7f_ffffL);
    }

    /// The link-local address that an interface with this hardware address makes for itself (RFC 4291 appendix A:
    /// modified EUI-64).
    public Ip linkLocal() {
        long upper = (bits >>> 24 ^ 0x02_0000) << 40;
        return new Ip(true, 0xfe80_0000_0000_0000L, upper | 0xff_fe00_0000L | bits & 0xff_ffff);
    }

    public boolean isMulticast() {
        return (bits >>> 40 & 1) == 1;
    }

    @Override
    public int compareTo(Mac other) {
        return Long.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return HexFormat.ofDelimiter(":").formatHex(new byte[] {
            (byte) (bits >>> 40),
            (byte) (bits >>> 32),
            (byte) (bits >>> 24),
            (byte) (bits >>> 16),
            (byte) (bits >>> 8),
            (byte) bits
        });
    }
}
