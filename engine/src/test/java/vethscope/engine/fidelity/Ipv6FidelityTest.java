package vethscope.engine.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// IPv6 against what Linux 6.18 did in network namespaces, in the form of the IPv4 recordings. Each interface had a
/// tap;
/// neighbour discovery counts as leg `arp`. Set for the recording: no duplicate address detection, no router
/// advertisements, three solicitations 100 ms apart, entries that never age, no rate limit on ICMP errors, multicast
/// snooping off.
class Ipv6FidelityTest {

    static List<Path> recordings() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("src/test/resources/truth/kernel6"))) {
            return folders.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void everyOutcomeEveryHopAndEveryHardwareAddressIsPredicted(Path folder) throws IOException {
        Score score = Recording.load(folder).score();
        assertEquals(List.of(), score.misses());
        assertEquals(score.probes(), score.frames());
    }
}
