package vethscope.app.shell;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import vethscope.app.canvas.CanvasView;
import vethscope.app.made.MadeView;
import vethscope.app.paint.Theme;
import vethscope.app.play.PlayerView;
import vethscope.app.play.TraceView;
import vethscope.app.problems.ProblemsView;
import vethscope.app.session.Document;
import vethscope.app.session.Session;
import vethscope.app.session.Topic;
import vethscope.app.tables.TablesView;
import vethscope.app.tests.TestsView;
import vethscope.app.widget.Glyph;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;
import vethscope.engine.finding.Finding;
import vethscope.model.Id;
import vethscope.model.Suppression;
import vethscope.model.edit.Edit;

/// The panels below the canvas, one at a time.
final class DockView extends VBox {

    enum Tab {
        TRACE(Icon.TRACE),
        TABLES(Icon.TABLES),
        PROBLEMS(Icon.WARNING),
        TESTS(Icon.TESTS),
        MADE(Icon.MADE),
        HISTORY(Icon.HISTORY);

        private final Icon icon;

        Tab(Icon icon) {
            this.icon = icon;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        Icon icon() {
            return icon;
        }
    }

    private final Window window;
    private final Session session;
    private final Texts texts;
    private final PlayerView player;
    private final ProblemsView problems;
    private final StackPane body = new StackPane();
    private final Map<Tab, Region> panels = new EnumMap<>(Tab.class);
    private final Map<Tab, ToggleButton> tabs = new EnumMap<>(Tab.class);

    DockView(Window window, Glyph glyphs, Theme theme, CanvasView canvas) {
        this.window = window;
        this.session = window.session();
        this.texts = window.texts();
        this.player = new PlayerView(session, texts, theme, canvas.stage());
        setId("dock");
        var tables = new TablesView(session, texts, glyphs, player);
        panels.put(Tab.TRACE, new TraceView(session, texts, player, () -> {
            open(Tab.TABLES);
            tables.showDecider();
        }));
        panels.put(Tab.TABLES, tables);
        problems = new ProblemsView(session, texts, new Reaching(window, canvas));
        panels.put(Tab.PROBLEMS, problems);
        panels.put(Tab.TESTS, new TestsView(session, texts, () -> open(Tab.TRACE)));
        panels.put(Tab.MADE, new MadeView(session, texts, canvas::reveal));
        panels.put(Tab.HISTORY, new HistoryView(session, texts));
        VBox.setVgrow(body, Priority.ALWAYS);
        body.setMinHeight(0);
        getChildren().addAll(strip(), body);
        body.getChildren().setAll(panels.values());
        open(Tab.TRACE);
    }

    /// What the list of problems does elsewhere in the window.
    private record Reaching(Window window, CanvasView canvas) implements ProblemsView.Reach {

        @Override
        public void reveal(Id id) {
            canvas.reveal(id);
        }

        @Override
        public void preview(Finding.@Nullable Fix fix) {
            canvas.preview(
                    fix == null ? null : fix.edit(),
                    fix == null ? "" : window.texts().of(fix.title()));
        }

        @Override
        public void accept(Finding finding) {
            Texts texts = window.texts();
            window.content()
                    .overlay()
                    .write(
                            texts.get("accept.title", finding.code()),
                            texts.of(finding.message()) + " " + texts.get("accept.text"),
                            texts.get("accept.ok"),
                            texts.get("unsaved.cancel"),
                            reason -> window.session()
                                    .edit(new Edit.Suppress(new Suppression(
                                            finding.code(), Objects.requireNonNull(finding.where()), reason))));
        }
    }

    /// Brings the next problem into sight, or the one before.
    void nextProblem(int by) {
        open(Tab.PROBLEMS);
        problems.go(by);
    }

    PlayerView player() {
        return player;
    }

    /// Brings a panel to the front, and the dock back if it was hidden.
    void open(Tab tab) {
        tabs.forEach((t, button) -> button.setSelected(t == tab));
        panels.forEach((t, panel) -> panel.setVisible(t == tab));
        if (!window.settings().panels().dockShown()) {
            window.set(s -> s.withPanels(
                    s.panels().withShown(s.panels().leftShown(), s.panels().rightShown(), true)));
        }
    }

    private HBox strip() {
        var group = new ToggleGroup();
        HBox strip = Parts.row("dock-tabs");
        for (Tab tab : Tab.values()) {
            strip.getChildren().add(tab(tab, group));
        }
        var hide = Parts.button(Icon.MINUS, null, texts.get("dock.hide"), this::fold);
        hide.setId("dock-hide");
        hide.getStyleClass().add("muted");
        strip.getChildren().addAll(Parts.spring(), hide);
        return strip;
    }

    private void fold() {
        window.set(s -> s.withPanels(s.panels()
                .withShown(
                        s.panels().leftShown(),
                        s.panels().rightShown(),
                        !s.panels().dockShown())));
    }

    private ToggleButton tab(Tab tab, ToggleGroup group) {
        String name = texts.get("dock." + tab.id());
        var content = new HBox(6, tab.icon().node(14), new Label(name));
        content.setAlignment(Pos.CENTER_LEFT);
        if (tab == Tab.PROBLEMS || tab == Tab.TESTS) {
            content.getChildren().add(count(tab));
        }
        var button = new ToggleButton();
        button.setId("dock-" + tab.id());
        button.getStyleClass().setAll("toggle-button", "dock-tab");
        button.setToggleGroup(group);
        button.setGraphic(content);
        button.setAccessibleText(name);
        button.setOnAction(_ -> open(tab));
        tabs.put(tab, button);
        return button;
    }

    private Label count(Tab tab) {
        Label count = Parts.count("");
        Runnable fill = () -> {
            String text = tab == Tab.PROBLEMS ? problems(count) : passed();
            count.setText(text);
            count.setVisible(!text.isEmpty());
            count.setManaged(!text.isEmpty());
        };
        session.on(tab == Tab.PROBLEMS ? Topic.NETWORK : Topic.TESTS, fill);
        fill.run();
        return count;
    }

    private String problems(Label count) {
        List<Finding> findings =
                session.document().map(d -> d.simulation().findings()).orElse(List.of());
        boolean error = findings.stream().anyMatch(f -> f.severity() == Finding.Severity.ERROR);
        count.getStyleClass().removeAll("warning", "error");
        count.getStyleClass().add(error ? "error" : "warning");
        return findings.isEmpty() ? "" : String.valueOf(findings.size());
    }

    private String passed() {
        return session.document()
                .map(Document::tests)
                .filter(t -> !t.verdicts().isEmpty())
                .map(t -> t.passed() + "/" + t.verdicts().size())
                .orElse("");
    }
}
