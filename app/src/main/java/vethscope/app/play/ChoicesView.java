package vethscope.app.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.MenuItem;
import javafx.scene.text.Text;
import vethscope.app.session.Session;
import vethscope.app.session.Simulation;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;
import vethscope.engine.replay.Played;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Trace;
import vethscope.model.Id;
import vethscope.model.element.Element;

/// What can be done about a choice of chance: keep the endpoint whatever is edited, or look where the others lead.
final class ChoicesView {

    /// More would not be read.
    private static final int LISTED = 40;

    private final Session session;
    private final Texts texts;

    ChoicesView(Session session, Texts texts) {
        this.session = session;
        this.texts = texts;
    }

    /// The links that follow the sentence of the choice.
    List<Node> links(Simulation simulation, Trace trace) {
        var links = new ArrayList<Node>();
        Trace.Arrival at = trace.at();
        if (simulation.pinned() != null) {
            links.add(words("  " + texts.get("step.pinned", name(simulation.pinned())) + " "));
            links.add(link("step-pin", "step.unpin", () -> session.pin(null)));
        } else if (at != null) {
            links.add(words(" "));
            links.add(link("step-pin", "step.pin", () -> session.pin(at.element())));
        }
        int others = Optional.ofNullable(simulation.played())
                .map(p -> p.leaves().size())
                .orElse(0);
        if (others > 1) {
            links.add(words(links.isEmpty() ? " " : " · "));
            Hyperlink[] all = new Hyperlink[1];
            all[0] = Parts.link(
                    texts.get("step.try-all", others),
                    () -> menu(simulation, trace).show(all[0], Side.BOTTOM, 0, 4));
            all[0].setId("step-try-all");
            links.add(all[0]);
        }
        return links;
    }

    private Hyperlink link(String id, String key, Runnable run) {
        Hyperlink link = Parts.link(texts.get(key), run);
        link.setId(id);
        return link;
    }

    private static Text words(String words) {
        var text = new Text(words);
        text.getStyleClass().add("step-words");
        return text;
    }

    private ContextMenu menu(Simulation simulation, Trace shown) {
        var menu = new ContextMenu();
        List<Trace> leaves =
                Optional.ofNullable(simulation.played()).map(Played::leaves).orElse(List.of());
        for (Trace leaf : leaves.subList(0, Math.min(LISTED, leaves.size()))) {
            boolean arrived = leaf.outcome() == Fate.DELIVERED;
            var item = new MenuItem(texts.get("step.leaf", end(leaf), outcome(leaf)));
            item.setGraphic(Parts.label("", arrived ? "success" : "error"));
            ((javafx.scene.control.Label) item.getGraphic()).setGraphic((arrived ? Icon.CHECK : Icon.CROSS).node(14));
            item.setDisable(leaf.decisions().equals(shown.decisions()));
            item.setOnAction(_ -> go(simulation, leaf));
            menu.getItems().add(item);
        }
        if (leaves.size() > LISTED) {
            var rest = new MenuItem(texts.get("tables.hidden", leaves.size() - LISTED));
            rest.setDisable(true);
            menu.getItems().add(rest);
        }
        return menu;
    }

    private void go(Simulation simulation, Trace leaf) {
        session.pin(null);
        session.ask(simulation.ask().withSeed(leaf.probe().seed()));
        session.send(simulation.step());
    }

    private String outcome(Trace leaf) {
        Trace.Cause cause = leaf.reason();
        return cause == null
                ? texts.get("outcome." + leaf.outcome().name().toLowerCase(Locale.ROOT))
                : texts.of(cause.text());
    }

    /// The element that it reached, else the address that it was sent on to.
    private String end(Trace leaf) {
        Trace.Arrival at = leaf.at();
        if (at != null) {
            return name(at.element()) + "  " + at.address() + ":" + at.port();
        }
        return leaf.steps().stream()
                .filter(s -> s.rewrite() != null && s.rewrite().field().equals("dst"))
                .map(s -> String.valueOf(
                        java.util.Objects.requireNonNull(s.rewrite()).to()))
                .reduce((_, b) -> b)
                .orElse("–");
    }

    private String name(Id id) {
        return session.document()
                .flatMap(d -> d.design().topology().find(id))
                .map(Element::name)
                .orElse(id.value());
    }
}
