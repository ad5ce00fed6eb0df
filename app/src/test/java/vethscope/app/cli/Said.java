package vethscope.app.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/// What a run in this process said.
record Said(int code, String out, String err) {

    static Said by(String... words) {
        return by(Map.of(), Locale.ENGLISH, false, words);
    }

    static Said by(Map<String, String> environment, Locale locale, boolean terminal, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var console = new Console(stream(out), stream(err), terminal, terminal, environment, locale);
        int code = Cli.run(console, words);
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /// Everything that a user must never see of a mistake.
    boolean isPlain() {
        return !err.contains("Exception") && !err.contains("\tat ") && !err.contains("null");
    }
}
