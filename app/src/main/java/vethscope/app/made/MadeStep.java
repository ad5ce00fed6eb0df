package vethscope.app.made;

import java.util.List;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;
import vethscope.app.session.Session;
import vethscope.app.widget.Facts;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;
import vethscope.engine.compile.Reconciliation.Made;
import vethscope.model.Id;

/// One step: who did it, of which object, where, and the entries that were written.
final class MadeStep extends ScrollPane {

    private static final int MOST_PLACES = 12;
    private static final int MOST_ROWS = 24;

    private final Session session;
    private final Texts texts;
    private final VBox content = new VBox();

    MadeStep(Session session, Texts texts) {
        this.session = session;
        this.texts = texts;
        setId("made-step");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
        content.getStyleClass().add("step");
        setContent(content);
    }

    void show(@Nullable Made made, int number) {
        content.getChildren().clear();
        setVvalue(0);
        if (made == null) {
            return;
        }
        Label head = Parts.label(texts.get("made.step", number, made.controller()), "semibold");
        var words = new Text(texts.of(made.text()));
        words.setId("made-sentence");
        words.getStyleClass().add("step-words");
        var sentence = new TextFlow(words);
        sentence.getStyleClass().add("step-sentence");
        content.getChildren().addAll(head, sentence, links(texts.get("made.of"), List.of(made.from())));
        if (!made.at().equals(List.of(made.from()))) {
            content.getChildren().add(links(texts.get("made.at"), made.at()));
        }
        List<String> wrote = made.wrote().get();
        if (!wrote.isEmpty()) {
            var lines = new TextArea(String.join("\n", wrote));
            lines.setId("made-wrote");
            lines.getStyleClass().addAll("mono-table", "made-wrote");
            lines.setEditable(false);
            lines.setPrefRowCount(Math.min(MOST_ROWS, wrote.size()));
            lines.setAccessibleText(texts.get("made.wrote"));
            content.getChildren().addAll(Parts.label(texts.get("made.wrote"), "form", "muted"), lines);
        }
    }

    private FlowPane links(String what, List<Id> ids) {
        var row = new FlowPane(6, 2, Parts.label(what, "form", "muted"));
        row.getStyleClass().add("made-links");
        ids.stream().limit(MOST_PLACES).map(this::link).forEach(row.getChildren()::add);
        if (ids.size() > MOST_PLACES) {
            row.getChildren().add(Parts.label(texts.get("made.more", ids.size() - MOST_PLACES), "form", "muted"));
        }
        return row;
    }

    private Hyperlink link(Id id) {
        String name = session.document()
                .flatMap(d -> d.design().topology().find(id))
                .map(Facts::name)
                .orElse(id.value());
        return Parts.link(name, () -> session.select(List.of(id)));
    }
}
