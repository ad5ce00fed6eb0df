package vethscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import vethscope.app.paint.Theme;
import vethscope.app.session.Document;
import vethscope.app.session.Places;
import vethscope.app.session.Session;
import vethscope.app.session.Settings;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout.Box;
import vethscope.model.Layout.Point;
import vethscope.model.Link;
import vethscope.model.codec.Reading;
import vethscope.model.codec.VethFile;
import vethscope.model.element.Pod;

/// The window as a user drives it, with the mouse and the keyboard.
@Tag("ui")
class WindowTest extends FxRobot {

    private static final int PATIENCE = 30;

    @TempDir
    Path folder;

    private Window window;
    private Session session;
    private Optional<Path> picked = Optional.empty();

    @BeforeEach
    void show() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        FxToolkit.setupFixture(() -> {
            session = new Session(Platform::runLater);
            var picker = new Desk.FilePicker() {
                @Override
                public Optional<Path> toOpen() {
                    return picked;
                }

                @Override
                public Optional<Path> toSave(String name) {
                    return picked;
                }
            };
            var places = new Places(folder.resolve("config"), folder.resolve("state"));
            places.keep(Settings.DEFAULT.withLanguage("en").withTheme(Settings.Theme.LIGHT));
            window = new Window(stage, session, new Desk(places, picker));
            stage.setX(0);
            stage.setY(0);
            stage.setWidth(1440);
            stage.setHeight(900);
            window.show(java.util.List.of());
        });
        settle();
    }

    @AfterEach
    void close() throws TimeoutException {
        FxToolkit.setupFixture(() -> {
            session.close();
            FxToolkit.toolkitContext().getRegisteredStage().hide();
        });
        FxToolkit.cleanupStages();
    }

    private static void settle() {
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static void until(String what, Callable<Boolean> condition) {
        try {
            WaitForAsyncUtils.waitFor(
                    PATIENCE,
                    TimeUnit.SECONDS,
                    () -> WaitForAsyncUtils.asyncFx(condition).get());
        } catch (TimeoutException e) {
            throw new AssertionError("not in time: " + what, e);
        }
        settle();
    }

    @Test
    void theReconciliationIsSteppedThrough() {
        open("08-pod-to-service");
        push(KeyCode.ALT, KeyCode.DIGIT4);
        ListView<?> steps = lookup("#made-list").query();
        until("the steps", () -> !steps.getItems().isEmpty());
        int before = steps.getSelectionModel().getSelectedIndex();
        clickOn("#made-forward");
        settle();
        assertEquals(before + 1, steps.getSelectionModel().getSelectedIndex());
        assertFalse(document().selection().isEmpty());
    }

    private Document document() {
        return session.document().orElseThrow();
    }

    private Design design() {
        return document().design();
    }

    private void open(String sample) {
        until(
                "the gallery",
                () -> lookup("#sample-" + sample)
                        .tryQuery()
                        .filter(Node::isVisible)
                        .isPresent());
        clickOn("#sample-" + sample);
        until(
                "the drawing",
                () -> session.document()
                        .filter(d -> d.simulation().compiled() != null)
                        .isPresent());
    }

    private void send() {
        clickOn("#send-button");
        until("the trace", () -> document().simulation().trace().isPresent());
    }

    private Box box(String id) {
        return design().layout().box(Id.of(id)).orElseThrow();
    }

    /// The middle of an element's name on the screen.
    private Point2D onScreen(String id) {
        Box box = box(id);
        return onScreen(new Point(box.x() + box.w() / 2, box.y() + 14));
    }

    private Point2D onScreen(Point p) {
        return window.content().canvas().onScreen(p);
    }

    private String text(String query) {
        return lookup(query).<Labeled>query().getText();
    }

    @Test
    void chinese_needs_no_font_of_the_system() {
        assertTrue(ChineseFallback.install());
    }

    @Test
    void a_sample_is_opened_sent_and_stepped_through() {
        open("08-pod-to-service");
        send();
        int lines = window.content().dock().player().lines().size();
        assertTrue(lines > 10);
        clickOn("#player-last");
        until("the last step", () -> window.content().dock().player().at() == lines - 1);
        clickOn("#player-back");
        until("a step back", () -> window.content().dock().player().at() == lines - 2);
        clickOn("#player-first");
        push(KeyCode.ALT, KeyCode.RIGHT);
        until("the second step", () -> window.content().dock().player().at() == 1);
        ListView<?> list = lookup("#trace-steps").query();
        assertEquals(1, list.getSelectionModel().getSelectedIndex());
        assertFalse(lookup("#step-sentence")
                .<javafx.scene.text.Text>query()
                .getText()
                .isBlank());
    }

    @Test
    void a_step_that_an_entry_decided_says_where_the_entry_comes_from() {
        open("08-pod-to-service");
        send();
        clickOn("#player-first");
        for (int i = 0; i < 4 && lookup("#step-origin").tryQuery().isEmpty(); i++) {
            push(KeyCode.ALT, KeyCode.RIGHT);
        }
        String origin = lookup("#step-origin").queryLabeled().getText();
        assertTrue(origin.startsWith("From: "), origin);
    }

    @Test
    void playing_goes_on_by_itself_and_can_be_paused() {
        open("05-pod-to-pod-same-node");
        send();
        push(KeyCode.F9);
        until("some steps", () -> window.content().dock().player().at() >= 2);
        push(KeyCode.F9);
        assertFalse(window.content().dock().player().playing());
    }

    @Test
    void a_pod_is_moved_with_the_mouse_undone_saved_and_opened_again() throws IOException {
        open("05-pod-to-pod-same-node");
        Box before = box("pod1");
        Point2D at = onScreen("pod1");
        drag(at, MouseButton.PRIMARY).moveTo(at.add(6, 6)).dropTo(at.add(16, 24));
        settle();
        assertEquals(before.moved(new Point(16, 24)), box("pod1"));
        push(KeyCode.CONTROL, KeyCode.Z);
        assertEquals(before, box("pod1"));
        push(KeyCode.CONTROL, KeyCode.Y);
        Design drawn = design();
        Path file = folder.resolve("moved.veth");
        picked = Optional.of(file);
        push(KeyCode.CONTROL, KeyCode.S);
        until("the file", () -> Files.exists(file) && !document().modified());
        assertEquals(drawn, ((Reading.Opened) VethFile.load(file)).design());
        assertEquals(drawn.name(), document().title());
        push(KeyCode.CONTROL, KeyCode.W);
        until("the welcome page", () -> session.document().isEmpty());
        push(KeyCode.CONTROL, KeyCode.O);
        until("the drawing again", () -> session.document().isPresent());
        assertEquals(drawn, design());
    }

    @Test
    void a_pod_is_placed_from_the_palette_and_linked() {
        open("05-pod-to-pod-same-node");
        int links = design().topology().links().size();
        Box node = box("vm1");
        clickOn("#palette-pod");
        clickOn(onScreen(new Point(node.x() + node.w() + 160, node.y() + 60)));
        until("the new pod", () -> design().topology().all(Pod.class).count() == 3);
        Id pod = document().selection().iterator().next();
        assertEquals(links, design().topology().links().size(), "outside of a machine there is nothing to hang on");
        push(KeyCode.ESCAPE);
        press(KeyCode.K).release(KeyCode.K);
        Point2D from = onScreen(pod.value());
        Point2D to = onScreen("vm1-cbr0");
        drag(from, MouseButton.PRIMARY).moveTo(from.add(-8, 8)).dropTo(to);
        until("the link", () -> design().topology().links().size() == links + 1);
        Link link = design().topology().links().getLast();
        assertTrue(link.joins(pod));
    }

    @Test
    void a_pod_put_into_a_machine_is_wired_and_addressed() {
        open("05-pod-to-pod-same-node");
        Box node = box("vm1");
        clickOn(onScreen(new Point(node.x() + node.w() - 6, node.y() + 14)));
        press(KeyCode.P).release(KeyCode.P);
        clickOn(onScreen(new Point(node.x() + node.w() - 30, node.y() + node.h() - 20)));
        until("the new pod", () -> design().topology().all(Pod.class).count() == 3);
        Pod pod = design().topology()
                .find(document().selection().iterator().next(), Pod.class)
                .orElseThrow();
        assertEquals(Optional.of(Id.of("vm1")), pod.in());
        assertEquals(1, pod.network().addresses().size());
        assertTrue(design().topology().links().stream().anyMatch(l -> l.joins(pod.id())));
    }

    @Test
    void a_field_commits_on_enter_and_says_what_is_wrong() {
        open("05-pod-to-pod-same-node");
        clickOn(onScreen("pod1"));
        until("the form", () -> lookup("#field-address").tryQuery().isPresent());
        TextField address = lookup("#field-address").query();
        write(address, "10.244.1");
        until(
                "the sentence",
                () -> lookup(".field-problem").queryAll().stream()
                        .anyMatch(n -> n.isVisible() && ((Label) n).getText().contains("10.0.0.1/24")));
        write(address, "10.244.1.77/24");
        until(
                "the new address",
                () -> design().topology()
                        .find(Id.of("pod1"), Pod.class)
                        .orElseThrow()
                        .network()
                        .addresses()
                        .getFirst()
                        .toString()
                        .equals("10.244.1.77/24"));
        push(KeyCode.CONTROL, KeyCode.Z);
    }

    private void write(TextField field, String text) {
        doubleClickOn(field);
        push(KeyCode.CONTROL, KeyCode.A);
        write(text);
        push(KeyCode.ENTER);
        settle();
    }

    @Test
    void language_and_theme_change_at_once_and_are_kept() {
        clickOn("简体中文");
        until("Chinese", () -> lookup("示例").tryQuery().isPresent());
        interact(() -> window.set(s -> s.withTheme(Settings.Theme.DARK)));
        assertEquals(Theme.DARK, Look.theme(window.settings().theme()));
        assertEquals(
                "zh",
                new Places(folder.resolve("config"), folder.resolve("state"))
                        .settings()
                        .language());
        clickOn("English");
        until("English", () -> lookup("Samples").tryQuery().isPresent());
    }

    @Test
    void a_file_that_is_no_drawing_is_refused_in_one_sentence() throws IOException {
        Path bad = folder.resolve("bad.veth");
        Files.writeString(bad, "{ \"vethscope\": 1, ", StandardCharsets.UTF_8);
        picked = Optional.of(bad);
        push(KeyCode.CONTROL, KeyCode.O);
        until("the sentence", () -> lookup("#banner-text").tryQuery().isPresent());
        assertTrue(text("#banner-text").startsWith("bad.veth was not opened."), text("#banner-text"));
        assertTrue(session.document().isEmpty());
    }

    @Test
    void unsaved_changes_are_asked_about() {
        open("05-pod-to-pod-same-node");
        clickOn(onScreen("pod1"));
        press(KeyCode.RIGHT).release(KeyCode.RIGHT);
        until("a change", () -> document().modified());
        push(KeyCode.CONTROL, KeyCode.W);
        clickOn("#unsaved-cancel");
        assertTrue(session.document().isPresent());
        push(KeyCode.CONTROL, KeyCode.W);
        clickOn("#unsaved-discard");
        until("the welcome page", () -> session.document().isEmpty());
    }

    @Test
    void the_command_search_finds_and_runs() {
        open("05-pod-to-pod-same-node");
        push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.P);
        until("the search", () -> lookup("#command-search").tryQuery().isPresent());
        write("zoom in");
        double before = window.content().canvas().zoom();
        push(KeyCode.ENTER);
        until("closer", () -> window.content().canvas().zoom() > before);
    }

    @Test
    void the_wheel_zooms_at_the_pointer_and_deleting_takes_the_cable_along() {
        open("05-pod-to-pod-same-node");
        Point2D at = onScreen("pod1");
        moveTo(at)
                .press(KeyCode.CONTROL)
                .scroll(2, javafx.geometry.VerticalDirection.UP)
                .release(KeyCode.CONTROL);
        settle();
        assertNotEquals(1.0, window.content().canvas().zoom());
        assertTrue(at.distance(onScreen("pod1")) < 3, "what is under the pointer stays there");
        clickOn(at);
        push(KeyCode.DELETE);
        until("the pod is gone", () -> design().topology().find(Id.of("pod1")).isEmpty());
        assertTrue(design().topology().links().stream().noneMatch(l -> l.joins(Id.of("pod1"))));
    }

    @Test
    void every_button_has_a_name_for_those_who_do_not_see() {
        open("08-pod-to-service");
        for (Node node : lookup(".button").queryAll()) {
            if (node.isVisible()
                    && node instanceof Labeled labeled
                    && onScene(node).getWidth() > 0) {
                String name = Optional.ofNullable(node.getAccessibleText()).orElse(labeled.getText());
                boolean part = node.getStyleClass().stream()
                        .anyMatch(Set.of("increment-button", "decrement-button")::contains);
                assertTrue(part || name != null && !name.isBlank(), node.toString());
            }
        }
    }

    private static Bounds onScene(Node node) {
        return node.localToScene(node.getBoundsInLocal());
    }
}
