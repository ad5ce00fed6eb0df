package vethscope.app.paint;

import java.util.ArrayList;
import java.util.List;

/// Breaks text into lines.
public final class Wrap {

    private static final String NOT_FIRST = "，。；：！？）」』、”’,.;:!?)";

    private Wrap() {}

    /// The lines of a paragraph, each at most `room` wide.
    public static List<String> lines(String text, double room, Lettering lettering) {
        return lines(text, room, lettering, 0);
    }

    /// @param indent how much of the first line is taken
    public static List<String> lines(String text, double room, Lettering lettering, double indent) {
        var lines = new ArrayList<String>();
        String rest = text.strip();
        while (!rest.isEmpty()) {
            int end = end(rest, lines.isEmpty() ? room - indent : room, lettering);
            lines.add(rest.substring(0, end).strip());
            rest = rest.substring(end).strip();
        }
        return lines;
    }

    /// How much of the text goes on the first line: up to a space, or between two characters of which one is
    /// Chinese, but never before a closing mark.
    static int end(String text, double room, Lettering lettering) {
        int good = 0;
        double width = 0;
        for (int i = 0; i < text.length(); i++) {
            width += lettering.width(text.substring(i, i + 1));
            if (width > room && good > 0) {
                return good;
            }
            if (width > room && i > 0 && !Character.isWhitespace(text.charAt(i))) {
                return i;
            }
            boolean last = i + 1 == text.length();
            if (last || Character.isWhitespace(text.charAt(i)) || mayBreak(text.charAt(i), text.charAt(i + 1))) {
                good = i + 1;
            }
        }
        return text.length();
    }

    private static boolean mayBreak(char before, char after) {
        return (isChinese(before) || isChinese(after)) && NOT_FIRST.indexOf(after) < 0 && "（「『“‘(".indexOf(before) < 0;
    }

    private static boolean isChinese(char c) {
        return c >= 0x2e80 && c <= 0x9fff || c >= 0xff00 && c <= 0xffef || c >= 0x3000 && c <= 0x303f;
    }
}
