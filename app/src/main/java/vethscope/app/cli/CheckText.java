package vethscope.app.cli;

import java.io.PrintStream;
import java.util.List;

/// Findings for people and editors: `FILE:LINE: severity CODE element: message`, a fix below, and a sum.
record CheckText(Common common, PrintStream out) {

    void write(List<Checked> checked) {
        Words words = common.words();
        for (Checked file : checked) {
            for (Checked.Flawed flaw : file.flaws()) {
                if (flaw.accepted() == null) {
                    print(file, flaw);
                }
            }
        }
        long errors = count(checked, Checked.Severity.error);
        long warnings = count(checked, Checked.Severity.warning);
        long accepted = checked.stream()
                .flatMap(c -> c.flaws().stream())
                .filter(f -> f.accepted() != null)
                .count();
        line(words.say("check.sum", errors, warnings, count(checked, Checked.Severity.info), accepted));
    }

    private void print(Checked file, Checked.Flawed flaw) {
        String place = file.file()
                + (flaw.line() > 0 ? ":" + flaw.line() : "")
                + (flaw.line() > 0 && flaw.column() > 0 ? ":" + flaw.column() : "");
        String severity = common.words().say("severity." + flaw.severity());
        String colored = common.colored()
                ? "\u001b[" + (flaw.severity() == Checked.Severity.error ? "31" : "33") + "m" + severity + "\u001b[0m"
                : severity;
        line(place + ": " + colored + " " + flaw.code() + (flaw.element() == null ? "" : " " + flaw.element()) + ": "
                + flaw.message());
        flaw.fixes().stream().limit(1).forEach(f -> line("    " + common.words().say("check.fix", f)));
    }

    private void line(String text) {
        out.print(text + "\n");
    }

    private static long count(List<Checked> checked, Checked.Severity severity) {
        return checked.stream()
                .flatMap(c -> c.flaws().stream())
                .filter(f -> f.accepted() == null && f.severity() == severity)
                .count();
    }
}
