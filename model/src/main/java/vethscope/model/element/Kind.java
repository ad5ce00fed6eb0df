package vethscope.model.element;

import java.util.List;
import vethscope.model.Id;

/// A kind of element: the word in the file, what it is, and its fields. `name`, `in` and `auto` are common to
/// all.
public record Kind<E extends Element>(String name, String about, Fields<E> fields) {

    /// The common fields around those of a kind. The blank's id is replaced by the drawn one.
    static <E extends Element> Kind<E> of(String name, String about, Fields<E> own) {
        Part<E, Head> head = new Part<>(Element::head, (e, h) -> own.type().cast(e.withHead(h)));
        Fields<E> fields = new Fields<>(own.type(), own.blank(), List.<Field<E, ?>>of(), null)
                .including(head, Head.FRONT)
                .including(Part.self(), own)
                .including(head, Head.BACK);
        return new Kind<>(name, about, fields);
    }

    /// An element of this kind with everything at its default.
    public E blank(Id id) {
        E blank = fields.blank();
        return fields.type().cast(blank.withHead(blank.head().withId(id)));
    }
}
