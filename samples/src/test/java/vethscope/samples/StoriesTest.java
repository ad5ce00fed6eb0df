package vethscope.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoriesTest {

    static List<Sample> samples() {
        return Samples.all();
    }

    @Test
    void everyFolderIsListedInOrder() throws IOException {
        try (var folders = Files.list(Path.of("."))) {
            List<String> found = folders.filter(f -> Files.exists(f.resolve("design.veth")))
                    .map(f -> f.getFileName().toString())
                    .sorted()
                    .toList();
            assertEquals(found, Samples.all().stream().map(Sample::id).toList());
        }
    }

    @Test
    void aSampleIsFoundByItsId() {
        assertEquals(
                "Pod to Service",
                Samples.find("08-pod-to-service").orElseThrow().story("en").title());
        assertEquals(
                "Pod 到 Service",
                Samples.find("08-pod-to-service").orElseThrow().story("zh").title());
        assertTrue(Samples.find("pod.xml").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyStoryIsToldInBothLanguages(Sample sample) {
        for (String language : List.of("en", "zh")) {
            Sample.Story story = sample.story(language);
            assertTrue(story.title().lines().count() == 1 && story.title().length() <= 30, story.title());
            assertTrue(story.summary().lines().count() == 1 && story.summary().length() <= 90, story.summary());
            assertFalse(story.text().isBlank());
            boolean chinese = story.text()
                    .codePoints()
                    .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
            assertEquals(language.equals("zh"), chinese, sample.id());
        }
    }
}
