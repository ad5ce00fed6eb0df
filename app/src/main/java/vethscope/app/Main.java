package vethscope.app;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import vethscope.app.cli.Cli;
import vethscope.app.cli.Console;
import vethscope.app.cli.NoDisplay;
import vethscope.app.cli.ResultStream;
import vethscope.app.shell.Window;

/// No arguments or a file: the window; a verb: the command line, for which no class of the window is touched.
public final class Main {

    private Main() {}

    public static void main(String[] words) {
        var console = new Console(
                new ResultStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                isTerminal(1),
                isTerminal(2),
                System.getenv(),
                Locale.getDefault());
        System.exit(run(console, words));
    }

    /// @return the exit code
    static int run(Console console, String... words) {
        if (isForTheTerminal(words)) {
            return Cli.run(console, words);
        }
        if (!hasDisplay(System.getProperty("os.name", ""), console.environment())) {
            return NoDisplay.play(console, List.of(words));
        }
        return Window.open(Arrays.stream(words).map(Path::of).toList());
    }

    /// The first word that is no option decides: a verb, or something that cannot be meant as a file. Options alone,
    /// such as `--help`, are answered in the terminal.
    static boolean isForTheTerminal(String... words) {
        Optional<String> first =
                Arrays.stream(words).filter(w -> !w.startsWith("-")).findFirst();
        return first.map(w -> Cli.VERBS.contains(w) || !looksLikeFile(w)).orElse(words.length > 0);
    }

    private static boolean looksLikeFile(String word) {
        return word.indexOf('.') >= 0 || word.indexOf('/') >= 0 || word.indexOf('\\') >= 0 || new File(word).exists();
    }

    /// Only Linux and its relatives can be without one.
    static boolean hasDisplay(String system, Map<String, String> environment) {
        boolean always = system.startsWith("Windows") || system.startsWith("Mac");
        return always
                || !environment.getOrDefault("DISPLAY", "").isEmpty()
                || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    }

    /// Where /proc does not tell, nobody is assumed to watch.
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
