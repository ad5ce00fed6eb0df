package vethscope.model.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vethscope.model.Design;
import vethscope.model.element.Field;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;
import vethscope.model.element.Kind;
import vethscope.model.element.Kinds;

/// The JSON Schema (2020-12) of the format, made from the same field lists that read and write it.
public final class Schema {

    private static final DesignWriter VALUES = new DesignWriter(KeptValues.NONE);

    private final Map<String, Json> definitions = new LinkedHashMap<>();

    private Schema() {}

    /// Stable text with one final newline.
    public static String json() {
        return JsonPrinter.pretty(new Schema().document());
    }

    private Json document() {
        Json.Obj document = Json.Obj.empty();
        document.put("$schema", Json.of("https://json-schema.org/draft/2020-12/schema"));
        document.put("title", Json.of("Vethscope design"));
        document.put("description", Json.of("A drawing of a Kubernetes network: *.veth, version " + Upgrade.CURRENT));
        Json.Obj version = Json.Obj.empty();
        version.put("description", Json.of("format version"));
        version.put("const", Json.number(String.valueOf(Upgrade.CURRENT)));
        Map<String, Json> first = new LinkedHashMap<>();
        first.put("vethscope", version);
        object(Design.FIELDS, first).members().forEach((key, member) -> document.put(key, member.value()));
        document.put("$defs", Json.object(definitions));
        return document;
    }

    /// @param first properties beside those of the fields
    private Json.Obj object(Fields<?> fields, Map<String, Json> first) {
        var properties = new LinkedHashMap<>(first);
        var required = new ArrayList<>(first.keySet());
        fields.all().forEach(field -> {
            field.spellings().forEach(spelling -> properties.put(spelling.key(), property(field, spelling.type())));
            if (field.presence() == Field.Presence.REQUIRED) {
                required.add(field.key());
            }
        });
        Json.Obj object = typed("object");
        object.put("properties", Json.object(properties));
        if (!required.isEmpty()) {
            object.put("required", strings(required));
        }
        if (fields.rest() == null) {
            object.put("additionalProperties", Json.of(false));
        }
        return object;
    }

    private <V> Json property(Field<?, V> field, FieldType<?> type) {
        Json.Obj described = Json.Obj.empty();
        described.put("description", Json.of(field.about()));
        Json.Obj value = value(type);
        Json.Obj nullable = field.absent() == null && !(type instanceof FieldType.Tree) ? orNull(value) : value;
        nullable.members().forEach((key, member) -> described.put(key, member.value()));
        V absent = field.absent();
        if (absent != null && hasWordForIt(type) && type == field.type()) {
            described.put("default", VALUES.json(field.type(), absent, ""));
        }
        return described;
    }

    private static boolean hasWordForIt(FieldType<?> type) {
        return switch (type) {
            case FieldType.Word<?> _, FieldType.Flag _, FieldType.Whole _, FieldType.Big _ -> true;
            default -> false;
        };
    }

    private static Json.Obj orNull(Json.Obj value) {
        return either(List.of(value, typed("null")));
    }

    private Json.Obj value(FieldType<?> type) {
        return switch (type) {
            case FieldType.Word<?> word -> word(word);
            case FieldType.Flag _ -> typed("boolean");
            case FieldType.Whole(var min, var max) -> whole(min, max);
            case FieldType.Big _ -> typed("integer");
            case FieldType.Decimal _ -> typed("number");
            case FieldType.Points _ -> list(list(typed("number")));
            case FieldType.Literal(var literal) -> with("const", literal == null ? Json.nil() : Json.of(literal));
            case FieldType.Several<?>(var each, var _) -> either(List.of(word(each), list(word(each))));
            case FieldType.Entries<?, ?>(var key, var value) -> map(key, word(value));
            case FieldType.Tree _ -> Json.Obj.empty();
            case FieldType.Nested<?>(var fields) -> reference(fields);
            case FieldType.Listed<?>(var item, var _) -> list(value(item));
            case FieldType.Keyed<?, ?>(var key, var fields) -> map(key, reference(fields));
            case FieldType.Elements _ -> elements();
            case FieldType.Cases<?>(var cases) ->
                either(cases.stream().map(c -> value(c.type())).toList());
        };
    }

