package vethscope.app.tables;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;
import vethscope.engine.network.Conntrack;

/// The connections of a namespace beside its rules: the one that this step made first.
final class ConntrackPanel extends ScrollPane {

    private final Texts texts;
    private final Runnable openTable;
    private final VBox content = new VBox(8);

    ConntrackPanel(Texts texts, Runnable openTable) {
        this.texts = texts;
        this.openTable = openTable;
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
        content.getStyleClass().add("conntrack-panel");
        setContent(content);
        getStyleClass().add("conntrack-scroll");
    }

    /// An entry that the kernel has made for the packet but not yet put into the table.
    ///
    /// @param line where in the list of steps it is put there
    record Pending(Conntrack.Connection connection, int line) {}

    void show(Sheet.Source source, Optional<Pending> pending) {
        List<Conntrack.Connection> connections = Sheet.connections(source);
        HBox head = Parts.row(
                "conntrack-head",
                Parts.label(texts.get("tables.conntrack"), "panel-title"),
                Parts.count(String.valueOf(connections.size())),
                Parts.spring(),
                Parts.link(texts.get("tables.open-table"), openTable));
        content.getChildren().setAll(head);
        pending.ifPresent(p -> {
            var note = Parts.label(texts.get("tables.confirmed-at", p.line()), "form", "muted");
            note.setWrapText(true);
            note.setMinHeight(USE_PREF_SIZE);
            content.getChildren().addAll(card(p.connection(), "tables.pending", true), note);
        });
        connections.stream().limit(20).forEach(c -> content.getChildren().add(card(source, c)));
        if (connections.isEmpty() && pending.isEmpty()) {
            content.getChildren().add(Parts.label(texts.get("tables.empty"), "form", "muted"));
        }
    }

    private VBox card(Sheet.Source source, Conntrack.Connection connection) {
        Optional<Conntrack.Recorded> fresh = Sheet.fresh(source, connection);
        String word = fresh.isEmpty() ? "tables.known" : fresh.get().isNew() ? "tables.new" : "tables.changed";
        return card(connection, word, fresh.isPresent());
    }

    private VBox card(Conntrack.Connection connection, String word, boolean fresh) {
        HBox head = Parts.row("conntrack-head");
        if (fresh) {
            head.getChildren().add(Parts.label("+", "plus"));
        }
        head.getChildren()
                .addAll(
                        Parts.label(texts.get(word), fresh ? "semibold" : "muted"),
                        Parts.spring(),
                        Parts.label(
                                connection.original().protocol().lower() + " " + connection.state(),
                                "reason-chip",
                                "no"));
        var card = new VBox(
                head, line("tables.original", plain(connection.original())), line("tables.reply", reply(connection)));
        String changed = changed(connection);
        if (!changed.isEmpty()) {
            card.getChildren().add(line("tables.rewrites", new HBox(Parts.label(changed, "mono-table"))));
        }
        card.getStyleClass().add("conntrack-card");
        if (fresh) {
            card.getStyleClass().add("fresh");
        }
        return card;
    }

    private HBox line(String key, HBox value) {
        Label label = Parts.label(texts.get(key), "form", "muted");
        label.setMinWidth(64);
        return Parts.row("conntrack-line", label, value);
    }

    private static HBox plain(Conntrack.Tuple tuple) {
        return new HBox(Parts.label(tuple.toString().replace(" > ", " → "), "mono-table"));
    }

    /// The rewritten end of the answer's way is marked.
    private static HBox reply(Conntrack.Connection connection) {
        String[] ends = connection.reply().toString().split(" > ", 2);
        Label from = Parts.label(ends[0], "mono-table");
        Label to = Parts.label(ends[1], "mono-table");
        if (connection.dnat()) {
            from.getStyleClass().add("after");
        }
        if (connection.snat()) {
            to.getStyleClass().add("after");
        }
        return new HBox(from, Parts.label(" → ", "mono-table"), to);
    }

    private static String changed(Conntrack.Connection c) {
        var fields = new java.util.ArrayList<String>();
        if (!c.original().destination().equals(c.reply().source())) {
            fields.add("dst");
        }
        if (c.original().destinationPort() != c.reply().sourcePort()) {
            fields.add("dport");
        }
        if (!c.original().source().equals(c.reply().destination())) {
            fields.add("src");
        }
        if (c.original().sourcePort() != c.reply().destinationPort()) {
            fields.add("sport");
        }
        return String.join(", ", fields);
    }
}
