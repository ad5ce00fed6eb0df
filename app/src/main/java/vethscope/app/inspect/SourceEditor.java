package vethscope.app.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.layout.VBox;
import vethscope.app.session.Session;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;
import vethscope.model.Design;
import vethscope.model.Topology;
import vethscope.model.Unknown;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;
import vethscope.model.edit.Edit;
import vethscope.model.element.Element;

/// The element as the file writes it, for what no field of the form can say.
final class SourceEditor extends VBox {

    private static final ObjectMapper JSON = new ObjectMapper();

    SourceEditor(Session session, Texts texts, Element element) {
        String before = print(element);
        var entry = new Entry(
                texts, texts.get("section.source"), "field-source", before, Entry.Generated.NONE, false, true, true);
        entry.onCommit(text -> switch (read(element, text)) {
            case Outcome.Read(var next) -> {
                session.edit(new Edit.Put(next));
                yield Optional.empty();
            }
            case Outcome.Wrong(var sentence) -> Optional.of(sentence);
        });
        getChildren().addAll(entry, Parts.label(texts.get("inspector.source-hint"), "small", "muted"));
    }

    private sealed interface Outcome {
        record Read(Element element) implements Outcome {}

        record Wrong(String sentence) implements Outcome {}
    }

    /// The element's own object out of a design that has nothing else.
    static String print(Element element) {
        Element bare = element.withHead(element.head());
        String file = Veth.write(Design.EMPTY
                .with(new Topology(Map.of(bare.id(), bare), List.of()))
                .withUnknown(Unknown.NONE));
        try {
            JsonNode own =
                    JSON.readTree(file).path("elements").path(element.id().value());
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(own).replace(" : ", ": ");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the codec writes JSON", e);
        }
    }

    private static Outcome read(Element element, String text) {
        try {
            JsonNode own = JSON.readTree(text);
            ObjectNode file = JSON.createObjectNode().put("vethscope", 1);
            file.putObject("elements").set(element.id().value(), own);
            return switch (Veth.read(JSON.writeValueAsString(file))) {
                case Reading.Refused(var problem) -> new Outcome.Wrong(problem.message());
                case Reading.Opened opened
                when !opened.problems().isEmpty() ->
                    new Outcome.Wrong(opened.problems().getFirst().message());
                case Reading.Opened opened ->
                    opened.design()
                            .topology()
                            .find(element.id())
                            .<Outcome>map(Outcome.Read::new)
                            .orElseGet(() -> new Outcome.Wrong(text));
            };
        } catch (JsonProcessingException e) {
            return new Outcome.Wrong(e.getOriginalMessage());
        }
    }
}
