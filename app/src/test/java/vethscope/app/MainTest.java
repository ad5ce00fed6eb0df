package vethscope.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trace a.veth          | true
            check                 | true
            --help                | true
            -V                    | true
            --lang zh trace a     | true
            frobnicate            | true
            reach                 | true
            a.veth                | false
            ./a                   | false
            /tmp                  | false
            src                   | false
            """)
    void aVerbIsForTheTerminalAndAFileForTheWindow(String words, boolean terminal) {
        assertEquals(terminal, Main.isForTheTerminal(words.split(" ")));
    }

    @Test
    void nothingAtAllOpensTheWindow() {
        assertEquals(false, Main.isForTheTerminal());
    }

    @Test
    void onlyUnixesCanBeWithoutADisplay() {
        assertEquals(false, Main.hasDisplay("Linux", Map.of()));
        assertEquals(false, Main.hasDisplay("Linux", Map.of("DISPLAY", "")));
        assertEquals(true, Main.hasDisplay("Linux", Map.of("DISPLAY", ":0")));
        assertEquals(true, Main.hasDisplay("Linux", Map.of("WAYLAND_DISPLAY", "wayland-0")));
        assertEquals(true, Main.hasDisplay("Windows 11", Map.of()));
        assertEquals(true, Main.hasDisplay("Mac OS X", Map.of()));
    }
}
