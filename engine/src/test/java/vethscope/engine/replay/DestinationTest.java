package vethscope.engine.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        web                          | web             | -    | false | -
        web:80                       | web             | 80   | false | -
        web:http                     | web             | http | false | -
        10.0.0.1                     | 10.0.0.1        | -    | false | -
        10.0.0.1:80                  | 10.0.0.1        | 80   | false | -
        fd00::1                      | fd00::1         | -    | false | -
        [fd00::1]                    | fd00::1         | -    | false | -
        [fd00::1]:80                 | fd00::1         | 80   | false | -
        web.shop.svc.cluster.local:8 | web.shop.svc.cluster.local | 8 | false | -
        dns:web:80                   | web             | 80   | true | -
        dns:web                      | web             | -    | true | -
        http://shop.example/cart?a=b#top | shop.example   | 80   | false | /cart?a=b
        HTTPS://shop.example         | shop.example    | 443  | false | /
        http://shop.example:8080/    | shop.example    | 8080 | false | /
        http://user@shop.example     | shop.example    | 80   | false | /
        http://[fd00::1]:81/x        | fd00::1         | 81   | false | /x
        ' web:80 '                   | web             | 80   | false | -
        """, delimiter = '|')
    void aDestinationIsTakenApart(
            String to, String host, @Nullable String port, boolean nameOnly, @Nullable String path) {
        assertEquals(new Destination(host, port, nameOnly, path), Destination.parse(to));
    }
}
