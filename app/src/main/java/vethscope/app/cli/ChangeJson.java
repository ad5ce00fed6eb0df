package vethscope.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import vethscope.app.cli.ChangeOptions.Changed;
import vethscope.engine.network.Change;
import vethscope.engine.replay.Played;
import vethscope.engine.succession.Reaction;
import vethscope.engine.trace.Trace;

/// What a change did, as the value of a key of the first packet after it.
record ChangeJson(JsonGenerator json, Locale locale) {

    void write(Changed changed) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("before");
        for (Played played : changed.before()) {
            for (Trace trace : played.traces()) {
                before(trace);
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("reactions");
        for (Reaction reaction : changed.succession().reactions()) {
            reaction(reaction);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void before(Trace trace) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", trace.probe().name());
        json.writeStringField("outcome", trace.outcome().json());
        if (trace.at() != null) {
            json.writeStringField("at", trace.at().element().value());
        }
        json.writeEndObject();
    }

    private void reaction(Reaction reaction) throws IOException {
        json.writeStartObject();
        json.writeStringField("program", reaction.program().toString());
        json.writeStringField("where", reaction.where().value());
        json.writeStringField("text", reaction.text().in(locale));
        json.writeArrayFieldStart("changes");
        for (Change change : reaction.changes()) {
            TraceJson.write(change, json);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("kept");
        for (String entry : reaction.kept()) {
            json.writeString(entry);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
