package vethscope.app.problems;

import java.util.MissingResourceException;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import vethscope.app.session.Session;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;
import vethscope.engine.finding.Finding;
import vethscope.engine.finding.Finding.Severity;
import vethscope.engine.trace.Sentence;
import vethscope.model.edit.Edit;

/// One problem in a row: how bad, where, what, the first thing that helps, and a menu of the rest.
record ProblemRow(Session session, Texts texts, ProblemsView.Reach reach) {

    private static final double PLACE = 120;

    Node of(ProblemsView.Line line, ListView<?> list) {
        Label message = Parts.label(line.message(), "form");
        message.setMinWidth(0);
        message.setMaxWidth(Double.MAX_VALUE);
        message.setTooltip(new Tooltip(line.message()));
        HBox.setHgrow(message, Priority.ALWAYS);
        Label at = Parts.label(line.at(), "form", "semibold");
        at.setMinWidth(PLACE);
        at.setPrefWidth(PLACE);
        at.setMaxWidth(PLACE);
        HBox row = Parts.row("problem-row", badge(line.severity()), at, message);
        help(line).ifPresent(row.getChildren()::add);
        Label code = Parts.label(line.code(), "mono-small", "muted");
        code.setMinWidth(Region.USE_PREF_SIZE);
        row.getChildren().add(code);
        if (line.finding() != null) {
            var more = Parts.button(Icon.MORE, null, texts.get("panel.more"), () -> {});
            more.getStyleClass().addAll("muted", "panel-more");
            more.setOnAction(_ -> new FixMenu(session, texts, reach).show(line, more));
            row.getChildren().add(more);
        }
        if (line.accepted() != null) {
            row.getStyleClass().add("accepted");
        }
        row.prefWidthProperty().bind(list.widthProperty().subtract(36));
        row.setMaxWidth(Region.USE_PREF_SIZE);
        return row;
    }

    private Optional<Node> help(ProblemsView.Line line) {
        if (line.accepted() != null) {
            var accepted = line.accepted();
            return Optional.of(whole(
                    Parts.link(texts.get("problems.withdraw"), () -> session.edit(new Edit.Unsuppress(accepted)))));
        }
        Finding finding = line.finding();
        if (finding == null) {
            return Optional.empty();
        }
        if (finding.fixes().isEmpty()) {
            return remedy(finding);
        }
        Finding.Fix fix = finding.fixes().getFirst();
        Hyperlink link = Parts.link(texts.of(fix.title()), () -> {
            reach.preview(null);
            session.edit(fix.edit());
        });
        link.setOnMouseEntered(_ -> reach.preview(fix));
        link.setOnMouseExited(_ -> reach.preview(null));
        link.focusedProperty().addListener((_, _, focused) -> reach.preview(focused ? fix : null));
        return Optional.of(whole(link));
    }

    /// What helps in words, where nothing can be done by one click.
    private Optional<Node> remedy(Finding finding) {
        Sentence message = finding.message();
        try {
            String words = texts.of(message.also(".fix"));
            Label label = Parts.label(words, "form", "muted");
            label.setMinWidth(0);
            label.setTooltip(new Tooltip(words));
            return Optional.of(label);
        } catch (MissingResourceException e) {
            return Optional.empty();
        }
    }

    private static Hyperlink whole(Hyperlink link) {
        link.setMinWidth(Region.USE_PREF_SIZE);
        return link;
    }

    private static Node badge(Severity severity) {
        var badge = Parts.label(
                "",
                switch (severity) {
                    case ERROR -> "error";
                    case WARNING -> "warning";
                    case INFO -> "muted";
                });
        Icon icon = switch (severity) {
            case ERROR -> Icon.ERROR;
            case WARNING -> Icon.WARNING;
            case INFO -> Icon.INFO;
        };
        badge.setGraphic(icon.node(14));
        return badge;
    }
}
