package vethscope.app.play;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import javafx.animation.AnimationTimer;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import vethscope.app.paint.Theme;
import vethscope.app.session.Session;
import vethscope.app.session.Simulation;
import vethscope.app.session.Topic;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Segments;
import vethscope.app.widget.Texts;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Trace;

/// The player: to and fro in the story, speed and grain, and the line of steps.
public final class PlayerView extends HBox {

    private static final List<Double> SPEEDS = List.of(0.25, 0.5, 1.0, 2.0, 4.0);

    private final Session session;
    private final Texts texts;
    private final Stage stage;
    private @Nullable Timeline times;
    private double begun;
    private final Button play;
    private final Button speedButton;
    private final Button first;
    private final Button back;
    private final Button next;
    private final Button last;
    private final TimelineView timeline;
    private final Label step = Parts.label("", "semibold");
    private final HBox results = Parts.row("segments");
    private final Region end = Parts.divider();
    private Runnable grainChanged = () -> {};
    private Lines.Grain grain = Lines.Grain.STAGES;
    private List<Lines.Line> lines = List.of();
    private double speed = 1;
    private long started;
    private final AnimationTimer clock = new AnimationTimer() {
        @Override
        public void handle(long now) {
            tick(now);
        }
    };
    private boolean playing;

    /// Where the packet is shown.
    public interface Stage {

        /// The grain of the stops that are numbered.
        void grain(Lines.Grain grain);

        /// When the packet is where; empty without a story.
        Optional<Timeline> timeline(double dwell);

        /// Shows the packet on its way; null: where the cursor stands.
        void show(@Nullable Moment moment);
    }

    public PlayerView(Session session, Texts texts, Theme theme, Stage stage) {
        this.session = session;
        this.texts = texts;
        this.stage = stage;
        getStyleClass().add("dock-tools");
        setId("player");
        first = Parts.button(Icon.FIRST, null, texts.get("action.step-first"), () -> move(0));
        back = Parts.button(Icon.BACK, null, texts.get("action.step-back"), () -> move(at() - 1));
        next = Parts.button(Icon.FORWARD, null, texts.get("action.step-forward"), () -> move(at() + 1));
        last = Parts.button(Icon.LAST, null, texts.get("action.step-last"), () -> move(Integer.MAX_VALUE));
        play = Parts.button(Icon.PLAY, texts.get("player.play"), texts.get("player.play"), this::toggle);
        play.getStyleClass().add("raised");
        play.setMinWidth(USE_PREF_SIZE);
        first.setId("player-first");
        back.setId("player-back");
        next.setId("player-next");
        last.setId("player-last");
        play.setId("player-play");
        speedButton = speedButton();
        var grains = new LinkedHashMap<Lines.Grain, String>();
        grains.put(Lines.Grain.HOPS, texts.get("player.hops"));
        grains.put(Lines.Grain.STAGES, texts.get("player.stages"));
        grains.put(Lines.Grain.STEPS, texts.get("player.steps"));
        var grainChoice = new Segments<>(grains, grain, this::use);
        grainChoice.setMinWidth(USE_PREF_SIZE);
        timeline = new TimelineView(theme, texts.get("player.timeline"), session::step);
        HBox.setHgrow(timeline, Priority.ALWAYS);
        step.setMinWidth(USE_PREF_SIZE);
        results.setMinWidth(USE_PREF_SIZE);
        getChildren()
                .addAll(
                        first,
                        back,
                        play,
                        next,
                        last,
                        speedButton,
                        Parts.divider(),
                        grainChoice,
                        Parts.divider(),
                        timeline,
                        step,
                        end,
                        results);
        session.on(Topic.TRACE, this::told);
        session.on(Topic.STEP, this::fill);
        session.on(Topic.TABS, this::pause);
        told();
    }

    /// The lines of the story at the chosen grain; empty without one.
    public List<Lines.Line> lines() {
        return lines;
    }

    /// Index of the line under the cursor.
    public int at() {
        return Lines.at(lines, simulation().map(Simulation::step).orElse(0));
    }

    /// What happens at the cursor, in a sentence; empty without a story.
    public String sentence() {
        return lines.isEmpty() ? "" : texts.of(lines.get(at()).main().text());
    }

    void onGrain(Runnable listener) {
        grainChanged = listener;
    }

    /// Plays on from the cursor, from the start if it stands at the end, or pauses.
    public void toggle() {
        if (playing) {
            pause();
            return;
        }
        times = stage.timeline(Timeline.DWELL).orElse(null);
        if (!lines.isEmpty() && times != null) {
            if (at() == lines.size() - 1) {
                move(0);
            }
            playing = true;
            started = 0;
            begun = times.arrival(at());
            clock.start();
            face();
        }
    }

