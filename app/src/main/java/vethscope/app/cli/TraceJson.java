package vethscope.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Change;
import vethscope.engine.network.Conntrack;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;

/// A trace as JSON. The keys and their order are a contract with whoever reads them: keys are only ever added.
record TraceJson(JsonGenerator json, Locale locale) {

    /// @param changed what a change of the drawing did just before; null: it did not change
    void write(Trace trace, ChangeOptions.@Nullable Changed changed) throws IOException {
        json.writeStartObject();
        probe(trace.probe());
        if (changed != null) {
            json.writeFieldName("change");
            new ChangeJson(json, locale).write(changed);
        }
        json.writeStringField("outcome", trace.outcome().json());
        json.writeFieldName("reason");
        reason(trace.reason());
        json.writeFieldName("at");
        at(trace.at());
        text("sourceSeen", trace.sourceSeen());
        text("replySeen", trace.replySeen());
        json.writeArrayFieldStart("branches");
        for (String branch : trace.branches()) {
            json.writeString(branch);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("steps");
        for (Step step : trace.steps()) {
            step(step);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void probe(Trace.Sent sent) throws IOException {
        json.writeObjectFieldStart("probe");
        json.writeStringField("name", sent.name());
        json.writeStringField("from", sent.from());
        json.writeStringField("to", sent.to());
        json.writeStringField("protocol", sent.protocol().lower());
        number("port", sent.protocol().hasPorts(), sent.port());
        number("sourcePort", sent.protocol().hasPorts(), sent.sourcePort());
        json.writeNumberField("attempt", sent.attempt());
        json.writeNumberField("seed", sent.seed());
        json.writeEndObject();
    }

    private void reason(Trace.@Nullable Cause cause) throws IOException {
        if (cause == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("code", cause.code().name());
        json.writeStringField("text", cause.text().in(locale));
        json.writeEndObject();
    }

    private void at(Trace.@Nullable Arrival at) throws IOException {
        if (at == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("element", at.element().value());
        text("container", at.container());
        json.writeStringField("address", at.address());
        number("port", at.port() != 0, at.port());
        if (at.status() != null) {
            json.writeNumberField("status", at.status());
        }
        json.writeEndObject();
    }

    private void step(Step step) throws IOException {
        json.writeStartObject();
        json.writeNumberField("n", step.n());
        json.writeStringField("leg", step.leg().json());
        json.writeStringField("where", step.where().value());
        json.writeStringField("netns", step.netns().value());
        text("interface", step.iface());
        json.writeStringField("stage", step.stage());
        json.writeStringField("text", step.text().in(locale));
        if (step.frame() != null) {
            json.writeFieldName("packet");
            new PacketJson(json).write(step.frame());
        }
        text("rule", step.rule());
        Sentence origin = step.origin();
        if (origin != null) {
            json.writeStringField("origin", origin.in(locale));
        }
        if (step.rewrite() != null) {
            json.writeObjectFieldStart("rewrite");
            json.writeStringField("field", step.rewrite().field());
            json.writeStringField("from", step.rewrite().from());
            json.writeStringField("to", step.rewrite().to());
            json.writeEndObject();
        }
        json.writeArrayFieldStart("changes");
        for (Change change : step.changes()) {
            write(change, json);
        }
        json.writeEndArray();
        if (step.flood()) {
            json.writeBooleanField("flood", true);
        }
        if (step.dropped() != null) {
            json.writeStringField("dropped", step.dropped());
        }
        json.writeStringField("basis", step.basis().name().toLowerCase(Locale.ROOT));
        json.writeStringField(
                "behaviour", step.behaviour().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (step.basis() == Step.Basis.ASSUMED) {
            json.writeStringField("assumption", step.behaviour().sentence().in(locale));
        }
        json.writeEndObject();
    }

    static void write(Change change, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("table", change.table());
        boolean update = change instanceof Conntrack.Recorded recorded && !recorded.isNew();
        String what = update ? "update" : change instanceof Change.Removed ? "remove" : "add";
        json.writeStringField(what, change.entry());
        json.writeEndObject();
    }

    private void text(String key, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(key);
        } else {
            json.writeStringField(key, value);
        }
    }

    private void number(String key, boolean known, int value) throws IOException {
        if (known) {
            json.writeNumberField(key, value);
        } else {
            json.writeNullField(key);
        }
    }
}
