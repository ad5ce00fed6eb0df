package vethscope.engine.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vethscope.engine.finding.Finding;
import vethscope.engine.finding.Flaw;
import vethscope.model.Design;
import vethscope.model.codec.Reading;
import vethscope.model.codec.VethFile;

/// Flawed drawings and what is said about them. Run with -Drewrite=1 to write the texts anew.
class FindingsTest {

    private static final Path FOLDER = Path.of("src/test/resources/findings");

    static List<Path> drawings() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(f -> f.toString().endsWith(".veth")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("drawings")
    void aFlawedDrawingIsToldSo(Path drawing) throws IOException {
        Path golden = Path.of(drawing.toString().replace(".veth", ".txt"));
        String said =
                Findings.of(design(drawing)).stream().map(FindingsTest::text).collect(Collectors.joining());
        if (System.getProperty("rewrite") != null) {
            Files.writeString(golden, said);
        }
        assertEquals(Files.readString(golden), said);
    }

    private static String text(Finding f) {
        String fixes = f.fixes().stream()
                .map(x -> "    fix: " + x.title().in(Locale.ENGLISH) + "\n")
                .collect(Collectors.joining());
        return f.code() + " " + (f.where() == null ? "-" : f.where()) + " "
                + f.message().in(Locale.ENGLISH) + "\n" + fixes;
    }

    @Test
    void everyFlawIsFoundSomewhere() throws IOException {
        var found = new TreeSet<String>();
        for (Path drawing : drawings()) {
            Findings.of(design(drawing)).forEach(f -> found.add(f.code()));
        }
        var all = Arrays.stream(Flaw.values()).map(Flaw::code).collect(Collectors.toCollection(TreeSet::new));
        all.remove(Flaw.UNREADABLE.code());
        assertEquals(all, found);
    }

    @Test
    void anAcceptedFindingIsLeftOut() {
        List<Finding> left = Findings.of(design(FOLDER.resolve("references.veth")));
        assertTrue(left.stream()
                .noneMatch(f -> f.code().equals("VS702")
                        && vethscope.model.Id.of("nginx").equals(f.where())));
    }

    private static Design design(Path file) {
        try {
            return ((Reading.Opened) VethFile.load(file)).design();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
