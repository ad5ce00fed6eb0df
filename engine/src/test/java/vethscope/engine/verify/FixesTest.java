package vethscope.engine.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vethscope.engine.finding.Finding;
import vethscope.model.Design;
import vethscope.model.codec.Reading;
import vethscope.model.codec.VethFile;

/// Every offered fix mends what it is offered for.
class FixesTest {

    static Stream<Path> drawings() throws Exception {
        Path recordings = Path.of(Objects.requireNonNull(FixesTest.class.getResource("/truth/kernel"))
                .toURI());
        Stream<Path> flawed = Files.list(Path.of("src/test/resources/findings"))
                .filter(p -> p.toString().endsWith(".veth"));
        return Stream.concat(Files.list(recordings).map(f -> f.resolve("design.veth")), flawed)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("drawings")
    void aFixMendsItsFinding(Path file) throws Exception {
        Design design = ((Reading.Opened) VethFile.load(file)).design();
        for (Finding finding : Findings.of(design)) {
            for (Finding.Fix fix : finding.fixes()) {
                assertFalse(fix.title().in(Locale.ENGLISH).contains("{"));
                Design mended = fix.edit().apply(design);
                assertTrue(
                        Findings.of(mended).stream().noneMatch(f -> same(f, finding)),
                        () -> fix.title().in(Locale.ENGLISH) + " leaves " + finding.code() + " "
                                + finding.message().in(Locale.ENGLISH));
                assertEquals(mended, fix.edit().apply(design));
            }
        }
    }

    private static boolean same(Finding a, Finding b) {
        return a.code().equals(b.code())
                && Objects.equals(a.where(), b.where())
                && a.message().equals(b.message());
    }
}
