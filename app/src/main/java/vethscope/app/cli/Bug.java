package vethscope.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the user sees of a mistake of ours: one sentence, and a file with the details.
record Bug(Console console, Words words) {

    int report(Throwable e) {
        var details = new StringWriter();
        e.printStackTrace(new PrintWriter(details, true));
        String where;
        try {
            Path file = Files.createTempFile("vethscope-bug-", ".txt");
            Files.writeString(file, "vethscope " + Cli.Version.text() + ", Java " + Runtime.version() + "\n" + details);
            where = file.toString();
        } catch (IOException unwritable) {
            where = String.valueOf(e);
        }
        console.err().println(words.say("bug", where));
        return Exit.BUG;
    }
}
