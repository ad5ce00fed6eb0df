package vethscope.engine.fidelity;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import vethscope.model.Id;

/// The kernel looks neither at what people call their machines nor at which block they number them from, so neither
/// may a prediction. What hashes names or addresses (kube-proxy's chains, a choice among endpoints, the port that
/// SNAT picks) is a wildcard in the recordings, or a matter of chance of which every outcome is asked for.
class DisguisedTest {

    private static final Path RECORDINGS = Path.of("src/test/resources/truth/kernel");

    @Test
    void other_names_and_other_addresses_are_predicted_as_well() throws IOException {
        Score score = Score.NONE;
        for (Recording recording : Recording.all(RECORDINGS)) {
            if (recording.isScored()) {
                score = score.plus(Disguise.of(recording).score());
            }
        }
        Score all = score;
        assertAll(
                () -> assertEquals(all.probes(), all.outcome(), () -> "outcomes: " + all.misses()),
                () -> assertEquals(all.probes(), all.path(), () -> "paths: " + all.misses()),
                () -> assertEquals(all.probes(), all.frames(), () -> "frames: " + all.misses()));
    }

    @Test
    void a_disguise_leaves_no_element_its_id_and_no_event_its_machine() throws IOException {
        for (Recording recording : Recording.all(RECORDINGS)) {
            Set<String> before = ids(recording);
            Recording other = Disguise.of(recording);
            assertTrue(Collections.disjoint(before, ids(other)), recording.name());
            assertEquals(before.size(), ids(other).size(), recording.name());
            assertTrue(Collections.disjoint(before, other.truth().findValuesAsText("at")), recording.name());
        }
    }

    private static Set<String> ids(Recording recording) {
        return recording.design().topology().elements().keySet().stream()
                .map(Id::value)
                .collect(Collectors.toSet());
    }

    @Test
    void addresses_keep_their_prefixes_and_what_has_a_meaning_of_its_own() {
        // by hand: 10 ^ 16 = 26, 244 ^ 10 = 254, 172 ^ 16 = 188, 16 ^ 10 = 26, and a /12 keeps 4 bits of 26
        assertEquals("26.254.1.3/24", Disguise.shifted("10.244.1.3/24"));
        assertEquals("188.16.0.0/12 via 26.10.0.1", Disguise.shifted("172.16.0.0/12 via 10.0.0.1"));
        assertEquals("default via 169.254.1.1", Disguise.shifted("default via 169.254.1.1"));
        assertEquals(
                "0.0.0.0/0 127.0.0.1:80 255.255.255.255", Disguise.shifted("0.0.0.0/0 127.0.0.1:80 255.255.255.255"));
    }
}
