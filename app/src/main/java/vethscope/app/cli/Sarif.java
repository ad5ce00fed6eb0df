package vethscope.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import vethscope.app.cli.Checked.Flawed;

/// Findings in SARIF 2.1.0 (OASIS), which code-review services show beside the lines of a file.
record Sarif(JsonGenerator json) {

    static void write(List<Checked> checked, PrintStream out) throws IOException {
        JsonGenerator json = Json.to(out, 3, 4);
        new Sarif(json).document(checked);
        Json.end(json);
    }

    private void document(List<Checked> checked) throws IOException {
        json.writeStartObject();
        json.writeStringField("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.writeStringField("version", "2.1.0");
        json.writeArrayFieldStart("runs");
        json.writeStartObject();
        tool(checked);
        json.writeStringField("columnKind", "utf16CodeUnits");
        json.writeArrayFieldStart("results");
        for (Checked file : checked) {
            for (Flawed flaw : file.flaws()) {
                result(file, flaw);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private void tool(List<Checked> checked) throws IOException {
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", "Vethscope");
        json.writeArrayFieldStart("rules");
        for (String code : checked.stream()
                .flatMap(c -> c.flaws().stream())
                .map(Flawed::code)
                .sorted()
                .distinct()
                .toList()) {
            json.writeStartObject();
            json.writeStringField("id", code);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private void result(Checked file, Flawed flaw) throws IOException {
        json.writeStartObject();
        json.writeStringField("ruleId", flaw.code());
        json.writeStringField(
                "level",
                switch (flaw.severity()) {
                    case error -> "error";
                    case warning -> "warning";
                    case info -> "note";
                });
        message(flaw.message());
        json.writeArrayFieldStart("locations");
        json.writeStartObject();
        physical(file, flaw);
        if (flaw.element() != null) {
            json.writeArrayFieldStart("logicalLocations");
            json.writeStartObject();
            json.writeStringField("name", flaw.element());
            json.writeStringField("fullyQualifiedName", flaw.pointer());
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeEndArray();
        if (flaw.accepted() != null) {
            json.writeArrayFieldStart("suppressions");
            json.writeStartObject();
            json.writeStringField("kind", "inSource");
            json.writeStringField("justification", flaw.accepted());
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void physical(Checked file, Flawed flaw) throws IOException {
        json.writeObjectFieldStart("physicalLocation");
        json.writeObjectFieldStart("artifactLocation");
        json.writeStringField("uri", uri(file));
        json.writeEndObject();
        if (flaw.line() > 0) {
            json.writeObjectFieldStart("region");
            json.writeNumberField("startLine", flaw.line());
            if (flaw.column() > 0) {
                json.writeNumberField("startColumn", flaw.column());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /// Relative as given, so that a service finds the file in its checkout.
    private static String uri(Checked file) {
        return file.file().isAbsolute()
                ? file.file().toUri().toString()
                : relative(file.file().toString().replace('\\', '/'));
    }

    private static String relative(String path) {
        try {
            return new URI(null, null, path, null).getRawPath();
        } catch (URISyntaxException e) {
            return path;
        }
    }

    private void message(String text) throws IOException {
        json.writeObjectFieldStart("message");
        json.writeStringField("text", text);
        json.writeEndObject();
    }
}
