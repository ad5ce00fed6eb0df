package vethscope.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// A drawing with a story, in English and Chinese.
///
/// @param id the name of its folder, such as `08-pod-to-service`; it starts with the number that orders the samples
public record Sample(String id, Story english, Story chinese) {

    static Sample read(String id) {
        return new Sample(id, Story.parse(text(id, "about.en.md")), Story.parse(text(id, "about.zh.md")));
    }

    /// The story in the language of that ISO 639 code: Chinese for `zh`, English for any other.
    public Story story(String language) {
        return language.equals("zh") ? chinese : english;
    }

    /// Where the `.veth` file is.
    public URL design() {
        return resource(id, "design.veth");
    }

    /// The bytes of the `.veth` file; the caller closes the stream.
    public InputStream openDesign() {
        try {
            return design().openStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String id, String file) {
        try (InputStream in = resource(id, file).openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL resource(String id, String file) {
        return Objects.requireNonNull(
                Sample.class.getResource(id + "/" + file), () -> "no " + file + " in sample " + id);
    }

    /// What a sample is about: a title, one line for the gallery, and Markdown to read beside the drawing.
    public record Story(String title, String summary, String text) {

        /// Reads `# title`, a blank line, a paragraph of one line, a blank line, and the rest.
        static Story parse(String markdown) {
            String[] parts = markdown.split("\n\n", 3);
            if (parts.length < 3 || !parts[0].startsWith("# ")) {
                throw new IllegalArgumentException("a story starts with a title and a summary: " + parts[0]);
            }
            return new Story(parts[0].substring(2), parts[1], parts[2]);
        }
    }
}
