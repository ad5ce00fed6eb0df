package vethscope.app.paint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vethscope.app.Golden;

class ElementsSheetTest {

    @ParameterizedTest
    @EnumSource
    void everythingLooksAsItDid(Theme theme) throws IOException {
        Golden.assertSame(
                "paint/elements-" + theme.name().toLowerCase(java.util.Locale.ROOT) + ".svg", ElementsSheet.svg(theme));
    }

    @Test
    void everyKindIsOnTheSheet() {
        assertEquals(
                List.of(),
                ElementsSheet.kindsWithout(
                        Specimens.ALL.stream().map(Specimens.Specimen::element).toList()));
    }
}
