package vethscope.app.paint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.apache.fontbox.ttf.TTFSubsetter;
import vethscope.app.font.FontFile;

/// The letters that a file uses, as a font inside the file. Not compressed: the bytes must not depend on a zip library.
final class FontSubset {

    private static final List<String> TABLES = List.of("cmap", "name", "OS/2", "post", "cvt ", "fpgm", "prep");

    private FontSubset() {}

    /// One `@font-face` rule.
    static String css(FontFile font, Set<Integer> characters) {
        return "@font-face { font-family: '" + font.family() + "'; font-weight: "
                + font.weight().css()
                + "; src: url(data:font/ttf;base64," + Base64.getEncoder().encodeToString(bytes(font, characters))
                + ") format('truetype'); }\n";
    }

    static byte[] bytes(FontFile font, Set<Integer> characters) {
        synchronized (font) {
            try {
                var subset = new TTFSubsetter(font.font(), TABLES);
                characters.stream().filter(font::has).forEach(subset::add);
                var out = new ByteArrayOutputStream();
                subset.writeToStream(out);
                return out.toByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
