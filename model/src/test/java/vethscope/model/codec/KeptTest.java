package vethscope.model.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static vethscope.model.codec.RecordedDesignsTest.opened;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout.Box;
import vethscope.model.element.Head;
import vethscope.model.element.Note;
import vethscope.model.element.Pod;

class KeptTest {

    private static final String FULL_OF_SURPRISES = """
            {
              "vethscope": 1,
              "name": 5,
              "cluster": {
                "cni": {
                  "type": "bridge",
                  "mtu": "big",
                  "later": [1.50, null]
                },
                "later": {
                  "deep": { "a": 1e3 }
                }
              },
              "namespaces": { "odd": 3 },
              "elements": {
                "First": { "kind": "pod" },
                "saucer": {
                  "kind": "ufo",
                  "crew": ["a"]
                },
                "pod1": {
                  "kind": "pod",
                  "labels": { "good": "yes", "bad": 1 },
                  "address": ["10.0.0.1/24", "nonsense"],
                  "containers": [
                    "strange",
                    {
                      "name": "web",
                      "ports": [
                        { "port": 80, "later": true },
                        { "port": "eighty" }
                      ],
                      "later": "x"
                    }
                  ],
                  "later": { "z": 1, "a": 2 }
                },
                "a": { "kind": "switch", "in": "b" },
                "b": { "kind": "switch", "in": "a" },
                "last": 7
              },
              "links": [
                { "from": "pod1:eth0", "to": "a", "later": 1 },
                { "from": "pod1:eth0", "to": "b", "later": 2 },
                { "from": "!", "to": "b" }
              ],
              "layout": {
                "elements": {
                  "pod1": { "x": 1, "y": "down", "z": 3 }
                }
              },
              "later": 1
            }
            """;

    @Test
    void whatWasNotUnderstoodIsWrittenBackWhereItStood() {
        assertEquals(FULL_OF_SURPRISES, afterEdit(design -> design));
    }

    @Test
    void whatWasUnderstoodIsThereAllTheSame() {
        Design design = opened(Veth.read(FULL_OF_SURPRISES)).design();
        Pod pod = design.topology().find(Id.of("pod1"), Pod.class).orElseThrow();
        assertEquals("[10.0.0.1/24]", pod.network().addresses().toString());
        assertEquals("{good=yes}", pod.labels().toString());
        assertEquals(80, pod.containers().getFirst().ports().getFirst().port());
        assertEquals(2, design.topology().links().size());
    }

    @Test
    void itSurvivesAnEditAroundIt() {
        String moved = FULL_OF_SURPRISES
                .replace("\"x\": 1,", "\"x\": 2,")
                .replace("\"last\": 7", "\"last\": 7,\n    \"n\": { \"kind\": \"note\", \"text\": \"hi\" }");
        assertEquals(
                moved,
                afterEdit(design -> design.with(design.topology().put(new Note(Head.of("n"), "hi")))
                        .with(design.layout().with(Id.of("pod1"), Box.of(2, 0, 0, 0)))));
    }

    @Test
    void aUsersOwnValueReplacesABadOne() {
        assertEquals(
                FULL_OF_SURPRISES.replace("\"name\": 5", "\"name\": \"mine\""),
                afterEdit(design -> design.withName("mine")));
    }

    @Test
    void whatStoodInARemovedElementGoesWithIt() {
        String text = """
                {
                  "vethscope": 1,
                  "elements": {
                    "a": { "kind": "note", "later": 1 },
                    "b": { "kind": "note", "later": 2 }
                  }
                }
                """;
        Design design = opened(Veth.read(text)).design();
        Design without = design.with(design.topology().without(Set.of(Id.of("a"))));
        assertEquals(text.replace("    \"a\": { \"kind\": \"note\", \"later\": 1 },\n", ""), Veth.write(without));
    }

    @Test
    void theSameProblemsAreToldAfterASave() {
        List<String> before = messages(FULL_OF_SURPRISES);
        assertEquals(before, messages(afterEdit(design -> design)));
    }

    private static List<String> messages(String text) {
        return opened(Veth.read(text)).problems().stream().map(Problem::message).toList();
    }

    private static String afterEdit(UnaryOperator<Design> edit) {
        return Veth.write(edit.apply(opened(Veth.read(FULL_OF_SURPRISES)).design()));
    }
}
