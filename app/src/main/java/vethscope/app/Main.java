package vethscope.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import vethscope.app.cli.Cli;
import vethscope.app.cli.Console;

/// No arguments or a file: the window; a verb: the command line.
public final class Main {

    private Main() {}

    public static void main(String[] words) {
        var console = new Console(
                stream(FileDescriptor.out, false),
                stream(FileDescriptor.err, true),
                isTerminal(1),
                isTerminal(2),
                System.getenv(),
                Locale.getDefault());
        System.exit(Cli.run(console, words));
    }

    private static PrintStream stream(FileDescriptor descriptor, boolean flushLines) {
        return new PrintStream(
                new java.io.BufferedOutputStream(new FileOutputStream(descriptor), 1 << 16),
                flushLines,
                StandardCharsets.UTF_8);
    }

    /// Where /proc does not tell, nobody is assumed to watch.
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (java.io.IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
