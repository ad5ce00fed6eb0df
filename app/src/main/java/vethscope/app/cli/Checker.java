package vethscope.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.MissingResourceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.Compiled;
import vethscope.engine.compile.Compiler;
import vethscope.engine.finding.Finding;
import vethscope.engine.trace.Sentence;
import vethscope.engine.verify.Findings;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Suppression;
import vethscope.model.codec.Problem;
import vethscope.model.codec.Reading;

/// Looks for everything that is wrong with one file.
record Checker(Common common, Path file) {

    /// The code of everything in a file that was not understood.
    private static final String UNREADABLE_VALUE = "VS001";

    Checked check(Reading.Opened opened) {
        var flaws = new ArrayList<Checked.Flawed>();
        opened.problems().forEach(p -> flaws.add(unreadable(p)));
        Design design = opened.design();
        Compiled compiled = Compiler.compile(design);
        List<Finding> found = Findings.of(design, compiled);
        List<Finding> every =
                design.suppressions().isEmpty() ? found : Findings.of(withoutSuppressions(design), compiled);
        String text = found.isEmpty() && every.isEmpty() ? "" : text();
        found.forEach(f -> flaws.add(flawed(f, text, null)));
        every.stream().filter(f -> !found.contains(f)).forEach(f -> flaws.add(flawed(f, text, accepted(design, f))));
        return new Checked(file, flaws);
    }

    private static Checked.Flawed unreadable(Problem p) {
        return new Checked.Flawed(
                UNREADABLE_VALUE,
                Checked.Severity.error,
                null,
                null,
                p.pointer(),
                p.line(),
                p.column(),
                p.message(),
                List.of(),
                null);
    }

    private Checked.Flawed flawed(Finding finding, String text, @Nullable String accepted) {
        Id where = finding.where();
        String key = finding.key();
        String pointer = where == null ? "" : "/elements/" + where + (key == null ? "" : "/" + key.replace('.', '/'));
        return new Checked.Flawed(
                finding.code(),
                severity(finding.severity()),
                where == null ? null : where.value(),
                key,
                pointer,
                where == null ? 0 : line(text, where),
                0,
                finding.message().in(common.locale()),
                fixes(finding),
                accepted);
    }

    /// What can be done by one click in the window, else the remedy in words.
    private List<String> fixes(Finding finding) {
        if (!finding.fixes().isEmpty()) {
            return finding.fixes().stream()
                    .map(f -> f.title().in(common.locale()))
                    .toList();
        }
        Sentence message = finding.message();
        Sentence remedy = message.also(".fix");
        try {
            return List.of(remedy.in(common.locale()));
        } catch (MissingResourceException e) {
            return List.of();
        }
    }

    private static Checked.Severity severity(Finding.Severity severity) {
        return switch (severity) {
            case ERROR -> Checked.Severity.error;
            case WARNING -> Checked.Severity.warning;
            case INFO -> Checked.Severity.info;
        };
    }

    private static String accepted(Design design, Finding finding) {
        return design.suppressions().stream()
                .filter(s -> s.code().equals(finding.code()) && s.at().equals(finding.where()))
                .map(Suppression::reason)
                .findFirst()
                .orElse("");
    }

    private static Design withoutSuppressions(Design d) {
        return new Design(
                d.name(),
                d.description(),
                d.cluster(),
                d.namespaces(),
                d.topology(),
                d.probes(),
                List.of(),
                d.layout(),
                d.unknown());
    }

    private String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    /// Where the element's own object begins; 0 if that cannot be told.
    private static int line(String text, Id element) {
        Matcher elements = Pattern.compile("\"elements\"\\s*:").matcher(text);
        Matcher own = Pattern.compile("\"" + Pattern.quote(element.value()) + "\"\\s*:\\s*\\{")
                .matcher(text);
        if (!elements.find() || !own.find(elements.end())) {
            return 0;
        }
        return 1
                + (int) text.substring(0, own.start())
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }
}
