package vethscope.app.play;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimelineTest {

    /// Stops 100 and 2000 pixels apart: 350 ms at each, 350 and 900 ms on the way.
    private static final Timeline TIMELINE = Timeline.of(new double[] {100, 2000}, 350);

    @ParameterizedTest
    @CsvSource(textBlock = """
            -5,   0, 1
            0,    0, 1
            349,  0, 1
            350,  0, 1
            525,  1, 0.5
            700,  1, 1
            1049, 1, 1
            1500, 2, 0.5
            1950, 2, 1
            9999, 2, 1
            """)
    void aTimeIsAPlace(double ms, int stop, double travelled) {
        assertEquals(new Moment(stop, travelled), TIMELINE.at(ms));
    }

    @Test
    void theEndIsAfterTheLastStop() {
        assertEquals(350 + 350 + 350 + 900 + 350, TIMELINE.length());
        assertEquals(700, TIMELINE.arrival(1));
    }

    @Test
    void oneStopIsATimelineToo() {
        assertEquals(Moment.at(0), Timeline.of(new double[0], 100).at(50));
    }
}
