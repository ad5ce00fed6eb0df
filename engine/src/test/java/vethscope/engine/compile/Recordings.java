package vethscope.engine.compile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import vethscope.model.Design;
import vethscope.model.codec.Reading;
import vethscope.model.codec.VethFile;

/// What Linux did, recorded: one folder per case.
final class Recordings {

    private Recordings() {}

    static List<Path> all() {
        try (Stream<Path> folders =
                Files.list(Path.of(Recordings.class.getResource("/truth/kernel").toURI()))) {
            return folders.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Design design(Path folder) {
        try {
            return switch (VethFile.load(folder.resolve("design.veth"))) {
                case Reading.Opened(Design design, var problems) when problems.isEmpty() -> design;
                case Reading.Opened(var _, var problems) -> throw new IllegalStateException(folder + ": " + problems);
                case Reading.Refused(var problem) -> throw new IllegalStateException(folder + ": " + problem);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String truth(Path folder) {
        try {
            return Files.readString(folder.resolve("truth.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
