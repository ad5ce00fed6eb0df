package vethscope.engine.fidelity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What whole runs of labs gave, as the table in docs/fidelity.md says it.
final class LabScores {

    static final String RANDOM = "random topologies";
    static final String SAMPLES = "samples and clouds";

    private static final Path PAGE = Path.of("../docs/fidelity.md");
    private static final Pattern ROW =
            Pattern.compile("\\| ([a-z0-9, ]+) \\| (\\d+) \\| (\\d+) \\| (\\d+) \\| ([^|]*) \\| (Linux [0-9.]+) \\|");

    private LabScores() {}

    /// One run.
    ///
    /// @param labs how many drawings were built
    /// @param probes sent and compared
    /// @param differ probes that the kernel answered otherwise, at any hop
    /// @param skipped how many probes need what the kernel lacks, by its name
    record Row(int labs, int probes, int differ, SortedMap<String, Integer> skipped) {

        Row {
            skipped = new TreeMap<>(skipped);
        }

        /// For the end of a run, and for the page.
        String skippedText() {
            return skipped.isEmpty()
                    ? "–"
                    : skipped.entrySet().stream()
                            .map(e -> e.getKey() + " " + e.getValue())
                            .collect(Collectors.joining(", "));
        }
    }

    static Optional<Row> read(String what) throws IOException {
        Matcher row = ROW.matcher(Files.readString(PAGE));
        while (row.find()) {
            if (row.group(1).equals(what)) {
                return Optional.of(new Row(number(row, 2), number(row, 3), number(row, 4), skipped(row.group(5))));
            }
        }
        return Optional.empty();
    }

    private static int number(Matcher row, int group) {
        return Integer.parseInt(row.group(group));
    }

    private static SortedMap<String, Integer> skipped(String text) {
        Map<String, Integer> found = text.equals("–")
                ? Map.of()
                : java.util.Arrays.stream(text.split(", "))
                        .collect(Collectors.toMap(
                                t -> t.substring(0, t.lastIndexOf(' ')),
                                t -> Integer.parseInt(t.substring(t.lastIndexOf(' ') + 1))));
        return new TreeMap<>(found);
    }

    /// Writes the row of a whole run.
    static void write(String what, Row row) throws IOException {
        String version =
                System.getProperty("os.version").replaceAll("[^0-9.].*", "").replaceAll("^(\\d+\\.\\d+).*", "$1");
        String line = String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %s | Linux %s |",
                what,
                row.labs(),
                row.probes(),
                row.differ(),
                row.skippedText(),
                version);
        String page = Files.readString(PAGE);
        Files.writeString(
                PAGE,
                Pattern.compile("(?m)^\\| " + what + " \\| \\d.*$")
                        .matcher(page)
                        .replaceFirst(Matcher.quoteReplacement(line)));
    }
}
