package vethscope.app.paint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vethscope.app.paint.Colour.Vision;

class ThemeTest {

    private static final Token[] GROUNDS = {Token.CANVAS, Token.APP, Token.RAISED, Token.CARD};
    private static final Token[] STROKES = {Token.HOST, Token.WORK, Token.L2, Token.L3, Token.SVC};
    private static final Token[] FILLS = {Token.HOST_FILL, Token.WORK_FILL, Token.L2_FILL, Token.L3_FILL, Token.SVC_FILL
    };

    @ParameterizedTest
    @EnumSource
    void everyTextCanBeReadOnEveryGround(Theme theme) {
        for (Token ground : GROUNDS) {
            atLeast(4.5, theme, Token.TEXT, ground);
            atLeast(4.5, theme, Token.TEXT2, ground);
            atLeast(4.5, theme, Token.ACCENT, ground);
            atLeast(4.5, theme, Token.REPLY, ground);
            atLeast(4.5, theme, Token.ERROR, ground);
            atLeast(4.5, theme, Token.WARNING, ground);
            atLeast(4.5, theme, Token.SUCCESS, ground);
        }
        for (Token fill : FILLS) {
            atLeast(4.5, theme, Token.TEXT, fill);
            atLeast(4.5, theme, Token.TEXT2, fill);
        }
        atLeast(4.5, theme, Token.BEFORE, Token.BEFORE_FILL);
        atLeast(4.5, theme, Token.AFTER, Token.AFTER_FILL);
        atLeast(4.5, theme, Token.TEXT, Token.MATCHED);
        atLeast(4.5, theme, Token.ON_ACCENT, Token.ACCENT);
        atLeast(4.5, theme, Token.ON_ACCENT, Token.ERROR);
        atLeast(4.5, theme, Token.ON_ACCENT, Token.WARNING);
    }

    @ParameterizedTest
    @EnumSource
    void everyOutlineStandsOutFromEveryTint(Theme theme) {
        double least = theme == Theme.LIGHT ? 3.36 : 4.54;
        for (Token stroke : STROKES) {
            for (Token fill : FILLS) {
                atLeast(least, theme, stroke, fill);
            }
            atLeast(3, theme, stroke, Token.CANVAS);
        }
        atLeast(3, theme, Token.PATH_NEXT, Token.CANVAS);
        atLeast(3, theme, Token.CONTROL_BORDER, Token.CANVAS);
    }

    @Test
    void theFamiliesAreToldApartWithEveryKindOfSight() {
        assertEquals(11.1, smallestDifference(Theme.LIGHT), 0.1);
        assertEquals(15.2, smallestDifference(Theme.DARK), 0.1);
    }

    private static double smallestDifference(Theme theme) {
        double least = Double.POSITIVE_INFINITY;
        for (Vision vision : Vision.values()) {
            for (int a = 0; a < STROKES.length; a++) {
                for (int b = a + 1; b < STROKES.length; b++) {
                    double difference = Colour.difference(
                            Colour.seen(theme.rgb(STROKES[a]), vision), Colour.seen(theme.rgb(STROKES[b]), vision));
                    least = Math.min(least, difference);
                }
            }
        }
        return least;
    }

    private static void atLeast(double least, Theme theme, Token ink, Token ground) {
        double contrast = Colour.contrast(theme.rgb(ink), theme.rgb(ground));
        assertTrue(
                contrast >= least - 0.005,
                () -> "%s: %s on %s is %.2f:1, %.2f needed".formatted(theme, ink, ground, contrast, least));
    }
}
