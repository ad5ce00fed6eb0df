package vethscope.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.trace.Trace;
import vethscope.engine.trace.Transcript;

/// Takes traces one by one and puts them on standard output.
sealed interface TraceSheet extends AutoCloseable {

    /// What the next trace follows.
    void add(ChangeOptions.Changed changed);

    void add(Trace trace) throws IOException;

    @Override
    void close() throws IOException;

    /// One object, or an array of them.
    final class Json implements TraceSheet {
        private final Common common;
        private final JsonGenerator json;
        private final boolean array;
        private ChangeOptions.@Nullable Changed changed;

        private Json(Common common, JsonGenerator json, boolean array) {
            this.common = common;
            this.json = json;
            this.array = array;
        }

        static Json open(Common common, boolean array) throws IOException {
            JsonGenerator json = vethscope.app.cli.Json.to(common.console().out(), array ? 2 : 1, array ? 3 : 2);
            if (array) {
                json.writeStartArray();
            }
            return new Json(common, json, array);
        }

        @Override
        public void add(ChangeOptions.Changed changed) {
            this.changed = changed;
        }

        @Override
        public void add(Trace trace) throws IOException {
            new TraceJson(json, common.locale()).write(trace, changed);
            changed = null;
        }

        @Override
        public void close() throws IOException {
            if (array) {
                json.writeEndArray();
            }
            vethscope.app.cli.Json.end(json);
        }
    }

    /// Transcripts, a blank line between them, each under its probe's name where there are several.
    final class Text implements TraceSheet {
        private final Common common;
        private final boolean named;
        private final boolean seeds;
        private boolean started;

        Text(Common common, boolean named, boolean seeds) {
            this.common = common;
            this.named = named;
            this.seeds = seeds;
        }

        @Override
        public void add(ChangeOptions.Changed changed) {
            new ChangeText(common, common.console().out()).write(changed);
        }

        @Override
        public void add(Trace trace) {
            PrintStream out = common.console().out();
            if (started) {
                out.print("\n");
            }
            started = true;
            String title = title(trace.probe());
            if (!title.isEmpty()) {
                out.print(title + "\n");
            }
            out.print(Transcript.of(trace, common.locale()));
        }

        private String title(Trace.Sent sent) {
            Words words = common.words();
            String seed = seeds
                    ? words.say("title.seed", sent.seed())
                    : sent.attempt() > 0 ? words.say("title.attempt", sent.attempt() + 1) : "";
            String name = named ? sent.name() : "";
            String title = name.isEmpty() || seed.isEmpty() ? name + seed : words.say("title.both", name, seed);
            return title.isEmpty() ? "" : "# " + title;
        }

        @Override
        public void close() {}
    }
}