    public boolean playing() {
        return playing;
    }

    private void pause() {
        if (playing) {
            playing = false;
            clock.stop();
            stage.show(null);
            face();
        }
    }

    private void tick(long now) {
        Timeline timeline = times;
        if (started == 0) {
            started = now;
        }
        double millis = begun + (now - started) / 1e6 * speed;
        if (timeline == null || millis >= timeline.length()) {
            pause();
            return;
        }
        Moment moment = timeline.at(millis);
        if (moment.travelled() < 1) {
            stage.show(moment);
        } else if (moment.stop() != at() && moment.stop() < lines.size()) {
            stage.show(null);
            session.step(lines.get(moment.stop()).cursor());
        }
    }

    /// Moves the cursor to a line; beyond the ends means the nearest.
    public void move(int line) {
        if (!lines.isEmpty()) {
            pause();
            session.step(lines.get(Math.clamp(line, 0, lines.size() - 1)).cursor());
        }
    }

    private void use(Lines.Grain chosen) {
        pause();
        grain = chosen;
        stage.grain(chosen);
        told();
        grainChanged.run();
    }

    private Button speedButton() {
        var button = new Button(text(speed));
        button.setId("player-speed");
        button.getStyleClass().setAll("button", "flat-button", "labelled", "speed");
        button.setGraphic(Icon.DOWN.node(12));
        button.setContentDisplay(ContentDisplay.RIGHT);
        button.setAccessibleText(texts.get("player.speed"));
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(_ -> {
            var menu = new ContextMenu();
            for (double choice : SPEEDS) {
                var item = new CheckMenuItem(text(choice));
                item.setSelected(choice == speed);
                item.setOnAction(_ -> {
                    speed = choice;
                    button.setText(text(choice));
                });
                menu.getItems().add(item);
            }
            menu.show(button, Side.TOP, 0, -4);
        });
        return button;
    }

    private static String text(double speed) {
        return (speed == Math.rint(speed) ? String.valueOf((int) speed) : String.valueOf(speed)) + "×";
    }

    private void face() {
        play.setGraphic((playing ? Icon.PAUSE : Icon.PLAY).node(14));
        play.setText(texts.get(playing ? "player.pause" : "player.play"));
    }

    /// Another story, or the same one at another grain.
    private void told() {
        lines = session.document()
                .flatMap(d -> d.simulation().trace().map(t -> Lines.of(d.design(), t, grain)))
                .orElse(List.of());
        fill();
    }

    private void fill() {
        List<Lines.Line> all = lines;
        int at = at();
        timeline.show(all, simulation().map(Simulation::step).orElse(0));
        step.setText(all.isEmpty() ? "" : texts.get("step.of", at + 1, all.size()));
        first.setDisable(all.isEmpty() || at == 0);
        back.setDisable(all.isEmpty() || at == 0);
        next.setDisable(all.isEmpty() || at == all.size() - 1);
        last.setDisable(all.isEmpty() || at == all.size() - 1);
        play.setDisable(all.isEmpty());
        results.getChildren().clear();
        simulation().flatMap(Simulation::trace).ifPresent(this::results);
        results.setVisible(!results.getChildren().isEmpty());
        end.setVisible(results.isVisible());
        face();
    }

    private void results(Trace trace) {
        results.getChildren()
                .addAll(
                        result("player.request", "first", trace.at() != null || arrived(trace), 0),
                        result(
                                "player.reply",
                                "last",
                                trace.replySeen() != null,
                                lines.stream()
                                        .filter(Lines.Line::answer)
                                        .findFirst()
                                        .map(Lines.Line::cursor)
                                        .orElse(-1)));
    }

    /// A request can arrive although its sender never learns of it.
    private static boolean arrived(Trace trace) {
        return trace.steps().stream()
                .anyMatch(step -> step.leg() == Leg.REQUEST && step.stage().equals("deliver"));
    }

    private Button result(String key, String place, boolean good, int start) {
        var button = new Button(texts.get(key));
        button.getStyleClass().setAll("button", "result-chip", place, good ? "good" : "bad");
        button.setGraphic((good ? Icon.CHECK : Icon.CROSS).node(12));
        button.setAccessibleText(texts.get(key) + " " + texts.get(good ? "player.arrived" : "player.lost"));
        button.setDisable(good && start < 0);
        button.setOnAction(_ -> {
            pause();
            int end = simulation()
                    .flatMap(Simulation::trace)
                    .map(Trace::reason)
                    .map(Trace.Cause::step)
                    .orElse(1);
            session.step(good ? Math.max(1, start) : end);
        });
        return button;
    }

    private Optional<Simulation> simulation() {
        return session.document().map(d -> d.simulation());
    }
}
