package vethscope.app.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.app.widget.Texts;

class ReasonsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dport 443 ≠ 80                       | dport 443 ≠ 80
            src 10.244.1.2 is in 10.244.0.0/16   | src 10.244.1.2 属于 10.244.0.0/16
            src 10.0.0.1 not in 10.244.0.0/16    | src 10.0.0.1 不属于 10.244.0.0/16
            dst 10.0.0.1:80 not in set KUBE-LB   | dst 10.0.0.1:80 不属于集合 KUBE-LB
            dst is UNICAST, not LOCAL            | dst 是 UNICAST，不是 LOCAL
            destination, source or port differs  | 目的地址、源地址或端口不同
            chance 1 of 2                        | 随机选中 2 个中的第 1 个
            chance                               | 随机未选中
            """)
    void aReasonIsReadInChineseAndItsValuesStay(String why, String said) {
        assertEquals(said, Reasons.in(new Texts(Locale.CHINESE), why));
        assertEquals(why, Reasons.in(new Texts(Locale.ENGLISH), why));
    }
}
