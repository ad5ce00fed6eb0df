package vethscope.app.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import vethscope.model.element.Container;
import vethscope.model.element.Fields;

/// Lists with one item added, changed or gone.
final class Items {

    private Items() {}

    static <P> List<P> without(List<P> list, int at) {
        var next = new ArrayList<>(list);
        next.remove(at);
        return next;
    }

    static <P> List<P> replaced(List<P> list, int at, UnaryOperator<P> change) {
        var next = new ArrayList<>(list);
        next.set(at, change.apply(next.get(at)));
        return next;
    }

    static <P> List<P> plus(List<P> list, P item) {
        var next = new ArrayList<>(list);
        next.add(item);
        return next;
    }

    static <K, P> Map<K, P> plus(Map<K, P> map, K key, P part) {
        var next = new LinkedHashMap<>(map);
        next.put(key, part);
        return next;
    }

    /// A name for one more: `eth0` for the first interface, `subnets-2` for the second of the subnets.
    static String freshKey(String field, Set<?> taken) {
        boolean interfaces = field.equals("interfaces");
        for (int i = interfaces ? 0 : 1; ; i++) {
            String key = interfaces ? "eth" + i : field + "-" + i;
            if (!taken.contains(key)) {
                return key;
            }
        }
    }

    /// A new item as the user would want it first: a container that listens on 8080.
    static <P> P fresh(Fields<P> fields, int count) {
        if (fields.blank() instanceof Container) {
            String name = count == 0 ? "app" : "app-" + (count + 1);
            return fields.type().cast(new Container(name, Map.of(), List.of(Container.Port.tcp(8080 + count))));
        }
        return fields.blank();
    }
}
