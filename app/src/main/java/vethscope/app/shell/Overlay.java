package vethscope.app.shell;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import vethscope.app.widget.Parts;

/// The layer above the window for the few things that stop everything else: one card at a time, Escape closes it.
final class Overlay extends StackPane {

    private @Nullable Node before;

    Overlay() {
        getStyleClass().add("veil");
        setVisible(false);
        addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.ESCAPE) {
                hide();
                e.consume();
            }
        });
        setOnMousePressed(e -> {
            if (e.getTarget() == this) {
                hide();
            }
        });
    }

    void show(Region card, Pos where, Node focus) {
        before = getScene() == null ? null : getScene().getFocusOwner();
        StackPane.setAlignment(card, where);
        card.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        getChildren().setAll(card);
        setVisible(true);
        focus.requestFocus();
    }

    void hide() {
        setVisible(false);
        getChildren().clear();
        if (before != null) {
            before.requestFocus();
        }
    }

    /// One answer to a question.
    record Choice(String id, String text, boolean main, Runnable run) {}

    /// A question that is answered with a line of text.
    void write(String title, String text, String ok, String cancel, java.util.function.Consumer<String> answer) {
        var field = new TextField();
        field.setId("question-field");
        field.setAccessibleText(title);
        ask(
                title,
                text,
                List.of(
                        new Choice("question-cancel", cancel, false, () -> {}),
                        new Choice(
                                "question-ok",
                                ok,
                                true,
                                () -> answer.accept(field.getText().strip()))));
        var card = (VBox) getChildren().getFirst();
        card.getChildren().add(2, field);
        Node go = card.lookup("#question-ok");
        go.disableProperty().bind(field.textProperty().map(String::isBlank));
        field.requestFocus();
    }

    /// A question with its answers; the first is ready for Enter.
    void ask(String title, String text, List<Choice> choices) {
        var heading = Parts.label(title, "question-title");
        var sentence = Parts.label(text, "muted");
        sentence.setWrapText(true);
        var buttons = new HBox(8);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        for (Choice choice : choices) {
            var button = new Button(choice.text());
            button.setId(choice.id());
            button.getStyleClass().setAll("button", choice.main() ? "primary-button" : "plain-button");
            button.setDefaultButton(choice.main());
            button.setOnAction(_ -> {
                hide();
                choice.run().run();
            });
            buttons.getChildren().add(button);
        }
        var card = new VBox(8, heading, sentence, buttons);
        VBox.setMargin(buttons, new javafx.geometry.Insets(12, 0, 0, 0));
        card.getStyleClass().addAll("float", "question");
        card.setAccessibleText(title + " " + text);
        show(card, Pos.CENTER, buttons.getChildren().getLast());
    }
}
