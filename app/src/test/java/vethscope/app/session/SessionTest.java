package vethscope.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;
import vethscope.model.edit.Edit;
import vethscope.model.element.Pod;
import vethscope.samples.Samples;

/// The session without a window: what the engine finds is run on this thread.
class SessionTest {

    private final BlockingQueue<Runnable> results = new LinkedBlockingQueue<>();
    private final Session session = new Session(results::add);

    @AfterEach
    void close() {
        session.close();
    }

    private static Design sample(String id) {
        try (InputStream in = Samples.find(id).orElseThrow().openDesign()) {
            return ((Reading.Opened) Veth.read(in.readAllBytes())).design();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void open(String id) {
        session.open(new Origin(null, id, sample(id)), List.of());
    }

    private Document document() {
        return session.document().orElseThrow();
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Runnable result = results.poll(30, TimeUnit.SECONDS);
            assertTrue(result != null, "the engine answers in time");
            result.run();
        }
    }

    @Test
    void a_drawing_is_compiled_and_its_tests_are_run_when_it_is_opened() throws InterruptedException {
        open("05-pod-to-pod-same-node");
        until(() -> !document().tests().verdicts().isEmpty());
        assertTrue(document().simulation().network().isPresent());
        assertEquals(document().design().probes().size(), document().tests().passed());
    }

    @Test
    void a_packet_is_sent_and_the_cursor_walks_through_its_story() throws InterruptedException {
        open("08-pod-to-service");
        session.send();
        until(() -> document().simulation().trace().isPresent());
        assertEquals(1, document().simulation().step());
        session.step(1000);
        assertEquals(document().simulation().steps(), document().simulation().step());
        session.step(-1);
        assertEquals(0, document().simulation().step());
    }

    @Test
    void an_address_given_twice_is_found_and_gone_after_its_fix() throws InterruptedException {
        open("05-pod-to-pod-same-node");
        until(() -> document().simulation().network().isPresent());
        Pod first =
                document().design().topology().find(Id.of("pod1"), Pod.class).orElseThrow();
        Pod second =
                document().design().topology().find(Id.of("pod2"), Pod.class).orElseThrow();
        session.edit(new Edit.Put(second.withNetwork(
                second.network().withAddresses(first.network().addresses()))));
        until(() -> document().simulation().findings().stream()
                .anyMatch(f -> f.code().equals("VS101")));
        session.edit(document().simulation().findings().stream()
                .filter(f -> f.code().equals("VS101"))
                .findFirst()
                .orElseThrow()
                .fixes()
                .getFirst()
                .edit());
        until(() -> document().simulation().findings().stream()
                .noneMatch(f -> f.code().equals("VS101")));
    }

    @Test
    void a_pinned_endpoint_is_chosen_whatever_the_seed_says() throws InterruptedException {
        open("08-pod-to-service");
        session.send();
        until(() -> document().simulation().trace().isPresent());
        Id other = document().simulation().played().leaves().stream()
                .map(leaf -> leaf.at().element())
                .filter(id -> !id.equals(arrived()))
                .findFirst()
                .orElseThrow();
        session.pin(other);
        session.send();
        until(() -> arrived().equals(other));
        var before = document().simulation().played();
        session.edit(new Edit.Move(Set.of(Id.of("pod1")), new Point(8, 8)));
        until(() -> document().simulation().played() != before);
        assertEquals(other, arrived());
        session.ask(document().simulation().ask().withEnds("pod1", "pod3:8080"));
        assertEquals(null, document().simulation().pinned(), "another question, another choice");
    }

    /// The Service of the sample as one of UDP, and a warm datagram to it that was sent once.
    private void sendWarm() throws InterruptedException {
        String text;
        try (InputStream in = Samples.find("08-pod-to-service").orElseThrow().openDesign()) {
            text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String udp = text.replace("{ \"port\": 8080 }", "{ \"protocol\": \"UDP\", \"port\": 8080 }")
                .replace("{ \"port\": 80, ", "{ \"protocol\": \"UDP\", \"port\": 80, ");
        session.open(new Origin(null, "udp", ((Reading.Opened) Veth.read(udp)).design()), List.of());
        session.ask(document()
                .simulation()
                .ask()
                .withProtocol(vethscope.model.Protocol.UDP)
                .withWarm(true));
        session.send();
        until(() -> document().simulation().trace().isPresent());
    }

    private boolean isKnown() {
        return document().simulation().trace().orElseThrow().steps().stream()
                .anyMatch(s -> s.text().key().equals("conntrack.known"));
    }

    @Test
    void what_was_learned_outlives_an_edit() throws InterruptedException {
        sendWarm();
        assertFalse(isKnown(), "the first datagram of its connection");
        var before = document().simulation().played();
        session.edit(new Edit.Move(Set.of(Id.of("pod1")), new Point(8, 8)));
        until(() -> document().simulation().played() != before);
        assertTrue(isKnown(), "conntrack knows it, though an element was moved");
    }

    @Test
    void a_warm_datagram_goes_elsewhere_when_its_backend_is_removed() throws InterruptedException {
        sendWarm();
        Id backend = arrived();
        var before = document().simulation().played();
        session.edit(new Edit.Remove(Set.of(backend)));
        until(() -> document().simulation().played() != before);
        assertTrue(Set.of(Id.of("pod3"), Id.of("pod4")).contains(arrived()));
        assertFalse(arrived().equals(backend));
    }

    private Id arrived() {
        return document().simulation().trace().orElseThrow().at().element();
    }

    @Test
    void a_drawing_is_called_by_its_name_and_a_file_without_one_by_the_file() {
        Design named = sample("08-pod-to-service");
        session.open(new Origin(Path.of("somewhere", "design.veth"), "design.veth", named), List.of());
        assertEquals(named.name(), document().title());
        session.open(new Origin(Path.of("somewhere", "plain.veth"), "plain.veth", Design.EMPTY), List.of());
        assertEquals("plain", document().title());
    }

    @Test
    void an_edit_tells_who_listens_and_can_be_undone() {
        open("05-pod-to-pod-same-node");
        Design before = document().design();
        var told = new ArrayList<String>();
        session.on(Topic.DESIGN, () -> told.add("design"));
        session.on(Topic.SELECTION, () -> told.add("selection"));
        session.edit(new Edit.Move(Set.of(Id.of("pod1")), new Point(8, 8)));
        assertEquals(List.of("design"), told);
        assertTrue(document().modified());
        session.undo();
        assertEquals(before, document().design());
        assertFalse(document().modified(), "modified compares contents");
    }

    @Test
    void an_edit_keeps_the_cursor_where_it_is() throws InterruptedException {
        open("08-pod-to-service");
        session.send();
        until(() -> document().simulation().trace().isPresent());
        session.step(5);
        var before = document().simulation().played();
        session.edit(new Edit.Move(Set.of(Id.of("pod1")), new Point(8, 8)));
        until(() -> document().simulation().played() != before);
        assertEquals(5, document().simulation().step());
    }

    @Test
    void what_is_removed_is_no_longer_selected() {
        open("05-pod-to-pod-same-node");
        session.select(Set.of(Id.of("pod1")));
        session.edit(new Edit.Remove(Set.of(Id.of("pod1"))));
        assertEquals(Set.of(), document().selection());
    }

    @Test
    void copies_get_names_of_their_own() {
        open("05-pod-to-pod-same-node");
        int before = document().design().topology().elements().size();
        session.select(Set.of(Id.of("pod1")));
        session.copy();
        session.paste();
        session.paste();
        assertEquals(before + 2, document().design().topology().elements().size());
        assertFalse(document().selection().contains(Id.of("pod1")));
    }

    @Test
    void a_trace_becomes_a_test_that_passes() throws InterruptedException {
        open("05-pod-to-pod-same-node");
        session.send();
        until(() -> document().simulation().trace().isPresent());
        int before = document().design().probes().size();
        session.saveTest();
        until(() -> document().tests().verdicts().size() == before + 1);
        assertEquals(before + 1, document().tests().passed());
    }

    @Test
    void closing_shows_the_neighbour_and_at_last_the_welcome_page() {
        open("05-pod-to-pod-same-node");
        open("08-pod-to-service");
        session.close(document());
        assertEquals("05-pod-to-pod-same-node", document().title());
        session.close(document());
        assertTrue(session.document().isEmpty());
    }

    @Test
    void another_drawing_is_news_for_everyone() {
        var told = EnumSet.noneOf(Topic.class);
        EnumSet.allOf(Topic.class).forEach(t -> session.on(t, () -> told.add(t)));
        open("05-pod-to-pod-same-node");
        assertEquals(EnumSet.allOf(Topic.class), told);
    }
}
