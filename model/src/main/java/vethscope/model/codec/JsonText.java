package vethscope.model.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/// Reads JSON text into values that know their place. Stops at what no file may have: deep nesting, duplicate
/// keys.
final class JsonText {

    static final int MAX_DEPTH = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH + 1)
                    .maxStringLength(Veth.MAX_BYTES)
                    .maxNameLength(Veth.MAX_BYTES)
                    .maxNumberLength(Veth.MAX_BYTES)
                    .build())
            .build();

    private final JsonParser tokens;

    private JsonText(JsonParser tokens) {
        this.tokens = tokens;
    }

    /// The only value of a text.
    static Json parse(String text) throws Refusal {
        try (var tokens = FACTORY.createParser(text)) {
            var parser = new JsonText(tokens);
            if (tokens.nextToken() == null) {
                throw new Refusal("", new Json.Mark(1, 1), "The file is empty: a design starts with '{'.");
            }
            Json value = parser.value(1);
            if (tokens.nextToken() != null) {
                throw parser.refusal("More text follows the end of the design: delete it.");
            }
            return value;
        } catch (JsonEOFException e) {
            String message = "The file ends too early: it is cut off, or a bracket, brace or quote is not closed.";
            throw new Refusal("", mark(e.getLocation()), message);
        } catch (JsonProcessingException e) {
            throw new Refusal("", mark(e.getLocation()), "This is not JSON: " + sentence(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The parser's own words as far as they say what is there, and what JSON wants.
    private static String sentence(String message) {
        String found = message.lines().findFirst().orElse("").replaceFirst("\\(('.*') \\(code .*", "$1");
        int end = found.indexOf(": ");
        return (end < 0 ? found : found.substring(0, end)).strip()
                + "; JSON has quotes around keys and text, commas between entries and none after the last.";
    }

    private Json value(int depth) throws IOException, Refusal {
        Json.Mark mark = mark(tokens.currentTokenLocation());
        JsonToken token = tokens.currentToken();
        return switch (token) {
            case START_OBJECT -> object(depth, mark);
            case START_ARRAY -> array(depth, mark);
            case VALUE_STRING -> new Json.Str(tokens.getText(), mark);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(tokens.getText(), mark);
            case VALUE_TRUE, VALUE_FALSE -> new Json.Bool(token == JsonToken.VALUE_TRUE, mark);
            case VALUE_NULL -> new Json.Nil(mark);
            default -> throw new IllegalStateException("a value cannot start with " + token);
        };
    }

    private Json object(int depth, Json.Mark mark) throws IOException, Refusal {
        limit(depth);
        var members = new LinkedHashMap<String, Json.Member>();
        while (tokens.nextToken() != JsonToken.END_OBJECT) {
            String key = tokens.currentName();
            Json.Mark keyMark = mark(tokens.currentTokenLocation());
            if (members.containsKey(key)) {
                throw refusal("The key \"" + key + "\" stands twice in the same object: delete one of them.");
            }
            tokens.nextToken();
            members.put(key, new Json.Member(value(depth + 1), keyMark));
        }
        return new Json.Obj(members, mark);
    }

    private Json array(int depth, Json.Mark mark) throws IOException, Refusal {
        limit(depth);
        var items = new ArrayList<Json>();
        while (tokens.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(depth + 1));
        }
        return new Json.Arr(items, mark);
    }

    private void limit(int depth) throws Refusal {
        if (depth > MAX_DEPTH) {
            throw refusal(
                    "The file nests objects and lists deeper than " + MAX_DEPTH + " levels, which no design does.");
        }
    }

    private Refusal refusal(String message) {
        return new Refusal(
                tokens.getParsingContext().pathAsPointer().toString(), mark(tokens.currentTokenLocation()), message);
    }

    private static Json.Mark mark(JsonLocation location) {
        return new Json.Mark(Math.max(location.getLineNr(), 0), Math.max(location.getColumnNr(), 0));
    }
}
