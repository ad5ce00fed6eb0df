package vethscope.engine.replay;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import vethscope.model.address.Ip;

/// The names under which an address is looked up: `10.0.96.10.in-addr.arpa` for 10.96.0.10 (RFC 1035 section 3.5), and
/// the digits of an IPv6 address one by one under `ip6.arpa` (RFC 3596 section 2.5).
final class ReverseNames {

    private static final String V4 = ".in-addr.arpa";
    private static final String V6 = ".ip6.arpa";
    private static final int DIGITS = 32;

    private ReverseNames() {}

    /// Empty: the name is none of them.
    static Optional<Ip> address(String name) {
        if (name.endsWith(V4)) {
            return Ip.tryParse(String.join(".", backwards(name, V4))).filter(ip -> !ip.v6());
        }
        if (!name.endsWith(V6)) {
            return Optional.empty();
        }
        List<String> digits = backwards(name, V6);
        if (digits.size() != DIGITS || digits.stream().anyMatch(d -> d.length() != 1)) {
            return Optional.empty();
        }
        String all = String.join("", digits);
        return Ip.tryParse(all.replaceAll("(.{4})(?!$)", "$1:"));
    }

    private static List<String> backwards(String name, String suffix) {
        List<String> labels =
                Arrays.asList(name.substring(0, name.length() - suffix.length()).split("\\.", -1));
        Collections.reverse(labels);
        return labels;
    }
}
