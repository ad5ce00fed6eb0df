package vethscope.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import vethscope.app.cli.TestCommand.Tested;
import vethscope.engine.replay.Verdict;
import vethscope.engine.trace.Step;

/// Verdicts as JSON: an array with one object for each probe.
final class TestJson {

    private TestJson() {}

    static void write(List<Tested> tested, PrintStream out, Locale locale) throws IOException {
        JsonGenerator json = Json.to(out, 2, 3);
        json.writeStartArray();
        for (Tested file : tested) {
            for (Verdict verdict : file.verdicts()) {
                verdict(json, file, verdict, locale);
            }
        }
        json.writeEndArray();
        Json.end(json);
    }

    private static void verdict(JsonGenerator json, Tested file, Verdict verdict, Locale locale) throws IOException {
        var trace = verdict.trace();
        json.writeStartObject();
        json.writeStringField("file", file.file().toString());
        json.writeStringField("probe", verdict.played().probe().name());
        json.writeBooleanField("passed", verdict.passed());
        json.writeFieldName("outcome");
        json.writeObject(trace == null ? null : trace.outcome().json());
        json.writeFieldName("refused");
        json.writeObject(verdict.refused() == null ? null : verdict.refused().in(locale));
        json.writeArrayFieldStart("failures");
        for (Verdict.Mismatch mismatch : verdict.mismatches()) {
            mismatch(json, mismatch, locale);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void mismatch(JsonGenerator json, Verdict.Mismatch mismatch, Locale locale) throws IOException {
        Step step = mismatch.step();
        json.writeStartObject();
        json.writeStringField("key", mismatch.key());
        json.writeStringField("expected", mismatch.expected());
        json.writeStringField("found", mismatch.found());
        if (step != null) {
            json.writeObjectFieldStart("step");
            json.writeNumberField("n", step.n());
            json.writeStringField("where", step.where().value());
            json.writeStringField("stage", step.stage());
            json.writeStringField("text", step.text().in(locale));
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
