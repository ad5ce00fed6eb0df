package vethscope.model.address;

import java.util.Optional;

/// The text of IPv4 addresses. Leading zeros are decimal, as Kubernetes reads them.
final class Ip4Text {

    private static final int PARTS = 4;

    private Ip4Text() {}

    static Optional<Ip> parse(String text) {
        long bits = 0;
        int parts = 0;
        int value = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c == '.') {
                parts++;
                if (value < 0 || parts > PARTS) {
                    return Optional.empty();
                }
                bits = bits << 8 | value;
                value = -1;
            } else {
                value = c >= '0' && c <= '9' ? Math.max(value, 0) * 10 + (c - '0') : 256;
                if (value > 255) {
                    return Optional.empty();
                }
            }
        }
        return parts == PARTS ? Optional.of(Ip.v4(bits)) : Optional.empty();
    }

    static String print(Ip ip) {
        long low = ip.low();
        return (low >>> 24) + "." + (low >>> 16 & 0xff) + "." + (low >>> 8 & 0xff) + "." + (low & 0xff);
    }
}
