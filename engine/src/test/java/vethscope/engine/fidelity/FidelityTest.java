package vethscope.engine.fidelity;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Every prediction against what a real kernel did. The scores stand in docs/fidelity.md, and fall here first.
class FidelityTest {

    private static final Path RECORDINGS = Path.of("src/test/resources/truth/kernel");
    private static final Path PAGE = Path.of("../docs/fidelity.md");
    private static final Pattern CLOUD_AND_TUNNELS =
            Pattern.compile("internet-gateway|nat-gateway|load-balancer|\"overlay\"|nftables");

    private record Line(String name, boolean foundation, boolean scored, Score score) {}

    @Test
    void every_recording_is_predicted_as_docs_fidelity_says() throws IOException {
        List<Line> lines = new ArrayList<>();
        for (Recording recording : Recording.all(RECORDINGS)) {
            String text = Files.readString(recording.folder().resolve("design.veth"));
            lines.add(new Line(
                    recording.name(),
                    !CLOUD_AND_TUNNELS.matcher(text).find(),
                    recording.isScored(),
                    recording.score()));
        }
        Score nodes = sum(lines.stream().filter(l -> l.foundation && l.scored).toList());
        Score all = sum(lines.stream().filter(Line::scored).toList());
        String table = table(lines, nodes, all);
        String page = Files.readString(PAGE);
        String now =
                page.replaceAll("(?s)<!-- score -->.*<!-- /score -->", "<!-- score -->\n" + table + "<!-- /score -->");
        if (Boolean.getBoolean("vethscope.update")) {
            Files.writeString(PAGE, now);
        }
        assertAll(
                () -> assertEquals(nodes.probes(), nodes.outcome(), () -> "outcomes: " + nodes.misses()),
                () -> assertEquals(nodes.probes(), nodes.path(), () -> "paths: " + nodes.misses()),
                () -> assertTrue(nodes.frames() >= 0.95 * nodes.probes(), () -> "frames: " + nodes.misses()),
                () -> assertEquals(
                        Files.readString(PAGE),
                        now,
                        "docs/fidelity.md is out of step: run with -Dvethscope.update=true and review the change"));
    }

    private static Score sum(List<Line> lines) {
        return lines.stream().map(Line::score).reduce(Score.NONE, Score::plus);
    }

    private static String table(List<Line> lines, Score nodes, Score all) {
        var text = new StringBuilder("| recording | probes | outcome | path | frames |\n|---|---:|---:|---:|---:|\n");
        row(text, "**nodes, pods, bridges, routers, services (iptables)**", nodes);
        row(text, "**with gateways, load balancers, tunnels, nftables**", all);
        for (Line line : lines) {
            row(text, line.name + (line.scored ? "" : " (a race: not scored)"), line.score);
        }
        return text.toString();
    }

    private static void row(StringBuilder text, String name, Score s) {
        text.append(String.format(
                Locale.ROOT, "| %s | %d | %d | %d | %d |%n", name, s.probes(), s.outcome(), s.path(), s.frames()));
    }
}
