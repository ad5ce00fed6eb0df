package vethscope.app.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What every verb understands.
final class Common {

    enum Lang {
        en,
        zh
    }

    enum Color {
        auto,
        always,
        never
    }

    private final Console console;

    @Option(
            names = "--lang",
            paramLabel = "en|zh",
            order = 90,
            description = "Language of the prose. Default: the locale's.")
    private @Nullable Lang lang;

    @Option(
            names = "--color",
            paramLabel = "auto|always|never",
            order = 91,
            description = "Colours in text output. Default: auto; NO_COLOR switches them off.")
    private Color color = Color.auto;

    @Option(
            names = {"-q", "--quiet"},
            order = 92,
            description = "No progress and no notes on standard error; errors are still told.")
    private boolean quiet;

    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 93,
            description = "Show this help.")
    private boolean help;

    Common(Console console) {
        this.console = console;
    }

    Console console() {
        return console;
    }

    Locale locale() {
        return lang == null ? Words.localeOf(console.locale()) : lang == Lang.zh ? Locale.CHINESE : Locale.ENGLISH;
    }

    Words words() {
        return new Words(locale());
    }

    boolean colored() {
        return switch (color) {
            case always -> true;
            case never -> false;
            case auto ->
                console.outIsTerminal()
                        && console.environment().getOrDefault("NO_COLOR", "").isEmpty()
                        && !"dumb".equals(console.environment().get("TERM"));
        };
    }

    boolean showsProgress() {
        return !quiet && console.errIsTerminal();
    }

    /// Something worth knowing that is no result.
    void note(String sentence) {
        if (!quiet) {
            console.err().println(sentence);
        }
    }

    /// Something that went wrong although the run goes on.
    void warn(String sentence) {
        console.err().println(sentence);
    }
}
