package vethscope.app.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import vethscope.engine.replay.Played;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.Link;
import vethscope.model.Probe;
import vethscope.model.codec.Problem;
import vethscope.model.edit.Edit;
import vethscope.model.edit.Generate;

/// The one mutable object: which drawings are open and which one is shown. Everything it holds is a value; a change
/// replaces the value and tells the listeners of the topics that differ. Used on the thread of the window only.
public final class Session implements AutoCloseable {

    /// From a copy to its original, in canvas pixels.
    private static final double APART = 24;

    private final Simulating simulating;
    private final Map<Topic, List<Runnable>> listeners = new EnumMap<>(Topic.class);
    private final List<Document> open = new ArrayList<>();
    private @Nullable Document shown;
    private @Nullable Notice notice;
    private @Nullable Clipboard clipboard;
    private long keys;
    private int working;

    /// @param ui runs what the engine found on the thread of the window
    public Session(Executor ui) {
        this.simulating = new Simulating(
                new Engine(ui, e -> tell(Notice.error("engine.failed", e)), this::working), this::find, this::become);
    }

    public void on(Topic topic, Runnable listener) {
        listeners.computeIfAbsent(topic, _ -> new ArrayList<>()).add(listener);
    }

    public void on(Set<Topic> topics, Runnable listener) {
        topics.forEach(t -> on(t, listener));
    }

    /// Forgets all listeners: the window is about to be built anew.
    public void dismiss() {
        listeners.clear();
    }

    public List<Document> documents() {
        return List.copyOf(open);
    }

    /// The drawing that is shown; empty: the welcome page is.
    public Optional<Document> document() {
        return Optional.ofNullable(shown);
    }

    public Optional<Notice> notice() {
        return Optional.ofNullable(notice);
    }

    /// Whether anything is being worked out that will show when it is done.
    public boolean busy() {
        return working > 0;
    }

    /// Work behind the window begins, or ends.
    ///
    /// @param more 1 or -1
    public void working(int more) {
        boolean before = busy();
        working += more;
        if (busy() != before) {
            fire(EnumSet.of(Topic.BUSY));
        }
    }

    public void tell(@Nullable Notice notice) {
        this.notice = notice;
        fire(EnumSet.of(Topic.NOTICE));
    }

    /// Opens a drawing in a tab of its own and shows it.
    ///
    /// @param problems what of its file was not understood
    public void open(Origin origin, List<Problem> problems) {
        Document document = Document.of(++keys, origin, problems);
        open.add(document);
        show(document);
        simulating.compile(document);
    }

    /// Shows an open drawing, or the welcome page.
    public void show(@Nullable Document document) {
        shown = document;
        notice = null;
        fire(EnumSet.allOf(Topic.class));
    }

    /// Closes a drawing without asking; its neighbour is shown if it was.
    public void close(Document document) {
        int at = indexOf(document.key());
        open.remove(at);
        if (shown != null && shown.key() == document.key()) {
            show(open.isEmpty() ? null : open.get(Math.min(at, open.size() - 1)));
        } else {
            fire(EnumSet.of(Topic.TABS));
        }
    }

    public void edit(Edit edit) {
        change(d -> asking(d.with(d.history().push(edit))));
    }

    /// As long as nobody said who sends to whom, the drawing itself says it.
    private static Document asking(Document document) {
        if (document.simulation().ask().complete()) {
            return document;
        }
        Ask likely = Ask.firstOf(document.design());
        return likely.complete() ? document.with(document.simulation().with(likely)) : document;
    }

    /// Remembers the selected elements.
    public void copy() {
        document()
                .filter(d -> !d.selection().isEmpty())
                .ifPresent(d -> clipboard = new Clipboard(d.design(), d.selection(), 0));
    }

    public boolean canPaste() {
        return clipboard != null && shown != null;
    }

    /// Copies of what was copied, with names and addresses of their own.
    public void paste() {
        Clipboard held = clipboard;
        if (held != null && shown != null) {
            clipboard = held.again();
            brought(Generate.paste(shown.design(), held.from(), held.ids(), beside(held.pasted() + 1)), held.ids());
        }
    }

    public void duplicate() {
        document()
                .filter(d -> !d.selection().isEmpty())
                .ifPresent(d -> brought(Generate.duplicate(d.design(), d.selection(), beside(1)), d.selection()));
    }

    private static Point beside(int times) {
        return new Point(APART * times, APART * times);
    }

    private void brought(Generate.Copied copied, Set<Id> originals) {
        edit(copied.edit());
        select(copied.copies().entrySet().stream()
                .filter(e -> originals.contains(e.getKey()))
                .map(Map.Entry::getValue)
                .toList());
    }

