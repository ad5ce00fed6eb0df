package vethscope.model.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static vethscope.model.codec.RecordedDesignsTest.opened;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever the bytes are, reading gives a design or one sentence, and a save keeps what was understood and what
/// was not.
class BadInputTest {

    @Property(tries = 200)
    void arbitraryBytesNeverThrow(@ForAll byte[] bytes) {
        Veth.read(bytes);
    }

    @Property(tries = 300)
    void truncatedAndMutatedTextNeverThrows(@ForAll("mutatedText") String text) {
        if (Veth.read(text.getBytes(StandardCharsets.UTF_8)) instanceof Reading.Opened opened) {
            keepsEverything(opened);
        }
    }

    @Property(tries = 300)
    void documentsWithStrangeValuesOpenAndLoseNothing(@ForAll("mutatedDocument") String text) {
        keepsEverything(opened(Veth.read(text)));
    }

    private static void keepsEverything(Reading.Opened first) {
        String saved = Veth.write(first.design());
        Reading.Opened second = opened(Veth.read(saved));
        assertEquals(first.design(), second.design());
        assertEquals(complaints(first), complaints(second));
        assertEquals(saved, Veth.write(second.design()));
    }

    /// A version that is missing or senseless is mended by a save; of two spellings the one that counts is saved.
    private static List<String> complaints(Reading.Opened reading) {
        return reading.problems().stream()
                .map(Problem::message)
                .filter(m -> !m.contains("is read as version 1") && !m.contains(" disagree "))
                .sorted()
                .toList();
    }

    @Provide
    Arbitrary<String> mutatedText() throws IOException, URISyntaxException {
        String text = everyKind();
        return Arbitraries.randomValue(random -> {
            int at = random.nextInt(text.length());
            int to = Math.min(text.length(), at + random.nextInt(3));
            return switch (random.nextInt(3)) {
                case 0 -> text.substring(0, at);
                case 1 -> text.substring(0, at) + text.substring(to);
                default -> text.substring(0, at) + "{}[]\":,0-.eé\\n ".charAt(random.nextInt(15)) + text.substring(to);
            };
        });
    }

    @Provide
    Arbitrary<String> mutatedDocument() throws IOException, URISyntaxException, Refusal {
        Json document = JsonText.parse(everyKind());
        return Arbitraries.randomValue(random -> JsonPrinter.pretty(mutated(document, random, 0)));
    }

    private static Json mutated(Json json, Random random, int depth) {
        if (depth > 1 && random.nextInt(60) == 0) {
            return strange(random);
        }
        return switch (json) {
            case Json.Obj object -> {
                Json.Obj copy = Json.Obj.empty();
                object.members().forEach((key, member) -> {
                    if (depth == 0 || random.nextInt(60) > 0) {
                        copy.put(key, mutated(member.value(), random, depth + 1));
                    }
                    if (depth > 0 && random.nextInt(60) == 0) {
                        copy.put(key + "X", strange(random));
                    }
                });
                yield copy;
            }
            case Json.Arr array -> {
                var copy = new ArrayList<Json>();
                array.items().forEach(item -> copy.add(mutated(item, random, depth + 1)));
                yield Json.list(copy);
            }
            default -> json;
        };
    }

    private static Json strange(Random random) {
        var values = List.of(
                "null",
                "true",
                "-1",
                "1e999",
                "1e99999999999",
                "0.5",
                "\"\"",
                "\"é\"",
                "[]",
                "{}",
                "[[1]]",
                "{\"kind\": \"pod\"}");
        try {
            return JsonText.parse(values.get(random.nextInt(values.size())));
        } catch (Refusal e) {
            throw new AssertionError(e);
        }
    }

    private static String everyKind() throws IOException, URISyntaxException {
        return Files.readString(RecordedDesignsTest.designs()
                .filter(file -> file.endsWith("every-kind.veth"))
                .findFirst()
                .orElseThrow());
    }
}
