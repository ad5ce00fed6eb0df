package vethscope.app.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import vethscope.engine.compile.Compiler;
import vethscope.engine.network.Network;
import vethscope.model.Design;
import vethscope.model.codec.Problem;
import vethscope.model.codec.Reading;
import vethscope.model.codec.VethFile;

/// Reads designs from files and builds their networks.
record Designs(Common common) {

    /// What was not understood is noted on standard error; the rest of the design opens.
    ///
    /// @throws Stop if it cannot be opened at all
    Design open(Path file) {
        Reading.Opened opened = read(file);
        if (!opened.problems().isEmpty()) {
            Problem first = opened.problems().getFirst();
            common.note(common.words()
                    .say(
                            "open.problems",
                            place(file, first),
                            first.message(),
                            opened.problems().size(),
                            file));
        }
        return opened.design();
    }

    private Reading.Opened read(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new Stop(Exit.UNREADABLE, common.words().say("open.directory", file));
            }
            return switch (VethFile.load(file)) {
                case Reading.Opened opened -> opened;
                case Reading.Refused(Problem problem) ->
                    throw new Stop(Exit.UNREADABLE, place(file, problem) + ": " + problem.message());
            };
        } catch (IOException e) {
            throw new Stop(Exit.UNREADABLE, common.words().say("open.failed", file, why(e, common.words())));
        }
    }

    /// As compilers write it: `FILE:LINE:COLUMN`.
    private static String place(Path file, Problem problem) {
        return file + (problem.line() > 0 ? ":" + problem.line() + ":" + problem.column() : "");
    }

    /// What the file says that was not understood, then what is wrong with the drawing.
    Checked check(Path file) {
        Reading.Opened opened = read(file);
        return new Checker(common, file).check(opened);
    }

    static Network compile(Design design) {
        return Compiler.compile(design).network();
    }

    /// The reason of a failure without the path, which the sentence around it has.
    static String why(IOException e, Words words) {
        return switch (e) {
            case NoSuchFileException _ -> words.say("io.missing");
            case AccessDeniedException _ -> words.say("io.denied");
            case NotDirectoryException _ -> words.say("io.missing");
            case FileSystemException f -> String.valueOf(f.getReason() == null ? f.getMessage() : f.getReason());
            case IOException other ->
                other.getMessage() == null ? other.getClass().getSimpleName() : other.getMessage();
        };
    }
}
