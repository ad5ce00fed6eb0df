package vethscope.app.font;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FontMetricsTest {

    @Test
    void aMonospacedTextIsAsWideAsItsCharacters() {
        assertEquals(13 * 6.6, FontMetrics.width("10.244.1.1/24", Face.MONO, Weight.REGULAR, 11), 0.01);
    }

    @Test
    void chineseIsSetInSquares() {
        assertEquals(48, FontMetrics.width("数据路径", Face.UI, Weight.SEMIBOLD, 12), 0.01);
        assertEquals(48, FontMetrics.width("数据路径", Face.MONO, Weight.REGULAR, 12), 0.01);
    }

    @Test
    void aTextIsCutWhereTheFontChanges() {
        List<String> runs = FontMetrics.runs("到 Pod 的", Face.UI, Weight.REGULAR).stream()
                .map(FontMetrics.Run::text)
                .toList();

        assertEquals(List.of("到", " Pod ", "的"), runs);
    }

    @Test
    void aLongTextLosesItsMiddle() {
        assertEquals("KUBE-SE…7VYF", FontMetrics.fit("KUBE-SEP-5Q3P56IRA2PP7VYF", Face.MONO, Weight.REGULAR, 10, 72));
        assertEquals("web", FontMetrics.fit("web", Face.MONO, Weight.REGULAR, 10, 72));
    }
}