    public void undo() {
        change(d -> d.with(d.history().undo()));
    }

    public void redo() {
        change(d -> d.with(d.history().redo()));
    }

    /// Goes back or forth to a content, by its index in [vethscope.model.edit.History#all].
    public void travel(int index) {
        change(d -> d.with(d.history().at(index)));
    }

    /// What is now in the file is what the drawing is compared with.
    public void saved(Document document, Origin origin) {
        become(document.key(), d -> d.with(origin));
    }

    public void select(Collection<Id> ids) {
        change(d -> d.with(new LinkedHashSet<>(ids)));
    }

    /// Selects a link and nothing else.
    public void pick(Link link) {
        change(d -> d.picking(link.from()));
    }

    public void ask(Ask ask) {
        change(d -> d.with(d.simulation().with(ask)));
    }

    /// Moves the cursor; out of range means the nearest end.
    public void step(int step) {
        change(d -> d.with(d.simulation().at(step)));
    }

    /// Sends the packet that the send bar describes and stands at its first step.
    public void send() {
        send(1);
    }

    /// As [#send()], but the cursor stands at that step of the new story.
    public void send(int step) {
        document().filter(d -> d.simulation().ask().complete()).ifPresent(d -> simulating.play(d, step));
    }

    /// Chance has to choose this endpoint from now on, also after an edit; null: what the seed says.
    public void pin(@Nullable Id endpoint) {
        change(d -> d.with(d.simulation().pinning(endpoint)));
    }

    /// Forgets the packet and what it left in the tables.
    public void forget() {
        change(d -> d.with(d.simulation().with(null, null, 0)));
    }

    /// Shows the story of a probe.
    public void show(Probe probe, Played played) {
        change(d -> d.with(
                d.simulation().with(Ask.of(probe)).with(played, d.simulation().compiled(), 1)));
    }

    /// Keeps the packet as a test that expects what happened.
    public void saveTest() {
        document()
                .ifPresent(d -> d.simulation()
                        .trace()
                        .ifPresent(trace -> edit(new Edit.PutProbe(
                                null, Expected.of(d.simulation().ask().probe(), trace, d.design())))));
    }

    public void removeTest(Probe probe) {
        edit(new Edit.RemoveProbe(probe.name()));
    }

    /// Runs all probes of the drawing.
    public void test() {
        document().ifPresent(simulating::test);
    }

    private void change(UnaryOperator<Document> change) {
        if (shown != null) {
            become(shown.key(), change);
        }
    }

    private void become(long key, UnaryOperator<Document> change) {
        int at = indexOf(key);
        if (at < 0) {
            return;
        }
        Document before = open.get(at);
        Document next = change.apply(before);
        open.set(at, next);
        boolean visible = shown != null && shown.key() == next.key();
        if (visible) {
            shown = next;
        }
        if (next.design() != before.design()) {
            simulating.compile(next);
        }
        Set<Topic> changed = difference(before, next);
        fire(visible ? changed : changed.contains(Topic.TABS) ? EnumSet.of(Topic.TABS) : EnumSet.noneOf(Topic.class));
    }

    private static Set<Topic> difference(Document before, Document next) {
        var topics = EnumSet.noneOf(Topic.class);
        Simulation was = before.simulation();
        Simulation is = next.simulation();
        add(
                topics,
                Topic.TABS,
                before.modified() != next.modified()
                        || !before.origin().equals(next.origin())
                        || !before.title().equals(next.title()));
        add(topics, Topic.DESIGN, before.design() != next.design());
        add(topics, Topic.SELECTION, !before.selection().equals(next.selection()) || before.cable() != next.cable());
        add(
                topics,
                Topic.NETWORK,
                was.compiled() != is.compiled() || !was.findings().equals(is.findings()));
        add(topics, Topic.TRACE, was.played() != is.played() || !was.ask().equals(is.ask()));
        add(
                topics,
                Topic.STEP,
                was.step() != is.step() || was.played() != is.played() || !Objects.equals(was.pinned(), is.pinned()));
        add(topics, Topic.TESTS, before.tests() != next.tests());
        return topics;
    }

    private static void add(Set<Topic> topics, Topic topic, boolean changed) {
        if (changed) {
            topics.add(topic);
        }
    }

    private void fire(Set<Topic> topics) {
        var told = new LinkedHashSet<Runnable>();
        topics.forEach(t -> told.addAll(listeners.getOrDefault(t, List.of())));
        told.forEach(Runnable::run);
    }

    private int indexOf(long key) {
        return open.stream().map(Document::key).toList().indexOf(key);
    }

    private Optional<Document> find(long key) {
        return open.stream().filter(d -> d.key() == key).findFirst();
    }

    @Override
    public void close() {
        simulating.close();
    }
}
