package vethscope.app.shell;

import java.util.List;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import vethscope.app.canvas.CanvasView;
import vethscope.app.session.Ask;
import vethscope.app.session.Session;
import vethscope.app.session.Topic;
import vethscope.app.widget.Glyph;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;
import vethscope.engine.finding.Finding;
import vethscope.model.Design;
import vethscope.model.Protocol;

/// Who sends what to whom. Enter sends.
final class SendBarView extends HBox {

    private static final double NARROW = 720;
    private static final PseudoClass NARROW_CLASS = PseudoClass.getPseudoClass("narrow");

    private final Session session;
    private final Texts texts;
    private final EndField from;
    private final EndField to;
    private final ComboBox<Protocol> protocol = new ComboBox<>();
    private final Button send;
    private final MorePopup more;
    private final Label arrow = new Label("→");

    SendBarView(Session session, Texts texts, Glyph glyphs, CanvasView canvas, Runnable problems) {
        this.session = session;
        this.texts = texts;
        setId("sendbar");
        setMinWidth(0);
        from = new EndField(
                texts.get("send.from"),
                texts.get("send.from.hint"),
                glyphs,
                () -> Suggestion.senders(design()),
                t -> Suggestion.kindOf(design(), t),
                v -> ask(ask().withEnds(v, ask().to())));
        from.text().setId("send-from");
        to = new EndField(
                texts.get("send.to"),
                texts.get("send.to.hint"),
                glyphs,
                () -> Suggestion.receivers(design(), ask().protocol()),
                t -> Suggestion.kindOf(design(), t),
                v -> ask(ask().withEnds(ask().from(), v)));
        to.text().setId("send-to");
        protocol.setId("send-protocol");
        protocol.getItems().setAll(Protocol.SPOKEN);
        protocol.setAccessibleText(texts.get("send.protocol"));
        protocol.setOnAction(_ -> ask(ask().withProtocol(protocol.getValue())));
        more = new MorePopup(texts, this::ask, this::ask);
        send = new Button(texts.get("send.send"));
        send.setId("send-button");
        send.getStyleClass().setAll("button", "primary-button");
        send.setGraphic(Icon.SEND.node());
        send.setMinWidth(USE_PREF_SIZE);
        send.setOnAction(_ -> session.send());
        Label protocolWord = word("send.protocol");
        Label fromWord = word("send.from");
        Label toWord = word("send.to");
        arrow.getStyleClass().add("muted");
        arrow.setMinWidth(USE_PREF_SIZE);
        Button pickFrom = crosshair(canvas, "send.pick-from", id -> ask(ask().withEnds(id, ask().to())));
        Button pickTo = crosshair(canvas, "send.pick-to", id -> ask(ask().withEnds(ask().from(), target(id))));
        getChildren().addAll(fromWord, from, pickFrom, arrow, toWord, to, pickTo, protocolWord, protocol);
        getChildren().addAll(more.button(), send, Parts.spring(), problems(problems));
        List<Node> spare = List.of(fromWord, toWord, protocolWord, pickFrom, pickTo);
        narrow(false, spare);
        widthProperty().addListener((_, _, width) -> narrow(width.doubleValue() < NARROW, spare));
        addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.ENTER && e.getTarget() != send && !e.isShortcutDown()) {
                session.send();
                e.consume();
            }
        });
        session.on(Topic.TRACE, this::show);
        session.on(Topic.TABS, this::show);
        show();
    }

    private Label word(String key) {
        Label word = Parts.label(texts.get(key), "muted");
        word.setMinWidth(USE_PREF_SIZE);
        return word;
    }

    /// In a narrow window what can be done otherwise makes room for what cannot.
    private void narrow(boolean narrow, List<Node> spare) {
        pseudoClassStateChanged(NARROW_CLASS, narrow);
        spare.forEach(node -> show(node, !narrow));
        show(arrow, narrow);
        from.narrow(narrow, 136, narrow ? 72 : 120);
        to.narrow(narrow, 176, narrow ? 96 : 140);
        protocol.setMinWidth(narrow ? 68 : 76);
        protocol.setPrefWidth(narrow ? 68 : 84);
        send.setGraphic(narrow ? null : Icon.SEND.node());
    }

    private static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    /// Puts the caret into the bar; where it is there already, sends.
    void focusOrSend() {
        boolean inside = getScene() != null
                && getScene().getFocusOwner() != null
                && isAncestor(getScene().getFocusOwner());
        if (inside && ask().complete()) {
            requestFocus();
            session.send();
        } else {
            (ask().from().isEmpty() ? from : to).text().requestFocus();
        }
    }

    private boolean isAncestor(javafx.scene.Node node) {
        for (var at = node; at != null; at = at.getParent()) {
            if (at == this) {
                return true;
            }
        }
        return false;
    }

    private Button crosshair(CanvasView canvas, String name, Consumer<String> chosen) {
        var button = Parts.button(Icon.PICK, null, texts.get(name), () -> canvas.pick(id -> chosen.accept(id.value())));
        button.getStyleClass().add("muted");
        HBox.setMargin(button, new javafx.geometry.Insets(0, 0, 0, -6));
        return button;
    }

    /// With the port that the element listens on, if it does.
    private String target(String id) {
        return Suggestion.receivers(design(), ask().protocol()).stream()
                .map(Suggestion::value)
                .filter(v -> v.equals(id) || v.startsWith(id + ":"))
                .findFirst()
                .orElse(id);
    }

    private Button problems(Runnable open) {
        var button = Parts.button(Icon.WARNING, "", texts.get("dock.problems"), open);
        button.setId("send-problems");
        button.getStyleClass().add("problem-count");
        Runnable fill = () -> {
            var findings =
                    session.document().map(d -> d.simulation().findings()).orElse(List.of());
            long errors = findings.stream()
                    .filter(f -> f.severity() == Finding.Severity.ERROR)
                    .count();
            long warnings = findings.stream()
                    .filter(f -> f.severity() == Finding.Severity.WARNING)
                    .count();
            button.getStyleClass().removeAll("error", "warning");
            button.getStyleClass().add(errors > 0 ? "error" : "warning");
            button.setGraphic((errors > 0 ? Icon.ERROR : Icon.WARNING).node());
            button.setText(String.valueOf(errors > 0 ? errors : warnings));
            show(button, errors + warnings > 0);
        };
        session.on(Topic.NETWORK, fill);
        fill.run();
        return button;
    }

    private void show() {
        Ask ask = ask();
        from.show(ask.from());
        to.show(ask.to());
        protocol.setValue(ask.protocol());
        send.setDisable(!ask.complete());
    }

    private Ask ask() {
        return session.document().map(d -> d.simulation().ask()).orElse(Ask.EMPTY);
    }

    private void ask(Ask ask) {
        if (!ask.equals(ask())) {
            session.ask(ask);
        }
    }

    private Design design() {
        return session.document().map(d -> d.design()).orElse(Design.EMPTY);
    }
}
