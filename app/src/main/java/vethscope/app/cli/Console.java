package vethscope.app.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/// Where a run speaks: results to `out`, everything else to `err`.
///
/// @param outIsTerminal and `errIsTerminal`: whether somebody watches
/// @param locale the machine's
public record Console(
        PrintStream out,
        PrintStream err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        Map<String, String> environment,
        Locale locale) {

    public Console {
        environment = Map.copyOf(environment);
    }
}
