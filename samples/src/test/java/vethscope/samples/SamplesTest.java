package vethscope.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.compile.Reconciliation;
import vethscope.engine.finding.Finding;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.replay.Verdict;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Trace;
import vethscope.engine.trace.Transcript;
import vethscope.engine.verify.Findings;
import vethscope.model.Design;

/// Replays every sample. `-Dvethscope.update=true` rewrites the transcripts; the difference is then read in review.
class SamplesTest {

    private static final boolean UPDATE = Boolean.getBoolean("vethscope.update");

    static List<Path> files() throws IOException {
        return DrawingsTest.files();
    }

    static List<Sample> samples() {
        return Samples.all();
    }

    @Test
    void noSampleIsLost() {
        assertEquals(35, Samples.all().size());
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyProbeDoesWhatItsAuthorExpects(Path file) throws IOException {
        for (Played played : replay(DrawingsTest.design(file))) {
            assertNull(played.refused(), played.probe().name());
            List<String> wrong = Verdict.of(played).mismatches().stream()
                    .map(m -> m.key() + ": " + m.found() + " instead of " + m.expected())
                    .toList();
            assertEquals(List.of(), wrong, played.probe().name());
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void onlyWhatIsWrongOnPurposeIsAnError(Path file) throws IOException {
        List<String> errors = Findings.of(DrawingsTest.design(file)).stream()
                .filter(f -> f.severity() == Finding.Severity.ERROR)
                .map(f -> f.code() + " " + f.where())
                .toList();
        String folder = file.getParent().getFileName().toString();
        List<String> wanted = switch (folder) {
            case "02-pod-containers" -> List.of("VS501 pod2");
            case "24c-duplicate-address" -> List.of("VS101 pod2");
            default -> List.of();
        };
        assertEquals(wanted, errors);
    }

    static List<Sample> broken() {
        return Samples.all().stream().filter(s -> s.id().startsWith("24")).toList();
    }

    /// The first probe of a broken drawing is the complaint: it fails, the one finding names the fault, and what the
    /// finding offers first is the repair.
    @ParameterizedTest
    @MethodSource("broken")
    void theFirstFixOfABrokenSampleMendsItsFirstProbe(Sample sample) throws IOException {
        Design design = DrawingsTest.design(Path.of(sample.id(), "design.veth"));
        assertNotEquals(Fate.DELIVERED, first(design));
        List<Finding> findings = Findings.of(design);
        assertEquals(1, findings.size(), findings.toString());
        Design mended = findings.getFirst().fixes().getFirst().edit().apply(design);
        assertEquals(Fate.DELIVERED, first(mended));
        assertEquals(List.of(), Findings.of(mended));
    }

    private static Fate first(Design design) {
        return replay(design).getFirst().traces().getFirst().outcome();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyTranscriptIsAsExpected(Sample sample) throws IOException {
        Design design = DrawingsTest.design(Path.of(sample.id(), "design.veth"));
        List<Played> replayed = replay(design);
        List<Reconciliation.Made> made = Reconciliation.balancers(design, Compiler.compile(design));
        for (Locale locale : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            Path expected = Path.of(sample.id(), "expected." + locale.getLanguage() + ".txt");
            String transcript = transcript(replayed, locale) + told(made, locale);
            if (UPDATE) {
                Files.writeString(expected, transcript);
            }
            assertEquals(Files.readString(expected), transcript, expected.toString());
        }
    }

    private static List<Played> replay(Design design) {
        return Replay.run(design, Compiler.compile(design).network(), design.probes(), false);
    }

    /// Where controllers had something to do, the list of what they made follows the transcripts.
    private static String told(List<Reconciliation.Made> made, Locale locale) {
        String title = Sentence.of("made.title").in(locale);
        return made.isEmpty() ? "" : "\n# " + title + "\n" + Reconciliation.text(made, locale);
    }

    /// As `vethscope trace --probes` prints it.
    private static String transcript(List<Played> replayed, Locale locale) {
        var text = new StringBuilder();
        for (Played played : replayed) {
            for (Trace trace : played.traces()) {
                text.append(text.isEmpty() ? "" : "\n")
                        .append("# ")
                        .append(played.probe().name())
                        .append('\n')
                        .append(Transcript.of(trace, locale));
            }
        }
        return text.toString();
    }
}
