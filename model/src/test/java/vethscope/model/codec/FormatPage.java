package vethscope.model.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vethscope.model.Design;
import vethscope.model.element.Field;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;
import vethscope.model.element.Kind;
import vethscope.model.element.Kinds;

/// The tables of docs/file-format.md, made from the field lists.
final class FormatPage {

    private static final Set<String> COMMON = Set.of("name", "in", "auto");

    private final Map<String, Fields<?>> objects = new LinkedHashMap<>();
    private final StringBuilder out = new StringBuilder();

    private FormatPage() {}

    static String tables() {
        var page = new FormatPage();
        page.out.append("\n## The document\n");
        page.table(Design.FIELDS);
        page.out.append("\n## Kinds of elements\n\nEvery element has `kind` and these keys:\n");
        page.rows(all(Kinds.ALL.getFirst().fields()).filter(FormatPage::common));
        page.out.append("\nand those of its kind:\n");
        Kinds.ALL.forEach(page::kind);
        page.out.append("\n## Objects inside\n");
        for (int i = 0; i < page.objects.size(); i++) {
            var object = List.copyOf(page.objects.entrySet()).get(i);
            page.out.append("\n### ").append(object.getKey()).append('\n');
            page.table(object.getValue());
        }
        return page.out.append('\n').toString();
    }

    private void kind(Kind<?> kind) {
        out.append("\n### ")
                .append(kind.name())
                .append("\n\n")
                .append(kind.about())
                .append('\n');
        List<Field<?, ?>> own =
                all(kind.fields()).filter(field -> !common(field)).toList();
        if (!own.isEmpty()) {
            rows(own.stream());
        }
    }

    private static Stream<Field<?, ?>> all(Fields<?> fields) {
        return fields.all().stream().map(field -> field);
    }

    private static boolean common(Field<?, ?> field) {
        return COMMON.contains(field.key());
    }

    private void table(Fields<?> fields) {
        rows(all(fields));
    }

    private void rows(Stream<Field<?, ?>> fields) {
        out.append("\n| key | value | default | meaning |\n|---|---|---|---|\n");
        fields.forEach(this::row);
    }

    private <V> void row(Field<?, V> field) {
        String keys = field.spellings().stream()
                .map(spelling -> "`" + spelling.key() + "`")
                .collect(Collectors.joining(", "));
        String forms = field.spellings().stream()
                .map(spelling -> form(spelling.type()))
                .distinct()
                .collect(Collectors.joining(" or "));
        String fallback = field.presence() == Field.Presence.REQUIRED ? "required" : fallback(field);
        String row = "| " + keys + " | " + forms + " | " + fallback + " | "
                + field.about().replace("|", "\\|");
        out.append(row).append(" |\n");
    }

    private static <V> String fallback(Field<?, V> field) {
        V absent = field.absent();
        if (absent == null) {
            return "";
        }
        return switch (field.type()) {
            case FieldType.Word<?> _, FieldType.Flag _, FieldType.Whole _, FieldType.Big _, FieldType.Decimal _ ->
                shown(new DesignWriter(KeptValues.NONE).json(field.type(), absent, ""));
            case FieldType.Several<?> _
            when !List.of().equals(absent) -> shown(new DesignWriter(KeptValues.NONE).json(field.type(), absent, ""));
            default -> "";
        };
    }

    private static String shown(Json json) {
        String text = JsonPrinter.compact(json).replace("\"", "");
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    private String form(FieldType<?> type) {
        return switch (type) {
            case FieldType.OneOf<?> words -> words(words);
            case FieldType.Address _ -> "`ip`";
            case FieldType.Prefix _ -> "`ip/prefix`";
            case FieldType.MacAddress _ -> "MAC address";
            case FieldType.Ref(var kinds) -> kinds.isEmpty() ? "id" : "id of a " + String.join(" or ", kinds);
            case FieldType.Word<?> word -> word.what();
            case FieldType.Flag _ -> "flag";
            case FieldType.Whole(var min, var max) -> max == Integer.MAX_VALUE ? min + "…" : min + "…" + max;
            case FieldType.Big _ -> "whole number";
            case FieldType.Decimal _ -> "number";
            case FieldType.Points _ -> "list of `[x, y]`";
            case FieldType.Literal(var literal) -> "`" + literal + "`";
            case FieldType.Several<?>(var each, var bare) ->
                (bare ? form(each) + ", or a list" : "list: " + form(each));
            case FieldType.Entries<?, ?>(var key, var value) -> "object: " + form(key) + " to " + form(value);
            case FieldType.Tree _ -> "as the API has it";
            case FieldType.Nested<?>(var fields) -> object(fields);
            case FieldType.Listed<?>(var item, var _) -> "list: " + form(item);
            case FieldType.Keyed<?, ?>(var key, var fields) -> "object: " + form(key) + " to " + object(fields);
            case FieldType.Elements _ -> "object: id to element, see below";
            case FieldType.Cases<?>(var cases) ->
                cases.stream().map(c -> form(c.type())).collect(Collectors.joining(" or "));
        };
    }

    private static <V> String words(FieldType.OneOf<V> type) {
        return type.words().values().stream()
                .distinct()
                .map(value -> "`" + type.print(value) + "`")
                .collect(Collectors.joining(" "));
    }

    /// A link to the object's own table, which is then made.
    private String object(Fields<?> fields) {
        Class<?> type = fields.type();
        if (!type.isRecord()) {
            return "{ "
                    + fields.all().stream()
                            .map(f -> "`" + f.key() + "`: " + form(f.type()))
                            .collect(Collectors.joining(", "))
                    + " }";
        }
        Class<?> outer = type.getDeclaringClass();
        String name = (outer == null ? "" : outer.getSimpleName() + " ") + type.getSimpleName();
        String title = name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        objects.putIfAbsent(title, fields);
        return "[" + title + "](#" + title.replace(' ', '-') + ")";
    }
}
