package vethscope.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;
import vethscope.model.Design;

/// Every step says which entry decided and where it comes from: those of the samples' probes and of the engine's own
/// drawings, with every way that chance can take.
class OriginsTest {

    private static final Path ENGINE = Path.of("../engine/src/test/resources/compile");

    /// Steps in which no entry of any table or setting is asked, by the key of their sentence, and why. A key stands
    /// for those that begin with it and a dot, too.
    private static final Map<String, String> UNDECIDED = Map.ofEntries(
            Map.entry("send", "the probe itself: somebody calls"),
            Map.entry("wire", "a frame on a cable goes where the cable goes"),
            Map.entry("arp.ask", "nothing is known yet: that is why it asks"),
            Map.entry("arp.learn", "the answer becomes the entry, which the step shows as a change"),
            Map.entry("bridge.learn", "the frame becomes the entry, which the step shows as a change"),
            Map.entry("bridge.broadcast", "what is for all goes out of every port"),
            Map.entry("bridge.flood", "no entry is why it goes out of every port"),
            Map.entry("conntrack.new", "the packet becomes the entry, which the step shows as a change"),
            Map.entry("conntrack.invalid", "it belongs to no entry"),
            Map.entry("forward.ttl", "every router counts down, whatever its tables hold"),
            Map.entry("deliver.echo", "every machine answers its own echo requests"),
            Map.entry("deliver.error", "an error about what nobody here waits for any more"),
            Map.entry("dns.none", "there is no record"),
            Map.entry("dns.unknown", "the search list is at its end"),
            Map.entry("dns.node", "the node's resolver is outside of the drawing"),
            Map.entry("reason.TTL_EXPIRED", "the packet itself has gone too far"),
            Map.entry("reason.NO_ROUTE", "no route is the reason"),
            Map.entry("reason.NO_NEIGHBOUR", "nobody answered"),
            Map.entry("reason.NO_CARRIER", "no cable is the reason"),
            Map.entry("reason.NOWHERE_TO_SWITCH", "no port is the reason"),
            Map.entry("reason.NO_TUNNEL", "no device is the reason"),
            Map.entry("reason.PORT_CLOSED", "no socket is the reason"),
            Map.entry("reason.UNKNOWN_ANSWER", "no socket waits for it"),
            Map.entry("reason.MARTIAN", "the kernel takes such an address from nobody"));

    static List<Path> files() throws IOException {
        var files = new ArrayList<>(DrawingsTest.files());
        try (var engine = Files.list(ENGINE)) {
            engine.filter(f -> f.toString().endsWith(".veth")).sorted().forEach(files::add);
        }
        return files;
    }

    private static List<Step> steps(Path file) throws IOException {
        Design design = DrawingsTest.design(file);
        return Replay.run(design, Compiler.compile(design).network(), design.probes(), true).stream()
                .flatMap(p -> p.traces().stream())
                .flatMap(t -> t.steps().stream())
                .toList();
    }

    private static boolean isUndecided(Step step) {
        String key = step.text().key();
        return UNDECIDED.keySet().stream().anyMatch(known -> key.equals(known) || key.startsWith(known + "."));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyDecisionNamesItsEntryAndWhereThatComesFrom(Path file) throws IOException {
        Set<String> silent = new TreeSet<>();
        for (Step step : steps(file)) {
            Sentence origin = step.origin();
            if (step.entry() == null ? !isUndecided(step) : origin == null) {
                silent.add(step.stage() + " (" + step.text().key() + "): "
                        + step.text().in(Locale.ENGLISH) + " " + step.entry());
            }
        }
        assertEquals(Set.of(), silent);
    }

    /// An exemption that no step needs any more would hide the next step that forgets its entry.
    @Test
    void everyExemptionThatSamplesCanShowIsNeeded() throws IOException {
        Set<String> bare = new HashSet<>();
        for (Path file : files()) {
            steps(file).stream()
                    .filter(s -> s.entry() == null)
                    .map(s -> s.text().key())
                    .forEach(bare::add);
        }
        Set<String> unused = new TreeSet<>(UNDECIDED.keySet());
        unused.removeIf(known -> bare.stream().anyMatch(key -> key.equals(known) || key.startsWith(known + ".")));
        assertTrue(
                Set.of(
                                "bridge.flood",
                                "conntrack.invalid",
                                "dns.node",
                                "reason.MARTIAN",
                                "reason.NOWHERE_TO_SWITCH",
                                "reason.NO_TUNNEL")
                        .containsAll(unused),
                unused::toString);
    }
}
