package vethscope.app.inspect;

import java.util.ArrayList;
import java.util.List;
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

    /// A new item as the user would want it first: a container that listens on 8080.
    static <P> P fresh(Fields<P> fields, int count) {
        if (fields.blank() instanceof Container) {
            String name = count == 0 ? "app" : "app-" + (count + 1);
            return fields.type()
                    .cast(new Container(name, java.util.Map.of(), List.of(Container.Port.tcp(8080 + count))));
        }
        return fields.blank();
    }
}
