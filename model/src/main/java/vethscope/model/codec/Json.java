package vethscope.model.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON value that remembers where it stood. Numbers keep their text.
sealed interface Json {

    Mark mark();

    /// Line and column, from 1; both 0 for a value that was not read from a text.
    record Mark(int line, int column) {
        static final Mark NOWHERE = new Mark(0, 0);
    }

    record Obj(Map<String, Member> members, Mark mark) implements Json {

        static Obj empty() {
            return new Obj(new LinkedHashMap<>(), Mark.NOWHERE);
        }

        @Nullable
        Json get(String key) {
            Member member = members.get(key);
            return member == null ? null : member.value;
        }

        void put(String key, Json value) {
            members.put(key, new Member(value, Mark.NOWHERE));
        }

        boolean isEmpty() {
            return members.isEmpty();
        }
    }

    /// @param key where the key stands
    record Member(Json value, Mark key) {}

    record Arr(List<Json> items, Mark mark) implements Json {}

    record Str(String text, Mark mark) implements Json {}

    record Num(String text, Mark mark) implements Json {}

    record Bool(boolean value, Mark mark) implements Json {}

    record Nil(Mark mark) implements Json {}

    static Json of(String text) {
        return new Str(text, Mark.NOWHERE);
    }

    static Json number(String text) {
        return new Num(text, Mark.NOWHERE);
    }

    static Json of(boolean value) {
        return new Bool(value, Mark.NOWHERE);
    }

    static Json list(List<Json> items) {
        return new Arr(items, Mark.NOWHERE);
    }

    static Json object(Map<String, Json> members) {
        Obj object = Obj.empty();
        members.forEach(object::put);
        return object;
    }

    static Json nil() {
        return new Nil(Mark.NOWHERE);
    }

    default boolean isScalar() {
        return !(this instanceof Obj) && !(this instanceof Arr);
    }

    /// The value as a person would point at it: short JSON, cut after 40 characters.
    default String shown() {
        String text = switch (this) {
            case Obj _ -> "an object";
            case Arr _ -> "a list";
            default -> JsonPrinter.compact(this);
        };
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
