package vethscope.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares a result with the one that people have looked at. `-Dgolden=rewrite` takes the new ones; the diff is then
/// read
/// in review.
public final class Golden {

    private static final Path FOLDER = Path.of("src/test/resources/vethscope/app");

    private Golden() {}

    public static void assertSame(String file, String actual) throws IOException {
        Path golden = FOLDER.resolve(file);
        if ("rewrite".equals(System.getProperty("golden"))) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, actual);
        }
        assertEquals(Files.exists(golden) ? Files.readString(golden) : "", actual, file);
    }
}
