package vethscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoDisplayTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int play(String... files) {
        var console = new Console(Said.stream(out), Said.stream(err), false, false, Map.of(), Locale.ENGLISH);
        return NoDisplay.play(console, List.of(files));
    }

    @Test
    void withoutAFileTheFirstSampleIsPlayed() {
        assertEquals(0, play());
        assertTrue(err.toString(StandardCharsets.UTF_8)
                .startsWith("There is no display, so no window can open. In the terminal `vethscope trace FILE"));
        assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("# "));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("   delivered to "));
    }

    @Test
    void aFilesOwnProbesArePlayed(@TempDir Path folder) {
        String file = Drawn.twoPods(folder);
        assertEquals(0, play(file));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("`vethscope trace " + file + " --probes`"));
        assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("# a calls b\n"));
    }
}