    private static Json.Obj word(FieldType.Word<?> word) {
        return switch (word) {
            case FieldType.Text(var orNumber) ->
                orNumber ? with("type", strings(List.of("string", "number"))) : typed("string");
            case FieldType.Address _ -> pattern("^[0-9A-Fa-f:.]+$");
            case FieldType.Prefix _ -> pattern("^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$");
            case FieldType.MacAddress _ -> pattern("^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$");
            case FieldType.Ref _ -> pattern("^[a-z0-9][a-z0-9.-]*$");
            case FieldType.OneOf<?>(var words) -> with("enum", strings(words.keySet()));
            case FieldType.Parsed<?> _ -> typed("string");
        };
    }

    private static Json.Obj whole(int min, int max) {
        Json.Obj whole = typed("integer");
        whole.put("minimum", Json.number(String.valueOf(min)));
        if (max < Integer.MAX_VALUE) {
            whole.put("maximum", Json.number(String.valueOf(max)));
        }
        return whole;
    }

    private static Json.Obj map(FieldType.Word<?> key, Json.Obj value) {
        Json.Obj map = typed("object");
        if (!(key instanceof FieldType.Text)) {
            map.put("propertyNames", word(key));
        }
        map.put("additionalProperties", value);
        return map;
    }

    private static Json.Obj list(Json.Obj item) {
        Json.Obj list = typed("array");
        list.put("items", item);
        return list;
    }

    /// Records are defined once, by their Java name.
    private Json.Obj reference(Fields<?> fields) {
        Class<?> type = fields.type();
        Class<?> outer = type.getDeclaringClass();
        String name = (outer == null ? "" : outer.getSimpleName() + ".") + type.getSimpleName();
        return type.isRecord() ? defined(name, fields, Map.of()) : object(fields, Map.of());
    }

    private Json.Obj defined(String name, Fields<?> fields, Map<String, Json> first) {
        if (!definitions.containsKey(name)) {
            definitions.put(name, Json.Obj.empty());
            definitions.put(name, object(fields, first));
        }
        return with("$ref", Json.of("#/$defs/" + name));
    }

    /// Which fields an element has depends on its kind.
    private Json.Obj elements() {
        Json.Obj element = typed("object");
        Json.Obj kind = with("enum", strings(Kinds.ALL.stream().map(Kind::name).toList()));
        element.put("properties", Json.object(Map.of("kind", kind)));
        element.put("required", strings(List.of("kind")));
        element.put("allOf", Json.list(Kinds.ALL.stream().map(this::whenKind).toList()));
        return map(new FieldType.Ref(List.of()), element);
    }

    private Json whenKind(Kind<?> kind) {
        Json.Obj named = Json.Obj.empty();
        named.put("description", Json.of(kind.about()));
        named.put("const", Json.of(kind.name()));
        Json.Obj choice = Json.Obj.empty();
        Json.Obj isKind = with("properties", Json.object(Map.of("kind", with("const", Json.of(kind.name())))));
        isKind.put("required", strings(List.of("kind")));
        choice.put("if", isKind);
        choice.put("then", defined(kind.name(), kind.fields(), Map.of("kind", named)));
        return choice;
    }

    private static Json.Obj typed(String type) {
        return with("type", Json.of(type));
    }

    private static Json.Obj pattern(String pattern) {
        Json.Obj string = typed("string");
        string.put("pattern", Json.of(pattern));
        return string;
    }

    private static Json.Obj either(List<Json.Obj> schemas) {
        return schemas.size() == 1 ? schemas.getFirst() : with("anyOf", Json.list(List.copyOf(schemas)));
    }

    private static Json.Obj with(String key, Json value) {
        Json.Obj object = Json.Obj.empty();
        object.put(key, value);
        return object;
    }

    private static Json strings(Iterable<String> texts) {
        var strings = new ArrayList<Json>();
        texts.forEach(text -> strings.add(Json.of(text)));
        return Json.list(strings);
    }
}
