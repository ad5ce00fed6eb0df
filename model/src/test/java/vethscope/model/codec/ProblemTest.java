package vethscope.model.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vethscope.model.codec.RecordedDesignsTest.opened;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "name": 5                                                   | /name                       | 9  | name must be text, not 5: correct it or delete the key.
                    "cluster": { "cni": { "mtu": "big" } }                      | /cluster/cni/mtu            | 30 | cluster/cni/mtu must be a whole number from 68 to 65535, not "big": correct it or delete the key.
                    "elements": { "a": { "kind": "pod", "address": "10.0.0" } } | /elements/a/address         | 48 | address of a must be a list of items, each an address with a prefix length such as 10.0.0.1/24, not "10.0.0": correct it or delete the key.
                    "elements": { "a": { "kind": "pods" } }                     | /elements/a                 | 30 | Element a is of kind "pods", which this version does not know; it is kept but not shown: use one of the kinds of the format.
                    "elements": { "a": { } }                                    | /elements/a                 | 20 | Element a has no "kind"; it is kept but not shown: use one of the kinds of the format.
                    "elements": { "Ab": { "kind": "pod" } }                     | /elements/Ab                | 15 | Element Ab must be named by the id of an element (a-z, 0-9, '.' and '-', first a letter or digit): rename it.
                    "elements": { "a": { "kind": "pod", "in": "a" } }           | /elements/a/in              | 43 | in of a makes a contain itself and is ignored: name another element or delete the key.
                    "elements": { "a": { "kind": "pod", "colour": 1 } }         | /elements/a/colour          | 37 | colour of a is not a key of this format and has no effect; it is kept: check its spelling.
                    "elements": { "a": { "kind": "pod", "gateway": true } }     | /elements/a/gateway         | 48 | gateway of a must be false or an IP address, not true: correct it or delete the key.
                    "links": [ { "from": "a" } ]                                | /links/0                    | 12 | links/0 has no "to" (`element` or `element:interface`): add it.
                    "links": [ { "from": "a", "to": "!" } ]                     | /links/0/to                 | 33 | links/0/to must be `element` or `element:interface`, not "!": correct it or delete the key.
                    "links": [ 3 ]                                              | /links/0                    | 12 | links/0 must be an object, not 3: correct it or delete it.
                    "probes": [ { "to": "a", "ttl": 0 } ]                       | /probes/0/ttl               | 33 | probes/0/ttl must be a whole number from 1 to 255, not 0: correct it or delete the key.
                    "layout": { "elements": { "a": { "x": "l", "y": 0 } } }     | /layout/elements/a/x        | 39 | layout/elements/a/x must be a number, not "l": correct it or delete the key.
                    "x~/y": 1                                                   | /x~0~1y                     | 1  | x~/y is not a key of this format and has no effect; it is kept: check its spelling.
                    """)
    void pointsAtThePlaceAndSaysWhatToDo(String member, String pointer, int column, String message) {
        String text = "{ \"vethscope\": 1,\n" + member + " }";
        assertEquals(
                List.of(new Problem(pointer, 2, column, message)),
                opened(Veth.read(text)).problems());
    }

    @Test
    void comeInTheOrderOfTheFile() {
        var problems = opened(Veth.read("""
                { "vethscope": 1,
                  "later": 1,
                  "name": 5
                }
                """)).problems();
        assertEquals(List.of(2, 3), problems.stream().map(Problem::line).toList());
    }

    @Test
    void aMissingVersionIsReadAsTheFirst() {
        Reading.Opened read = opened(Veth.read("{ \"name\": \"a\" }"));
        assertEquals("a", read.design().name());
        assertEquals(
                "The document has no \"vethscope\": 1 and is read as version 1: add it.",
                read.problems().getFirst().message());
    }

    @Test
    void twoSpellingsOfOneValueThatDisagreeAreTold() {
        var read = opened(Veth.read("""
                { "vethscope": 1,
                  "elements": { "s": { "kind": "service", "clusterIP": "10.0.0.1", "clusterIPs": ["10.0.0.2"] } } }
                """));
        assertEquals(
                "clusterIP of s and clusterIPs disagree and clusterIPs counts: delete one of them.",
                read.problems().getFirst().message());
    }

    @Test
    void aThousandProblemsAreToldAndTheOthersCounted() {
        String keys =
                IntStream.range(0, 1500).mapToObj(i -> "\"x" + i + "\": 1").collect(Collectors.joining(", "));
        var read = opened(Veth.read("{ \"vethscope\": 1, " + keys + " }"));
        assertEquals(1001, read.problems().size());
        assertEquals(
                "There are 500 more problems: mend these first.",
                read.problems().getLast().message());
        assertEquals(1500, read.design().unknown().byPlace().size());
    }

    @Test
    void endlessNumbersAreBadValues() {
        String digits = "9".repeat(1_000_000);
        var read = opened(Veth.read("{ \"vethscope\": 1, \"elements\": { \"a\": { \"kind\": \"switch\", \"mtu\": "
                + digits + " }, \"b\": { \"kind\": \"network-policy\", \"ingress\": " + digits + " } } }"));
        assertEquals(2, read.problems().size());
        assertTrue(Veth.write(read.design()).contains(digits));
    }
}
