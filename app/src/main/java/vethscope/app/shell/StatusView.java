package vethscope.app.shell;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.animation.PauseTransition;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import vethscope.app.play.PlayerView;
import vethscope.app.session.Document;
import vethscope.app.session.Session;
import vethscope.app.session.Topic;
import vethscope.app.widget.Facts;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;
import vethscope.engine.finding.Finding;
import vethscope.model.Design;
import vethscope.model.element.Element;

/// The line at the bottom: saved or not, what is selected, the step, the problems, the size.
final class StatusView extends HBox {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final Session session;
    private final Texts texts;
    private final PlayerView player;
    private final Label working = new Label();
    private final PauseTransition patience = new PauseTransition(Duration.millis(300));
    private boolean busy;

    StatusView(Session session, Texts texts, PlayerView player) {
        this.session = session;
        this.texts = texts;
        this.player = player;
        setId("status");
        working.setId("status-busy");
        working.setGraphic(spinner());
        patience.setOnFinished(_ -> {
            busy = session.busy();
            fill();
        });
        session.on(EnumSet.complementOf(EnumSet.of(Topic.BUSY)), this::fill);
        session.on(Topic.BUSY, () -> wait(session));
        fill();
    }

    private static ProgressIndicator spinner() {
        var spinner = new ProgressIndicator();
        spinner.setMinSize(12, 12);
        spinner.setMaxSize(12, 12);
        return spinner;
    }

    /// Only work that somebody would notice is told.
    private void wait(Session session) {
        if (session.busy()) {
            patience.playFromStart();
        } else {
            patience.stop();
            if (busy) {
                busy = false;
                fill();
            }
        }
    }

    private void fill() {
        getChildren().clear();
        if (session.document().isEmpty()) {
            getChildren().add(new Label(texts.get("status.ready")));
            return;
        }
        Document document = session.document().get();
        add(new Label(saved(document)));
        selection(document);
        if (!player.lines().isEmpty()) {
            add(new Label(texts.get("step.of", player.at() + 1, player.lines().size())));
        }
        problems(document, Finding.Severity.ERROR, Icon.ERROR);
        problems(document, Finding.Severity.WARNING, Icon.WARNING);
        add(new Label(texts.get(
                "status.elements", document.design().topology().elements().size())));
        getChildren().add(Parts.spring());
        if (busy) {
            working.setText(texts.get("status.working"));
            getChildren().add(working);
        }
        getChildren().add(new Label(network(document.design())));
    }

    private void add(Label label) {
        if (!getChildren().isEmpty()) {
            var line = new Region();
            line.getStyleClass().add("status-divider");
            getChildren().add(line);
        }
        getChildren().add(label);
    }

    private String saved(Document document) {
        if (document.modified()) {
            return texts.get("status.modified");
        }
        LocalTime at = document.origin().at();
        if (at != null) {
            return texts.get("status.saved-at", TIME.format(at));
        }
        return texts.get(document.origin().path().isPresent() ? "status.saved" : "status.unsaved");
    }

    private void selection(Document document) {
        List<Element> selected = document.selected();
        if (selected.isEmpty()) {
            return;
        }
        String path = document.single().map(e -> path(document.design(), e)).orElse("");
        add(new Label(
                path.isEmpty()
                        ? texts.get("status.selected", selected.size())
                        : texts.get("status.selected.one", path)));
    }

    private static String path(Design design, Element element) {
        var names = new ArrayDeque<String>();
        Element at = element;
        for (int depth = 0; at != null && depth < 5; depth++) {
            if (!(at instanceof vethscope.model.element.Zone)) {
                names.addFirst(Facts.name(at));
            }
            at = at.in().flatMap(design.topology()::find).orElse(null);
        }
        return names.stream().collect(Collectors.joining(" ▸ "));
    }

    private void problems(Document document, Finding.Severity severity, Icon icon) {
        long count = document.simulation().findings().stream()
                .filter(f -> f.severity() == severity)
                .count();
        if (count > 0) {
            boolean error = severity == Finding.Severity.ERROR;
            var label = Parts.label(
                    texts.get(error ? "status.errors" : "status.warnings", count), error ? "error" : "warning");
            label.setGraphic(icon.node(12));
            add(label);
        }
    }

    private static String network(Design design) {
        String mode = design.cluster().kubeProxy().mode().name().toLowerCase(Locale.ROOT);
        String cni =
                design.cluster().cni().type().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return mode + " · " + cni + " CNI";
    }
}
