package vethscope.app.cli;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import vethscope.app.cli.TestCommand.Tested;
import vethscope.engine.replay.Verdict;
import vethscope.engine.trace.Step;

/// Verdicts for people: one line for a probe that passed; expected, found and the first hop that differs for others.
record TestText(Common common, PrintStream out, boolean colored) {

    void write(List<Tested> tested) {
        Words words = common.words();
        long failed = 0;
        long all = 0;
        for (Tested file : tested) {
            if (tested.size() > 1) {
                line(file.file().toString());
            }
            if (file.changed() != null) {
                new ChangeText(common, out).write(file.changed());
            }
            file.verdicts().forEach(this::verdict);
            failed += file.failed();
            all += file.verdicts().size();
        }
        line(failed == 0 ? words.say("test.all", all) : words.say("test.some", all, all - failed, failed));
    }

    private void verdict(Verdict verdict) {
        Words words = common.words();
        String mark = verdict.passed() ? painted("32", words.say("test.ok")) : painted("31", words.say("test.failed"));
        line(mark + "  " + verdict.played().probe().name());
        if (verdict.refused() != null) {
            line("      " + verdict.refused().in(common.locale()));
        }
        for (Verdict.Mismatch m : verdict.mismatches()) {
            line("      " + words.say("test.expected", m.key(), m.expected()));
            line("      " + " ".repeat(m.key().length()) + words.say("test.found", m.found()));
        }
        if (verdict.trace() != null && !verdict.passed()) {
            why(verdict);
        }
    }

    private void why(Verdict verdict) {
        var trace = verdict.trace();
        if (trace != null && trace.reason() != null) {
            line("      " + trace.reason().text().in(common.locale()));
        }
        verdict.mismatches().stream()
                .map(Verdict.Mismatch::step)
                .filter(Objects::nonNull)
                .min(Comparator.comparingInt(Step::n))
                .ifPresent(s -> line("      "
                        + common.words()
                                .say("test.hop", s.n(), place(s), s.text().in(common.locale()))));
    }

    private void line(String text) {
        out.print(text + "\n");
    }

    private static String place(Step step) {
        return step.iface() == null ? step.where().value() : step.where() + " " + step.iface();
    }

    private String painted(String code, String text) {
        return colored ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
