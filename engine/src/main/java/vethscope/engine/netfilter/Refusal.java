package vethscope.engine.netfilter;

import java.util.Arrays;
import java.util.List;

/// iptables would not take the line: a key of this package's `messages` and its arguments, terms and numbers that are
/// never translated.
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final String key;
    private final transient List<String> arguments;

    Refusal(String key, Object... arguments) {
        super(key + Arrays.toString(arguments), null, false, false);
        this.key = key;
        this.arguments = Arrays.stream(arguments).map(String::valueOf).toList();
    }

    Applied.Malformed of(String line) {
        return new Applied.Malformed(line, key, arguments);
    }
}
