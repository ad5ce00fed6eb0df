package vethscope.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.OutputStream;

/// JSON for people and diffs: down to a given depth one item a line, below it all on one line.
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private Json() {}

    /// @param depth levels of objects and arrays that are spread over lines
    static JsonGenerator to(OutputStream out, int depth) throws IOException {
        return FACTORY.createGenerator(out).setPrettyPrinter(new Lines(depth));
    }

    /// Ends the document with a newline and hands it on; the stream stays open.
    static void end(JsonGenerator json) throws IOException {
        json.writeRaw('\n');
        json.close();
    }

    private static final class Lines extends DefaultPrettyPrinter {
        private static final long serialVersionUID = 1;

        Lines(int depth) {
            super(Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator(""));
            Indent indent = new Indent(depth);
            indentArraysWith(indent);
            indentObjectsWith(indent);
        }

        @Override
        public DefaultPrettyPrinter createInstance() {
            return this;
        }
    }

    private record Indent(int depth) implements DefaultPrettyPrinter.Indenter {
        @Override
        public void writeIndentation(JsonGenerator json, int level) throws IOException {
            if (level <= depth) {
                json.writeRaw('\n');
                json.writeRaw("  ".repeat(level));
            } else {
                json.writeRaw(' ');
            }
        }

        @Override
        public boolean isInline() {
            return false;
        }
    }
}
