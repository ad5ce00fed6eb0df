package vethscope.model.address;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The text of IPv6 addresses: read as RFC 4291 allows, printed as RFC 5952 wants.
final class Ip6Text {

    private static final int GROUPS = 8;
    private static final long MAPPED = 0xffffL;

    private Ip6Text() {}

    static Optional<Ip> parse(String text) {
        Optional<String> hexadecimal = withoutQuad(text);
        if (hexadecimal.isEmpty()) {
            return Optional.empty();
        }
        String groups = hexadecimal.get();
        int gap = groups.indexOf("::");
        if (gap < 0) {
            return groups(groups).filter(all -> all.size() == GROUPS).map(Ip6Text::address);
        }
        Optional<List<Integer>> head = groups(groups.substring(0, gap));
        Optional<List<Integer>> tail = groups(groups.substring(gap + 2));
        return head.flatMap(h -> tail.flatMap(t -> filled(h, t)));
    }

    /// A dotted quad at the end, as the two groups that it stands for.
    private static Optional<String> withoutQuad(String text) {
        int colon = text.lastIndexOf(':');
        String last = text.substring(colon + 1);
        return last.indexOf('.') < 0
                ? Optional.of(text)
                : Ip4Text.parse(last)
                        .map(ip -> text.substring(0, colon + 1)
                                + Long.toHexString(ip.low() >>> 16)
                                + ":"
                                + Long.toHexString(ip.low() & 0xffff));
    }

    /// What stands between single colons.
    private static Optional<List<Integer>> groups(String text) {
        var groups = new ArrayList<Integer>();
        if (text.isEmpty()) {
            return Optional.of(groups);
        }
        for (String group : text.split(":", -1)) {
            if (group.isEmpty() || group.length() > 4 || !group.chars().allMatch(HexFormat::isHexDigit)) {
                return Optional.empty();
            }
            groups.add(HexFormat.fromHexDigits(group));
        }
        return Optional.of(groups);
    }

    /// A double colon stands for one zero group or more.
    private static Optional<Ip> filled(List<Integer> head, List<Integer> tail) {
        int zeros = GROUPS - head.size() - tail.size();
        if (zeros < 1) {
            return Optional.empty();
        }
        var all = new ArrayList<>(head);
        for (int i = 0; i < zeros; i++) {
            all.add(0);
        }
        all.addAll(tail);
        return Optional.of(address(all));
    }

    private static Ip address(List<Integer> groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS / 2; i++) {
            high = high << 16 | groups.get(i);
            low = low << 16 | groups.get(GROUPS / 2 + i);
        }
        return new Ip(true, high, low);
    }

    static String print(Ip ip) {
        if (ip.high() == 0 && ip.low() >>> 32 == MAPPED) {
            return "::ffff:" + Ip.v4(ip.low());
        }
        int length = 0;
        int start = -1;
        for (int i = 0; i < GROUPS; i++) {
            int run = zeros(ip, i);
            if (run > Math.max(length, 1)) {
                start = i;
                length = run;
            }
        }
        return start < 0 ? join(ip, 0, GROUPS) : join(ip, 0, start) + "::" + join(ip, start + length, GROUPS);
    }

    /// How many groups from here on are zero.
    private static int zeros(Ip ip, int from) {
        int end = from;
        while (end < GROUPS && group(ip, end) == 0) {
            end++;
        }
        return end - from;
    }

    private static String join(Ip ip, int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(group(ip, i)));
        }
        return text.toString();
    }

    private static int group(Ip ip, int i) {
        long half = i < GROUPS / 2 ? ip.high() : ip.low();
        int shift = 16 * (GROUPS / 2 - 1 - i % (GROUPS / 2));
        return (int) (half >>> shift) & 0xffff;
    }
}
