package vethscope.app.tables;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vethscope.app.widget.Texts;

/// Why a rule did not match, in the reader's language. The engine says it in a few signs, `src 10.0.0.1 not in
/// 10.244.0.0/16`: names and values stay as they are, the words between them are said in Chinese.
final class Reasons {

    /// The phrases, those that contain others first.
    private static final List<String> PHRASES = List.of(
            "device-differs",
            "source-differs",
            "destination-differs",
            "connection-differs",
            "fragment-ports",
            "no-fragment",
            "fragment",
            "no-virtual-server",
            "virtual-server",
            "asked",
            "not-asked",
            "root-socket",
            "no-socket",
            "not-bridged",
            "bridged",
            "in-set",
            "not-in-set",
            "in-list",
            "not-in-list",
            "in",
            "not-in",
            "not-simulated",
            "not-known",
            "meets",
            "misses",
            "comma-not",
            "is",
            "are");

    private static final Pattern CHANCE = Pattern.compile("chance (\\d+) of (\\d+)");
    private static final Texts ENGLISH = new Texts(Locale.ENGLISH);

    private Reasons() {}

    static String in(Texts texts, String why) {
        if (!texts.chinese()) {
            return why;
        }
        Matcher chance = CHANCE.matcher(why);
        if (chance.matches()) {
            return texts.get("why.chance", chance.group(1), chance.group(2));
        }
        if (why.equals(ENGLISH.get("why.no-chance"))) {
            return texts.get("why.no-chance");
        }
        String said = why;
        for (String phrase : PHRASES) {
            said = said.replace(ENGLISH.get("why." + phrase), texts.get("why." + phrase));
        }
        return said;
    }
}
