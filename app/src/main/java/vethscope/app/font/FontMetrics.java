package vethscope.app.font;

import java.util.ArrayList;
import java.util.List;

/// How wide a text is. A character that the face does not have is set in Noto Sans SC.
public final class FontMetrics {

    private FontMetrics() {}

    /// Part of a text that one font file sets.
    ///
    /// @param width at font size 1
    public record Run(FontFile font, String text, double width) {}

    /// The width in the unit of `size`. The fonts have no kerning: a text is as wide as its characters.
    public static double width(String text, Face face, Weight weight, double size) {
        FontFile main = FontFile.of(face, weight);
        double em = 0;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            em += setting(character, main, weight).em(character);
            i += Character.charCount(character);
        }
        return em * size;
    }

    /// The text cut where the font changes.
    public static List<Run> runs(String text, Face face, Weight weight) {
        FontFile main = FontFile.of(face, weight);
        var runs = new ArrayList<Run>();
        int start = 0;
        double width = 0;
        FontFile current = main;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            FontFile next = setting(character, main, weight);
            if (next != current && i > start) {
                runs.add(new Run(current, text.substring(start, i), width));
                start = i;
                width = 0;
            }
            current = next;
            width += next.em(character);
            i += Character.charCount(character);
        }
        if (start < text.length()) {
            runs.add(new Run(current, text.substring(start), width));
        }
        return runs;
    }

    /// The text, cut in the middle with an ellipsis if it is wider than `room`.
    public static String fit(String text, Face face, Weight weight, double size, double room) {
        if (width(text, face, weight, size) <= room) {
            return text;
        }
        for (int keep = text.length() - 1; keep > 1; keep--) {
            int tail = Math.min(keep / 2, Math.max(4, keep / 3));
            String cut = text.substring(0, keep - tail) + "…" + text.substring(text.length() - tail);
            if (width(cut, face, weight, size) <= room) {
                return cut;
            }
        }
        return "…";
    }

    private static FontFile setting(int character, FontFile main, Weight weight) {
        if (main.has(character)) {
            return main;
        }
        FontFile chinese = FontFile.chinese(weight);
        return chinese.has(character) ? chinese : main;
    }
}
