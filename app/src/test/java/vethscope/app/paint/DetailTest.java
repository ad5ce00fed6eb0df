package vethscope.app.paint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetailTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            0.1,  BLOCKS,     BLOCKS
            0.2,  BLOCKS,     NAMES
            0.19, NAMES,      NAMES
            0.17, NAMES,      BLOCKS
            0.5,  NAMES,      ADDRESSES
            1.0,  ADDRESSES,  INTERFACES
            0.95, INTERFACES, INTERFACES
            0.89, INTERFACES, ADDRESSES
            2,    BLOCKS,     ALL
            """)
    void aLevelIsKeptALittleBelowItsThreshold(double zoom, Detail shown, Detail expected) {
        assertEquals(expected, Detail.of(zoom, zoom * 1.05, shown));
    }

    /// Fitting a large drawing into a small window is no flicker.
    @Test
    void aLeapIsJudgedAfresh() {
        assertEquals(Detail.NAMES, Detail.of(0.46, 0.8, Detail.ADDRESSES));
        assertEquals(Detail.ADDRESSES, Detail.of(0.46, 0.47, Detail.ADDRESSES));
    }
}
