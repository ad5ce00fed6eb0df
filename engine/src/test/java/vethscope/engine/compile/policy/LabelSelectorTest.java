package vethscope.engine.compile.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSelectorTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            app | In           | web,app | app in (web,app)    | true  | false | false
            app | NotIn        | web     | app!=web            | false | true  | true
            app | NotIn        | web,db  | app notin (web,db)  | false | false | true
            app | Exists       |         | app                 | true  | true  | false
            app | DoesNotExist |         | !app                | false | false | true
            """)
    void anObjectWithoutTheKeyIsMetByNotInAndDoesNotExist(
            String key, String operator, String values, String text, boolean web, boolean db, boolean none)
            throws SpecRefusal {
        List<String> list = values == null ? List.of() : Arrays.asList(values.split(","));
        LabelSelector selector = read(Map.of("key", key, "operator", operator, "values", list));
        assertEquals(text, selector.toString());
        assertEquals(web, selector.matches(Map.of("app", "web")));
        assertEquals(db, selector.matches(Map.of("app", "db")));
        assertEquals(none, selector.matches(Map.of("tier", "web")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            app=web,tier=x | true
            app=web        | false
            tier=x         | false
            app=db,tier=x  | false
            """)
    void labelsAndExpressionsMustAllHold(String labels, boolean matches) throws SpecRefusal {
        LabelSelector selector = LabelSelector.read(new SpecNode(
                "spec.podSelector",
                Map.of(
                        "matchLabels",
                        Map.of("app", "web"),
                        "matchExpressions",
                        List.of(Map.of("key", "tier", "operator", "Exists")))));
        Map<String, String> all = Arrays.stream(labels.split(","))
                .collect(Collectors.toMap(l -> l.substring(0, l.indexOf('=')), l -> l.substring(l.indexOf('=') + 1)));
        assertEquals(matches, selector.matches(all));
    }

    private static LabelSelector read(Map<String, Object> expression) throws SpecRefusal {
        return LabelSelector.read(new SpecNode("spec.podSelector", Map.of("matchExpressions", List.of(expression))));
    }
}
