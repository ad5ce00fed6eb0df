package vethscope.model.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vethscope.model.Design;

class RecordedDesignsTest {

    static Stream<Path> designs() throws IOException, URISyntaxException {
        var folder = Objects.requireNonNull(RecordedDesignsTest.class.getResource("/designs"));
        try (var files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("designs")
    void opensWithoutAProblem(Path file) throws IOException {
        assertEquals(List.of(), opened(VethFile.load(file)).problems());
    }

    @ParameterizedTest
    @MethodSource("designs")
    void savesTheSameDesignAndFromThenOnTheSameBytes(Path file) throws IOException {
        Design design = opened(VethFile.load(file)).design();
        String text = Veth.write(design);
        Design again = opened(Veth.read(text)).design();
        assertEquals(design, again);
        assertEquals(text, Veth.write(again));
    }

    @Test
    void aDocumentInThisOrderAndLayoutIsWrittenAsItWas() throws IOException, URISyntaxException {
        Path file =
                designs().filter(f -> f.endsWith("every-kind.veth")).findFirst().orElseThrow();
        assertEquals(
                Files.readString(file), Veth.write(opened(VethFile.load(file)).design()));
    }

    static Reading.Opened opened(Reading reading) {
        return switch (reading) {
            case Reading.Opened opened -> opened;
            case Reading.Refused(var problem) -> throw new AssertionError(problem.toString());
        };
    }
}
