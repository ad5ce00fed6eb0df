package vethscope.app.canvas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Pane;
import org.jspecify.annotations.Nullable;
import vethscope.app.paint.Theme;
import vethscope.app.paint.Traffic;
import vethscope.app.palette.Stencil;
import vethscope.app.play.Lines;
import vethscope.app.play.Moment;
import vethscope.app.play.PlayerView;
import vethscope.app.play.Story;
import vethscope.app.play.Timeline;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.app.scene.Shape;
import vethscope.app.session.Document;
import vethscope.app.session.Session;
import vethscope.app.session.Settings;
import vethscope.app.session.Topic;
import vethscope.app.tool.Changes;
import vethscope.app.tool.Gesture;
import vethscope.app.tool.Picking;
import vethscope.app.tool.Place;
import vethscope.app.tool.Select;
import vethscope.app.tool.Sending;
import vethscope.app.tool.Sight;
import vethscope.app.tool.Tool;
import vethscope.app.tool.Turn;
import vethscope.app.widget.Texts;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.edit.Edit;

/// The drawing on the screen and the tool in hand. Shows the session's drawing; every change goes back to the session.
public final class CanvasView extends Pane implements PlayerView.Stage {

    private static final double MARGIN = 8;

    private final Session session;
    private final Canvas drawing = new Canvas();
    private final Canvas over = new Canvas();
    private final Surface surface;
    private final Hand hand;
    private final CanvasInput input = new CanvasInput(this);
    private final Map<Long, Lens> views = new HashMap<>();
    private final List<Runnable> watchers = new ArrayList<>();
    private Scene scene = Scene.of(Design.EMPTY);
    private Lens view = Lens.START;
    private Tool tool = Select.IDLE;
    private Mode mode = Mode.SELECT;
    private long shown;
    private final Locale locale;
    private Lines.Grain grain = Lines.Grain.STAGES;
    private @Nullable Story story;
    private @Nullable Moment travelling;
    private boolean stale = true;
    private Menus menus = (_, _) -> {};

