package vethscope.app.play;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import vethscope.app.session.Session;
import vethscope.app.session.Simulation;
import vethscope.app.session.Topic;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;
import vethscope.engine.netfilter.RuleCheck;
import vethscope.engine.network.Change;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;

/// One step explained: why in a sentence, what it changed in the headers, which rule decided, what the machine learned.
final class StepView extends ScrollPane {

    /// What kube-proxy writes into its rules only repeats what the names of the chains say.
    private static final String COMMENT = "-m comment --comment (\"[^\"]*\"|\\S+) ?";

    private static final double FIELDS = 344 + 24;
    private static final double CHROME = 41;
    private static final double NARROWEST = 240;

    private final Session session;
    private final Texts texts;
    private final Steps steps;
    private final PlayerView player;
    private final Runnable openTables;
    private final ChoicesView choices;
    private final VBox content = new VBox();

    StepView(Session session, Texts texts, Steps steps, PlayerView player, Runnable openTables) {
        this.session = session;
        this.texts = texts;
        this.steps = steps;
        this.player = player;
        this.openTables = openTables;
        this.choices = new ChoicesView(session, texts);
        setId("step");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
        content.getStyleClass().add("step");
        setContent(content);
        session.on(Topic.STEP, this::fill);
        fill();
    }

    private void fill() {
        content.getChildren().clear();
        setVvalue(0);
        session.document().map(d -> d.simulation()).ifPresent(s -> s.current().ifPresent(step -> show(s, step)));
    }

    private void show(Simulation simulation, Step step) {
        Trace trace = simulation.trace().orElseThrow();
        var words = new Text(sentence(trace, step));
        words.setId("step-sentence");
        words.getStyleClass().add("step-words");
        var sentence = new TextFlow(words);
        sentence.getStyleClass().add("step-sentence");
        if (step.text().key().contains("chosen")) {
            choices.links(simulation, trace).forEach(sentence.getChildren()::add);
        }
        content.getChildren().addAll(head(step), sentence);
        help(trace, step).ifPresent(content.getChildren()::add);
        end(trace, step).ifPresent(_ -> fixes(simulation, step).forEach(content.getChildren()::add));
        var halves = new FlowPane(24, 8, fields(step));
        String rule = step.rule();
        if (rule != null) {
            Region matched = matched(step, rule);
            matched.prefWidthProperty().bind(content.widthProperty().map(w -> matchedWidth(w.doubleValue())));
            halves.getChildren().add(matched);
        }
        halves.getStyleClass().add("step-halves");
        content.getChildren().add(halves);
        for (Change change : changes(step)) {
            content.getChildren().add(change(change));
        }
    }

    /// Beside the fields where there is room, else below them.
    private static double matchedWidth(double width) {
        double beside = width - FIELDS - CHROME;
        return Math.rint(beside >= NARROWEST ? beside : Math.max(NARROWEST, width - CHROME));
    }

    /// All that the line of the list changed, not only its main step.
    private List<Change> changes(Step step) {
        return player.lines().stream()
                .filter(line -> line.cursor() == step.n())
                .findFirst()
                .map(line ->
                        line.steps().stream().flatMap(s -> s.changes().stream()).toList())
                .orElse(step.changes());
    }

    /// The reason of the end replaces the bare words of the last step.
    private String sentence(Trace trace, Step step) {
        return end(trace, step).map(cause -> texts.of(cause.text())).orElseGet(() -> steps.sentence(step));
    }

    /// What would have helped, under the reason of the end.
    private static Optional<Trace.Cause> end(Trace trace, Step step) {
        return Optional.ofNullable(trace.reason()).filter(cause -> cause.step() == step.n());
    }

    private Optional<Label> help(Trace trace, Step step) {
        return end(trace, step).map(cause -> {
            Label help =
                    Parts.label(texts.get("step.help", cause.code().fix().in(texts.locale())), "form", "step-help");
            help.setId("step-help");
            help.setWrapText(true);
            help.setMinHeight(Region.USE_PREF_SIZE);
            help.setGraphic(new HBox(Icon.HELP.node(14)));
            return help;
        });
    }

    /// What the problems found at the same place can be fixed with.
    private List<Hyperlink> fixes(Simulation simulation, Step step) {
        return simulation.findings().stream()
                .filter(f -> step.netns().equals(f.where()) || step.where().equals(f.where()))
                .flatMap(f -> f.fixes().stream().limit(1))
                .limit(2)
                .map(fix -> Parts.link(texts.of(fix.title()), () -> session.edit(fix.edit())))
                .toList();
    }

