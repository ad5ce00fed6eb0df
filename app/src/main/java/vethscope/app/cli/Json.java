package vethscope.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;

/// JSON for people and diffs: down to a given depth one item a line, below it all on one line.
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private Json() {}

    /// @param objects and `arrays`: how deep their items stand on lines of their own, the outermost at 1
    static JsonGenerator to(OutputStream out, int objects, int arrays) throws IOException {
        return FACTORY.createGenerator(out).setPrettyPrinter(new Lines(objects, arrays));
    }

    /// Ends the document with a newline and hands it on; the stream stays open.
    static void end(JsonGenerator json) throws IOException {
        json.writeRaw('\n');
        json.close();
    }

    private static final class Lines implements PrettyPrinter {
        private final int objects;
        private final int arrays;
        private int level;

        Lines(int objects, int arrays) {
            this.objects = objects;
            this.arrays = arrays;
        }

        @Override
        public void writeRootValueSeparator(JsonGenerator json) throws IOException {
            json.writeRaw('\n');
        }

        @Override
        public void writeStartObject(JsonGenerator json) throws IOException {
            json.writeRaw('{');
            level++;
        }

        @Override
        public void beforeObjectEntries(JsonGenerator json) throws IOException {
            item(json, objects);
        }

        @Override
        public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
            json.writeRaw(": ");
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
            json.writeRaw(',');
            item(json, objects);
        }

        @Override
        public void writeEndObject(JsonGenerator json, int entries) throws IOException {
            end(json, entries, objects, '}');
        }

        @Override
        public void writeStartArray(JsonGenerator json) throws IOException {
            json.writeRaw('[');
            level++;
        }

        @Override
        public void beforeArrayValues(JsonGenerator json) throws IOException {
            item(json, arrays);
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
            json.writeRaw(',');
            item(json, arrays);
        }

        @Override
        public void writeEndArray(JsonGenerator json, int values) throws IOException {
            end(json, values, arrays, ']');
        }

        private void item(JsonGenerator json, int depth) throws IOException {
            json.writeRaw(level <= depth ? "\n" + "  ".repeat(level) : " ");
        }

        private void end(JsonGenerator json, int items, int depth, char bracket) throws IOException {
            level--;
            if (items > 0) {
                json.writeRaw(level < depth ? "\n" + "  ".repeat(level) : " ");
            }
            json.writeRaw(bracket);
        }
    }
}
