package vethscope.app.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import vethscope.app.cli.TestCommand.Tested;
import vethscope.engine.replay.Verdict;

/// Verdicts in the XML that continuous-integration servers read from JUnit: a suite for each file, a case for each
/// probe.
record JUnitXml(Locale locale) {

    void write(List<Tested> tested, PrintStream out) {
        long all = tested.stream().mapToLong(t -> t.verdicts().size()).sum();
        long failed = tested.stream().mapToLong(Tested::failed).sum();
        out.print("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        out.print("<testsuites name=\"vethscope\" tests=\"" + all + "\" failures=\"" + failed + "\">\n");
        tested.forEach(t -> suite(t, out));
        out.print("</testsuites>\n");
    }

    private void suite(Tested tested, PrintStream out) {
        String name = escape(tested.file().toString());
        out.print("  <testsuite name=\"" + name + "\" tests=\""
                + tested.verdicts().size() + "\" failures=\"" + tested.failed() + "\">\n");
        for (Verdict verdict : tested.verdicts()) {
            out.print("    <testcase name=\"" + escape(verdict.played().probe().name()) + "\" classname=\"" + name
                    + "\"");
            if (verdict.passed()) {
                out.print("/>\n");
            } else {
                out.print(">\n      <failure message=\"" + escape(message(verdict)) + "\">" + escape(details(verdict))
                        + "</failure>\n    </testcase>\n");
            }
        }
        out.print("  </testsuite>\n");
    }

    private String message(Verdict verdict) {
        return verdict.refused() != null
                ? verdict.refused().in(locale)
                : verdict.mismatches().stream()
                        .map(m -> m.key() + ": expected " + m.expected() + ", found " + m.found())
                        .collect(Collectors.joining("; "));
    }

    private String details(Verdict verdict) {
        return verdict.trace() == null ? "" : "\n" + vethscope.engine.trace.Transcript.of(verdict.trace(), locale);
    }

    /// XML 1.0 has no place for most control characters, not even escaped.
    static String escape(String text) {
        var escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\n', '\t' -> escaped.appendCodePoint(c);
                default ->
                    escaped.appendCodePoint(
                            c < 0x20 || c >= 0xd800 && c <= 0xdfff || c == 0xfffe || c == 0xffff ? 0xfffd : c);
            }
        });
        return escaped.toString();
    }
}