    private HBox head(Step step) {
        Label place = Parts.label(steps.place(step) + " · " + steps.stage(step), "form", "muted");
        place.setMinWidth(0);
        HBox head = Parts.row(
                "step-head",
                Parts.label(texts.get("step.n", player.at() + 1), "semibold"),
                place,
                Parts.spring(),
                Parts.link(texts.get("step.copy"), () -> copy(step)),
                Parts.link(texts.get("step.tables"), openTables));
        HBox.setMargin(head.getChildren().getLast(), new Insets(0, 0, 0, 8));
        ((Region) head.getChildren().getFirst()).setMinWidth(Region.USE_PREF_SIZE);
        ((Region) head.getChildren().get(3)).setMinWidth(Region.USE_PREF_SIZE);
        ((Region) head.getChildren().get(4)).setMinWidth(Region.USE_PREF_SIZE);
        return head;
    }

    private GridPane fields(Step step) {
        var grid = new GridPane();
        grid.getStyleClass().add("step-fields");
        for (double width : List.of(56.0, 128.0, 20.0, 140.0)) {
            var column = new ColumnConstraints(width);
            grid.getColumnConstraints().add(column);
        }
        List<Steps.Field> all = steps.fields(step);
        boolean changes = all.stream().anyMatch(Steps.Field::changed);
        if (all.isEmpty()) {
            return grid;
        }
        grid.addRow(
                0,
                Parts.label(texts.get("step.field"), "small", "muted"),
                Parts.label(texts.get(changes ? "step.in" : "step.value"), "small", "muted"));
        if (changes) {
            grid.add(Parts.label(texts.get("step.out"), "small", "muted"), 3, 0);
        }
        int row = 1;
        for (Steps.Field field : all) {
            if (changes && !field.changed()) {
                continue;
            }
            grid.add(Parts.label(field.name(), "mono", "muted"), 0, row);
            grid.add(Parts.label(field.in(), "mono", field.changed() ? "before" : "kept"), 1, row);
            if (field.changed()) {
                grid.add(Parts.label("→", "muted"), 2, row);
                grid.add(Parts.label(field.out(), "mono", "after"), 3, row);
            }
            row++;
        }
        return grid;
    }

    private VBox matched(Step step, String rule) {
        RuleCheck last = step.checks().stream()
                .filter(RuleCheck::matched)
                .reduce((_, b) -> b)
                .orElse(null);
        var box = new VBox();
        box.getStyleClass().add("matched-rule");
        if (last != null) {
            box.getChildren()
                    .add(Parts.row(
                            "matched-chain",
                            Parts.label(last.chain(), "mono-table", "bold"),
                            Parts.label(
                                    last.number() == 0 ? texts.get("tables.policy") : "#" + last.number(),
                                    "mono-table",
                                    "muted")));
        }
        Label text = Parts.label(
                last == null || last.number() == 0 ? rule : last.rule().replaceAll(COMMENT, ""), "mono-table");
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        box.getChildren().add(text);
        var all = new VBox(3, Parts.label(texts.get(last == null ? "step.entry" : "step.rule"), "small", "muted"), box);
        Sentence origin = step.origin();
        if (origin != null) {
            Label from = Parts.label(texts.get("step.origin", texts.of(origin)), "small", "muted");
            from.setId("step-origin");
            from.setWrapText(true);
            from.setMinHeight(Region.USE_PREF_SIZE);
            all.getChildren().add(from);
        }
        return all;
    }

    private HBox change(Change change) {
        Label entry = Parts.label(change.entry(), "mono-table", "muted");
        entry.setMinWidth(0);
        HBox row = Parts.row(
                "step-change",
                Parts.label("+", "plus"),
                Parts.label(texts.getOr("change." + change.table(), change.table()), "form"),
                entry);
        ((Region) row.getChildren().get(1)).setMinWidth(Region.USE_PREF_SIZE);
        return row;
    }

    private void copy(Step step) {
        var text = new ClipboardContent();
        text.putString(texts.get("step.n", player.at() + 1) + "  " + steps.place(step) + " · " + steps.stage(step)
                + "\n" + steps.sentence(step) + "\n" + steps.result(step));
        Clipboard.getSystemClipboard().setContent(text);
    }
}
