package vethscope.model.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                                | ``              | 1 | 1  | The file is empty: a design starts with '{'.
                    `  \t `                           | ``              | 1 | 1  | The file is empty: a design starts with '{'.
                    []                                | ``              | 1 | 1  | A design is a JSON object, not a list.
                    "veth"                            | ``              | 1 | 1  | A design is a JSON object, not "veth".
                    { "vethscope": 2 }                | /vethscope      | 1 | 16 | The file has format version 2 and this Vethscope reads up to 1: open it with a newer Vethscope.
                    { "elements": { "a": 1, "a": 2 } }| /elements/a     | 1 | 25 | The key "a" stands twice in the same object: delete one of them.
                    { "vethscope": 1 } x              | ``              | 1 | 20 | This is not JSON: Unrecognized token 'x'; JSON has quotes around keys and text, commas between entries and none after the last.
                    { "vethscope": 1, }                | ``              | 1 | 19 | This is not JSON: Unexpected character '}'; JSON has quotes around keys and text, commas between entries and none after the last.
                    { "vethscope": 1 } {}             | ``              | 1 | 20 | More text follows the end of the design: delete it.
                    { "vethscope": 1                  | ``              | 1 | 17 | The file ends too early: it is cut off, or a bracket, brace or quote is not closed.
                    """)
    void tellsWhatAndWhereInOneSentence(String text, String pointer, int line, int column, String message) {
        assertEquals(new Problem(pointer, line, column, message), refused(Veth.read(text)));
    }

    @Test
    void aHundredThousandBracketsAreOneSentence() {
        Problem expected =
                new Problem("", 1, 65, "The file nests objects and lists deeper than 64 levels, which no design does.");
        Problem actual = refused(Veth.read("[".repeat(100_000)));
        assertEquals(expected.message(), actual.message());
        assertEquals(expected.column(), actual.column());
        assertEquals(
                expected.message(),
                refused(Veth.read("{\"a\":".repeat(100_000))).message());
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        assertEquals(
                "The file is not UTF-8 text: save it as UTF-8.",
                refused(Veth.read("{ \"name\": \"ä\" }".getBytes(StandardCharsets.ISO_8859_1)))
                        .message());
    }

    @Test
    void moreThan256MebibytesAreRefused() {
        assertEquals(
                "The file has 257 MiB and a design may have 256 MiB: split it.",
                Veth.tooLarge(257L << 20).problem().message());
    }

    private static Problem refused(Reading reading) {
        return switch (reading) {
            case Reading.Opened opened -> throw new AssertionError("opened with " + opened.problems());
            case Reading.Refused(var problem) -> problem;
        };
    }
}
