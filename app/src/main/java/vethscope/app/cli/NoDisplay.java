package vethscope.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Transcript;
import vethscope.model.Design;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;
import vethscope.samples.Sample;
import vethscope.samples.Samples;

/// What happens where a window was asked for and there is no display: it says so, names the verb that does the
/// same, and plays a sample in the terminal, step by step.
public final class NoDisplay {

    private static final long MILLIS_A_LINE = 120;

    private final Console console;
    private final Words words;

    private NoDisplay(Console console) {
        this.console = console;
        this.words = new Words(Words.localeOf(console.locale()));
    }

    /// @param files what the window was to open; none: the first sample is played
    /// @return the exit code
    public static int play(Console console, List<String> files) {
        var noDisplay = new NoDisplay(console);
        if (files.isEmpty()) {
            console.err().println(noDisplay.words.say("display.none", "FILE"));
            noDisplay.sample(Samples.all().getFirst());
            console.out().flush();
            return Exit.OK;
        }
        console.err().println(noDisplay.words.say("display.none", files.getFirst()));
        int code = Exit.OK;
        for (String file : files) {
            code = Math.max(code, Cli.run(console, "trace", file, "--probes"));
        }
        return code;
    }

    private void sample(Sample sample) {
        Sample.Story story = sample.story(words.locale().getLanguage());
        console.err().println(words.say("display.sample", story.title(), story.summary()));
        Design design = design(sample);
        for (Played played : Replay.run(design, Designs.compile(design), design.probes(), false)) {
            played.traces()
                    .forEach(t -> lines("# " + t.probe().name() + "\n" + Transcript.of(t, words.locale()) + "\n "));
        }
    }

    private static Design design(Sample sample) {
        try (InputStream in = sample.openDesign()) {
            return switch (Veth.read(in.readAllBytes())) {
                case Reading.Opened opened -> opened.design();
                case Reading.Refused refused ->
                    throw new IllegalStateException(refused.problem().message());
            };
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// One after the other where somebody watches.
    private void lines(String text) {
        for (String line : text.split("\n")) {
            console.out().print(line + "\n");
            if (console.outIsTerminal()) {
                console.out().flush();
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(MILLIS_A_LINE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
