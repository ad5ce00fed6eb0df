package vethscope.app.inspect;

import java.util.function.UnaryOperator;
import vethscope.app.session.Session;
import vethscope.model.Id;
import vethscope.model.edit.Edit;
import vethscope.model.edit.Generate;
import vethscope.model.element.Element;

/// The element that a form changes, as it is when the change comes.
record Target<E extends Element>(Session session, Id id, Class<E> type) {

    /// One step of undo; a field that the user writes is no longer generated.
    void change(String key, UnaryOperator<E> change) {
        session.document().flatMap(d -> d.design().topology().find(id, type)).ifPresent(element -> {
            Element next = change.apply(element);
            var auto = next.head().auto().stream().filter(k -> !k.equals(key)).toList();
            session.edit(new Edit.Put(next.withHead(next.head().withAuto(auto))));
        });
    }

    /// Lets a value be generated anew.
    void again(String key) {
        session.document()
                .ifPresent(d -> d.design()
                        .topology()
                        .find(id)
                        .flatMap(e -> Generate.again(d.design(), e, key))
                        .ifPresent(e -> session.edit(new Edit.Put(e))));
    }
}
