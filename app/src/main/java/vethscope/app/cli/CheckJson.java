package vethscope.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Findings as JSON: an array with one object for each.
final class CheckJson {

    private CheckJson() {}

    static void write(List<Checked> checked, PrintStream out) throws IOException {
        JsonGenerator json = Json.to(out, 1, 1);
        json.writeStartArray();
        for (Checked file : checked) {
            for (Checked.Flawed flaw : file.flaws()) {
                flaw(json, file, flaw);
            }
        }
        json.writeEndArray();
        Json.end(json);
    }

    private static void flaw(JsonGenerator json, Checked file, Checked.Flawed flaw) throws IOException {
        json.writeStartObject();
        json.writeStringField("file", file.file().toString());
        json.writeStringField("code", flaw.code());
        json.writeStringField("severity", flaw.severity().name());
        text(json, "element", flaw.element());
        text(json, "key", flaw.key());
        json.writeStringField("pointer", flaw.pointer());
        json.writeFieldName("line");
        json.writeObject(flaw.line() == 0 ? null : flaw.line());
        json.writeFieldName("column");
        json.writeObject(flaw.column() == 0 ? null : flaw.column());
        json.writeStringField("message", flaw.message());
        json.writeArrayFieldStart("fixes");
        for (String fix : flaw.fixes()) {
            json.writeString(fix);
        }
        json.writeEndArray();
        text(json, "accepted", flaw.accepted());
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String key, @Nullable String value) throws IOException {
        json.writeFieldName(key);
        json.writeObject(value);
    }
}
