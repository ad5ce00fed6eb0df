package vethscope.engine.netfilter;

import java.util.Locale;
import java.util.Map;

/// The octet of a packet's header that asks for a kind of service, as the modules `tos` and `dscp` and their targets
/// write it.
final class Service {

    /// The six bits of DSCP, above the two of ECN.
    static final int DSCP = 0xfc;

    private static final int OCTET = 0xff;
    private static final int LARGEST_DSCP = 63;

    /// What a name of RFC 1349 says nothing about: the two highest bits (libxtables' tos_values.c).
    private static final int NAMED = 0x3f;

    private static final Map<String, Integer> TOS = Map.of(
            "minimize-delay", 0x10,
            "maximize-throughput", 0x08,
            "maximize-reliability", 0x04,
            "minimize-cost", 0x02,
            "normal-service", 0x00);

    private static final Map<String, Integer> CLASSES = Map.ofEntries(
            Map.entry("BE", 0),
            Map.entry("CS0", 0),
            Map.entry("CS1", 0x08),
            Map.entry("CS2", 0x10),
            Map.entry("CS3", 0x18),
            Map.entry("CS4", 0x20),
            Map.entry("CS5", 0x28),
            Map.entry("CS6", 0x30),
            Map.entry("CS7", 0x38),
            Map.entry("AF11", 0x0a),
            Map.entry("AF12", 0x0c),
            Map.entry("AF13", 0x0e),
            Map.entry("AF21", 0x12),
            Map.entry("AF22", 0x14),
            Map.entry("AF23", 0x16),
            Map.entry("AF31", 0x1a),
            Map.entry("AF32", 0x1c),
            Map.entry("AF33", 0x1e),
            Map.entry("AF41", 0x22),
            Map.entry("AF42", 0x24),
            Map.entry("AF43", 0x26),
            Map.entry("EF", 0x2e));

    private Service() {}

    /// What was read.
    record Bits(int value, int mask) {}

    /// `0x10`, `0x10/0x1e` or `Minimize-Delay`.
    static Bits tos(String text) throws Refusal {
        Integer named = TOS.get(text.toLowerCase(Locale.ROOT));
        if (named != null) {
            return new Bits(named, NAMED);
        }
        int slash = text.indexOf('/');
        int value = octet(slash < 0 ? text : text.substring(0, slash), text);
        return new Bits(value, slash < 0 ? OCTET : octet(text.substring(slash + 1), text));
    }

    private static int octet(String number, String text) throws Refusal {
        return octet(number, text, OCTET, "tos.none");
    }

    /// @param text a number up to 63
    static int dscp(String text) throws Refusal {
        return octet(text, text, LARGEST_DSCP, "dscp.value");
    }

    /// @param key why what was written is refused otherwise
    private static int octet(String number, String text, int most, String key) throws Refusal {
        try {
            int value = Integer.decode(number);
            if (value >= 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Refusal(key, text);
    }

    /// The DSCP value of a class such as `AF11` or `EF`.
    static int dscpClass(String text) throws Refusal {
        Integer known = CLASSES.get(text.toUpperCase(Locale.ROOT));
        if (known == null) {
            throw new Refusal("dscp.class", text);
        }
        return known;
    }

    /// Two digits, as both modules print it.
    static String hex(int octet) {
        return "0x" + Integer.toHexString(octet | 0x100).substring(1);
    }
}