    public CanvasView(Session session, Texts texts, Theme theme, Settings settings) {
        this.session = session;
        this.locale = texts.locale();
        this.surface = new Surface(drawing, over, theme, texts);
        this.hand = new Hand(session, this);
        setId("canvas");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.PARENT);
        setMinSize(0, 0);
        getChildren().addAll(drawing, over);
        input.install();
        settle(settings);
        session.on(Topic.DESIGN, this::redesigned);
        session.on(Topic.TABS, this::retabbed);
        session.on(Set.of(Topic.NETWORK, Topic.TRACE), this::redraw);
        session.on(Set.of(Topic.SELECTION, Topic.STEP), this::redraw);
        session.on(Topic.SELECTION, () -> setAccessibleText(describe(texts)));
        retabbed();
    }

    // The view

    public double zoom() {
        return view.zoom();
    }

    Lens view() {
        return view;
    }

    void look(Lens next) {
        view = next;
        views.put(shown, next);
        redraw();
        watchers.forEach(Runnable::run);
    }

    public void zoomBy(double factor) {
        zoomTo(view.zoom() * factor);
    }

    public void zoomTo(double zoom) {
        look(view.zoomed(zoom, getWidth() / 2, getHeight() / 2));
    }

    public void fit() {
        look(Lens.around(scene.bounds(), getWidth(), getHeight(), MARGIN, 2));
    }

    public void fitSelection() {
        selectionBounds()
                .ifPresent(box ->
                        look(Lens.around(box.grown(40), getWidth(), getHeight(), MARGIN, Math.max(1, view.zoom()))));
    }

    /// Brings an element into sight without changing the zoom, if it is not.
    public void reveal(Id id) {
        scene.shown(id).map(Shape::box).ifPresent(box -> {
            if (!view.seen(getWidth(), getHeight()).contains(box)) {
                look(new Lens(
                        view.zoom(),
                        getWidth() / 2 - box.centerX() * view.zoom(),
                        getHeight() / 2 - box.centerY() * view.zoom()));
            }
        });
    }

    /// Calls back whenever the view or the tool changed.
    public void onView(Runnable watcher) {
        watchers.add(watcher);
    }

    // The tool

    public Mode mode() {
        return mode;
    }

    public void use(Mode next) {
        mode = next;
        tool = switch (next) {
            case SELECT, HAND -> Select.IDLE;
            case LINK -> Sending.CABLE;
            case SEND -> Sending.PACKET;
            case NOTE -> new Place("note", null);
        };
        reover();
        watchers.forEach(Runnable::run);
    }

    public void place(Stencil stencil) {
        mode = Mode.SELECT;
        tool = new Place(stencil.kind(), null);
        requestFocus();
        reover();
        watchers.forEach(Runnable::run);
    }

    void drop(Stencil stencil, Point at) {
        hand.perform(new Turn.Effect.Place(stencil.kind(), at));
        requestFocus();
    }

    /// What is in hand comes into the selected container, else into the middle of what is seen.
    boolean placeInSelection() {
        if (!(tool instanceof Place held)) {
            return false;
        }
        Rect room = selectionBounds().orElseGet(() -> view.seen(getWidth(), getHeight()));
        tool = Select.IDLE;
        hand.perform(new Turn.Effect.Place(held.kind(), room.center()));
        reover();
        return true;
    }

    /// The menu that a right click opens.
    public void onMenu(Menus menus) {
        this.menus = menus;
    }

    /// Opens a menu at a point of the screen.
    @FunctionalInterface
    public interface Menus {
        void open(double screenX, double screenY);
    }

    void menu(Point at, double screenX, double screenY) {
        sight().elementAt(at)
                .filter(id -> !sight().selection().contains(id))
                .ifPresent(id -> session.select(List.of(id)));
        if (sight().elementAt(at).isEmpty()) {
            sight().linkAt(at).ifPresentOrElse(session::pick, () -> session.select(List.of()));
        }
        menus.open(screenX, screenY);
    }

    void menuOfSelection() {
        Rect box = selectionBounds().map(view::toScreen).orElse(new Rect(getWidth() / 2, getHeight() / 2, 0, 0));
        var corner = localToScreen(box.centerX(), box.centerY());
        menus.open(corner.getX(), corner.getY());
    }

    /// The next click on an element answers.
    public void pick(Consumer<Id> answer) {
        hand.picked(answer);
        tool = Picking.IDLE;
        requestFocus();
        reover();
    }

    Tool tool() {
        return tool;
    }

    Scene scene() {
        return scene;
    }

    Sight sight() {
        return new Sight(scene, session.document().map(Document::selection).orElse(Set.of()), view.zoom());
    }

    void feel(Gesture gesture) {
        if (session.document().isEmpty()) {
            return;
        }
        Optional<Id> before = hovered();
        Turn turn = tool.on(gesture, sight());
        tool = turn.next();
        stale |= !before.equals(hovered());
        turn.effects().forEach(hand::perform);
        if (tool.equals(Select.IDLE) && mode != Mode.SELECT && mode != Mode.HAND) {
            mode = Mode.SELECT;
            watchers.forEach(Runnable::run);
        }
        reover();
    }

    // What can be done with the drawing

    public void selectAll() {
        session.select(scene.shapes().stream().map(Shape::id).toList());
    }

    public void deleteSelected() {
        session.document().ifPresent(d -> {
            d.link().ifPresent(link -> session.edit(new Edit.Disconnect(link.from())));
            if (!d.selection().isEmpty()) {
                session.edit(new Edit.Remove(d.selection()));
            }
        });
    }

    public void fold() {
        Sight sight = sight();
        session.edit(Changes.fold(sight, List.copyOf(sight.selection())));
    }

    public void rename() {
        session.document().flatMap(Document::single).ifPresent(e -> hand.rename(e.id()));
    }

    public void align(Alignment alignment) {
        session.document().map(d -> alignment.of(scene, d.selection())).ifPresent(session::edit);
    }

    void nudge(double dx, double dy) {
        session.document()
                .map(Document::selection)
                .filter(s -> !s.isEmpty())
                .ifPresent(s -> session.edit(Changes.move(sight(), s, new Point(dx, dy), Optional.empty())));
    }

    public void settle(Settings settings) {
        surface.labels(settings.labels());
        input.wheelZooms(settings.wheelZooms());
        redraw();
    }

    @Override
    public void grain(Lines.Grain chosen) {
        grain = chosen;
        redraw();
    }

    @Override
    public Optional<Timeline> timeline(double dwell) {
        return story().map(s -> s.timeline(dwell));
    }

    @Override
    public void show(@Nullable Moment moment) {
        travelling = moment;
        redraw();
    }

    /// Where a point of the drawing is on the screen.
    public Point2D onScreen(Point p) {
        Point seen = view.toScreen(p);
        return localToScreen(seen.x(), seen.y());
    }

    /// How an element is written as the receiver of a packet.
    public String receiver(Id id) {
        return session.document()
                .map(d -> Ends.receiver(d.design(), id, d.simulation().ask().protocol()))
                .orElse(id.value());
    }

    // Drawing

    private void redesigned() {
        scene = session.document().map(d -> Scene.of(d.design())).orElseGet(() -> Scene.of(Design.EMPTY));
        redraw();
    }

    private void retabbed() {
        long key = session.document().map(Document::key).orElse(0L);
        if (key != shown) {
            shown = key;
            tool = Select.IDLE;
            redesigned();
            @Nullable Lens known = views.get(key);
            if (known == null) {
                first();
            } else {
                view = known;
            }
        }
    }

    /// Until somebody looks elsewhere everything is in sight, never enlarged.
    private void first() {
        if (views.containsKey(shown) || getWidth() <= 0) {
            return;
        }
        view = scene.shapes().isEmpty() ? Lens.START : Lens.around(scene.bounds(), getWidth(), getHeight(), MARGIN, 1);
        watchers.forEach(Runnable::run);
    }

    private void redraw() {
        stale = true;
        reover();
    }

    private void reover() {
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        if (getWidth() != drawing.getWidth() || getHeight() != drawing.getHeight()) {
            drawing.setWidth(getWidth());
            drawing.setHeight(getHeight());
            over.setWidth(getWidth());
            over.setHeight(getHeight());
            stale = true;
            first();
        }
        if (stale) {
            stale = false;
            surface.draw(scene, view, session.document(), hovered(), traffic());
        }
        surface.drawOver(scene, view, tool.hints(sight()));
        super.layoutChildren();
    }

    private Optional<Story> story() {
        story = session.document()
                .flatMap(d -> d.simulation().trace())
                .map(trace -> Story.of(story, scene, trace, grain, locale))
                .orElse(null);
        return Optional.ofNullable(story);
    }

    private Traffic traffic() {
        int step = session.document().map(d -> d.simulation().step()).orElse(0);
        Moment moment = travelling;
        return story().flatMap(s -> moment != null && s.travels() ? s.at(moment) : Optional.of(s.at(step)))
                .orElse(Traffic.NONE);
    }

    private Optional<Id> hovered() {
        return tool instanceof Select(var id) ? Optional.ofNullable(id) : Optional.empty();
    }

    private Optional<Rect> selectionBounds() {
        return sight().selection().stream()
                .flatMap(id -> scene.shown(id).stream())
                .map(Shape::box)
                .reduce(Rect::union);
    }

    private String describe(Texts texts) {
        var names = new LinkedHashSet<String>();
        session.document()
                .ifPresent(d -> d.selected()
                        .forEach(e -> names.add(
                                vethscope.app.widget.Facts.name(e) + " " + vethscope.app.widget.Facts.address(e))));
        return names.isEmpty() ? texts.get("canvas.name") : String.join(", ", names);
    }
}
