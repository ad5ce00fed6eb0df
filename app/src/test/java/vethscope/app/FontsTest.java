package vethscope.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The bundled fonts can write what the program says.
class FontsTest {

    private static CmapLookup glyphs(String font) throws IOException {
        try (var stream = FontsTest.class.getResourceAsStream("fonts/" + font + ".ttf");
                var parsed = new TTFParser().parse(new RandomAccessReadBuffer(stream))) {
            return parsed.getUnicodeCmapLookup();
        }
    }

    private static String missing(String font, IntStream characters) throws IOException {
        var glyphs = glyphs(font);
        var missing = new TreeSet<String>();
        characters.filter(c -> c >= ' ' && glyphs.getGlyphId(c) == 0).forEach(c -> missing.add(Character.toString(c)));
        return String.join("", missing);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Inter-Regular",
                "Inter-Medium",
                "Inter-SemiBold",
                "Inter-Bold",
                "JetBrainsMono-Regular",
                "JetBrainsMono-Medium",
                "JetBrainsMono-Bold",
                "NotoSansSC-Regular",
                "NotoSansSC-Bold"
            })
    void every_font_has_ASCII_and_the_arrow(String font) throws IOException {
        assertEquals("", missing(font, IntStream.concat(IntStream.rangeClosed(' ', '~'), "→·×…–—“”".codePoints())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Inter-Regular", "JetBrainsMono-Regular"})
    void Latin_fonts_have_the_signs_of_transcripts(String font) throws IOException {
        assertEquals("", missing(font, "←↑→↓↔✓✗≠≤≥≈±−∞•●◆■▲▼⚠äéñłžαβ".codePoints()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NotoSansSC-Regular", "NotoSansSC-Bold"})
    void the_Chinese_font_has_every_Chinese_character_of_messages_and_samples(String font) throws IOException {
        var texts = new StringBuilder();
        for (Path file : chineseTexts()) {
            texts.append(Files.readString(file));
        }
        assertEquals("", missing(font, texts.codePoints().filter(FontsTest::isChinese)));
    }

    @Test
    void there_are_Chinese_texts_to_look_at() throws IOException {
        assertEquals(false, chineseTexts().isEmpty());
    }

    private static List<Path> chineseTexts() throws IOException {
        var found = new ArrayList<Path>();
        for (String module : List.of("model", "engine", "samples", "app")) {
            try (var files = Files.walk(Path.of("..", module))) {
                files.filter(file -> !file.toString().contains("target"))
                        .filter(file -> file.getFileName().toString().matches(".*[._]zh\\.(properties|md|txt)"))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static boolean isChinese(int character) {
        return Character.UnicodeScript.of(character) == Character.UnicodeScript.HAN
                || character >= 0x3000 && character <= 0x303F
                || character >= 0xFF00 && character <= 0xFFEF;
    }
}
