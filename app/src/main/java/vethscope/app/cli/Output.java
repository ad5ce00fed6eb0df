package vethscope.app.cli;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where results go: standard output, or a file that appears whole or not at all.
final class Output {

    private Output() {}

    @FunctionalInterface
    interface Printer {
        void print(PrintStream out) throws IOException;
    }

    /// @throws Stop if the file could not be written
    static void write(Common common, @Nullable Path file, Printer printer) throws IOException {
        if (file == null) {
            printer.print(common.console().out());
            return;
        }
        var bytes = new ByteArrayOutputStream();
        try (var out = new PrintStream(new BufferedOutputStream(bytes), false, StandardCharsets.UTF_8)) {
            printer.print(out);
        }
        save(common, file, bytes.toByteArray());
    }

    static void save(Common common, Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new Stop(Exit.NOT_WRITTEN, common.words().say("output.file", file, Designs.why(e, common.words())));
        }
    }

    /// Remembers what went wrong with single files while the others are worked on.
    static final class Trouble {
        private final Common common;
        private int worst = Exit.OK;

        Trouble(Common common) {
            this.common = common;
        }

        void attempt(Runnable work) {
            try {
                work.run();
            } catch (Stop stop) {
                common.warn(stop.sentence());
                worst = Math.max(worst, stop.code());
            }
        }

        int code(int otherwise) {
            return Math.max(worst, otherwise);
        }
    }
}
