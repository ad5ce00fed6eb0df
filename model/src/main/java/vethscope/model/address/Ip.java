package vethscope.model.address;

import java.util.Optional;

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
        return text.indexOf(':') >= 0 ? parse6(text) : parse4(text);
    }

    private static Optional<Ip> parse4(String text) {
        long bits = 0;
        int parts = 0;
        int value = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c == '.') {
                if (value < 0 || ++parts > 4) {
                    return Optional.empty();
                }
                bits = bits << 8 | value;
                value = -1;
            } else if (c >= '0' && c <= '9') {
                value = Math.max(value, 0) * 10 + (c - '0');
                if (value > 255) {
                    return Optional.empty();
                }
            } else {
                return Optional.empty();
            }
        }
        return parts == 4 ? Optional.of(v4(bits)) : Optional.empty();
    }

    private static Optional<Ip> parse6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return Optional.empty();
        }
        int[] head = groups(gap < 0 ? text : text.substring(0, gap));
        int[] tail = groups(gap < 0 ? "" : text.substring(gap + 2));
        int count = head.length + tail.length;
        if (head == BAD || tail == BAD || (gap < 0 ? count != 8 : count > 7)) {
            return Optional.empty();
        }
        int[] all = new int[8];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(tail, 0, all, 8 - tail.length, tail.length);
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | all[i];
            low = low << 16 | all[4 + i];
        }
        return Optional.of(new Ip(true, high, low));
    }

    private static final int[] BAD = new int[9];

    /// The 16-bit groups of a colon list; a dotted quad may end it.
    private static int[] groups(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] parts = text.split(":", -1);
        boolean quad = parts[parts.length - 1].indexOf('.') >= 0;
        int[] groups = new int[parts.length + (quad ? 1 : 0)];
        if (groups.length > 8) {
            return BAD;
        }
        for (int i = 0; i < parts.length; i++) {
            if (quad && i == parts.length - 1) {
                Optional<Ip> v4 = parse4(parts[i]);
                if (v4.isEmpty()) {
                    return BAD;
                }
                groups[i] = (int) (v4.get().low >>> 16);
                groups[i + 1] = (int) (v4.get().low & 0xffff);
            } else if (parts[i].isEmpty()
                    || parts[i].length() > 4
                    || !parts[i].chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
                return BAD;
            } else {
                groups[i] = Integer.parseInt(parts[i], 16);
            }
        }
        return groups;
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

    /// The address `n` after this one; wraps at the end of the family's space.
    public Ip plus(long n) {
        if (!v6) {
            return v4(low + n);
        }
        long sum = low + n;
        boolean carry = n >= 0 ? Long.compareUnsigned(sum, low) < 0 : Long.compareUnsigned(sum, low) > 0;
        return new Ip(true, carry ? high + (n >= 0 ? 1 : -1) : high, sum);
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
        if (!v6) {
            return (low >>> 24) + "." + (low >>> 16 & 0xff) + "." + (low >>> 8 & 0xff) + "." + (low & 0xff);
        }
        int bestAt = -1;
        int best = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && group(i + run) == 0) {
                run++;
            }
            if (run > best) {
                best = run;
                bestAt = i;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == bestAt) {
                text.append("::");
                i += best - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(i)));
        }
        return text.toString();
    }

    private int group(int i) {
        long half = i < 4 ? high : low;
        return (int) (half >>> ((3 - i % 4) * 16) & 0xffff);
    }
}
