package vethscope.app.canvas;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Pane;
import org.jspecify.annotations.Nullable;
import vethscope.app.paint.Theme;
import vethscope.app.paint.Traffic;
import vethscope.app.palette.Stencil;
import vethscope.app.play.PlayerView;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.app.scene.Shape;
import vethscope.app.session.Document;
import vethscope.app.session.Session;
import vethscope.app.session.Settings;
import vethscope.app.session.Topic;
import vethscope.app.tool.Gesture;
import vethscope.app.tool.Picking;
import vethscope.app.tool.Place;
import vethscope.app.tool.Select;
import vethscope.app.tool.Sending;
import vethscope.app.tool.Sight;
import vethscope.app.tool.Tool;
import vethscope.app.tool.Turn;
import vethscope.app.widget.Facts;
import vethscope.app.widget.Texts;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.edit.Edit;

/// The drawing on the screen and the tool in hand. Shows the session's drawing; every change goes back to the session.
public final class CanvasView extends Pane {

    private static final double AROUND_SELECTION = 40;
    /// A packet on its plate.
    private static final double TOKEN = 64;
    /// From the minimap to the corner.
    private static final double CORNER = 12;

    private final Session session;
    private final Canvas drawing = new Canvas();
    private final Canvas over = new Canvas();
    private final Surface surface;
    private final Picture picture;
    private final Outlook outlook;
    private final Hand hand;
    private final CanvasCommands commands;
    private final MinimapView minimap;
    private final CanvasInput input = new CanvasInput(this);
    private Tool tool = Select.IDLE;
    private Mode mode = Mode.SELECT;
    private Menus menus = (_, _) -> {};
    private Runnable moded = () -> {};
    private long shown;
    private boolean stale = true;
    private boolean fresh = true;

    /// Opens a menu at a point of the screen.
    @FunctionalInterface
    public interface Menus {
        void open(double screenX, double screenY);
    }

    public CanvasView(Session session, Texts texts, Theme theme, Settings settings, Outlook outlook) {
        this.session = session;
        this.outlook = outlook;
        this.surface = new Surface(drawing, over, theme, texts);
        this.picture = new Picture(session, texts.locale(), this::repicture);
        this.hand = new Hand(session, this);
        this.commands = new CanvasCommands(session, this);
        setId("canvas");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.PARENT);
        setMinSize(0, 0);
        minimap = new MinimapView(this, theme, texts.get("action.minimap"));
        getChildren().addAll(drawing, over, minimap);
        input.install();
        settle(settings);
        outlook.dismiss();
        outlook.watch(this::redraw);
        session.on(Topic.DESIGN, picture::redesign);
        session.on(Topic.TABS, this::retabbed);
        session.on(Set.of(Topic.NETWORK, Topic.TRACE, Topic.SELECTION), this::redraw);
        session.on(Topic.STEP, this::stepped);
        session.on(Topic.SELECTION, () -> setAccessibleText(describe(texts)));
        retabbed();
    }

    public PlayerView.Stage stage() {
        return picture;
    }

    public CanvasCommands commands() {
        return commands;
    }

    public void settle(Settings settings) {
        surface.labels(settings.labels());
        input.wheelZooms(settings.wheelZooms());
        minimap.wanted(settings.minimap());
        redraw();
    }

    // What is seen

    public double zoom() {
        return outlook.zoom();
    }

    Lens view() {
        return outlook.lens();
    }

    void look(Lens next) {
        outlook.look(next);
    }

    public void zoomBy(double factor) {
        outlook.zoomTo(outlook.zoom() * factor);
    }

    public void zoomTo(double zoom) {
        outlook.zoomTo(zoom);
    }

    public void fit() {
        outlook.fit(scene().bounds());
    }

    public void fitSelection() {
        selectionBounds().ifPresent(box -> outlook.fitCalmly(box.grown(AROUND_SELECTION)));
    }

    void center(Point at) {
        outlook.center(at);
    }

    /// Brings an element into sight without changing the zoom, if it is not.
    public void reveal(Id id) {
        scene().shown(id).map(Shape::box).ifPresent(outlook::reveal);
    }

    /// Calls back whenever another part is seen or another tool is in hand.
    public void onView(Runnable watcher) {
        outlook.watch(watcher);
        moded = watcher;
    }

    /// Whether the minimap is seen.
    public boolean overviewed() {
        return minimap.helps();
    }

    Rect seen() {
        return outlook.seen();
    }

    /// Where a point of the drawing is on the screen.
    public Point2D onScreen(Point p) {
        Point seen = view().toScreen(p);
        return localToScreen(seen.x(), seen.y());
    }

    // The tool in hand

    public Mode mode() {
        return mode;
    }

    public void use(Mode next) {
        mode = next;
        take(
                switch (next) {
                    case SELECT, HAND -> Select.IDLE;
                    case LINK -> Sending.CABLE;
                    case SEND -> Sending.PACKET;
                    case NOTE -> new Place("note", null);
                });
    }

    public void place(Stencil stencil) {
        mode = Mode.SELECT;
        take(new Place(stencil.kind(), null));
        requestFocus();
    }

    /// The next click on an element answers.
    public void pick(Consumer<Id> answer) {
        hand.picked(answer);
        take(Picking.IDLE);
        requestFocus();
    }

    private void take(Tool next) {
        tool = next;
        requestLayout();
        moded.run();
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
        Rect room = selectionBounds().orElseGet(outlook::seen);
        take(Select.IDLE);
        hand.perform(new Turn.Effect.Place(held.kind(), room.center()));
        return true;
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
            moded.run();
        }
        requestLayout();
    }

    /// Shows over the drawing what an edit would change; null: nothing any more.
    public void preview(@Nullable Edit edit, String title) {
        picture.preview(edit, title);
    }

    /// The pointer went elsewhere: nothing is under it any more.
    void left() {
        if (tool instanceof Select) {
            tool = Select.IDLE;
            redraw();
        }
    }

    // The menu of a right click

    public void onMenu(Menus menus) {
        this.menus = menus;
    }

    void menu(Point at, double screenX, double screenY) {
        Optional<Id> under = sight().elementAt(at);
        under.filter(id -> !sight().selection().contains(id)).ifPresent(id -> session.select(List.of(id)));
        if (under.isEmpty()) {
            sight().linkAt(at).ifPresentOrElse(session::pick, () -> session.select(List.of()));
        }
        menus.open(screenX, screenY);
    }

    void menuOfSelection() {
        Rect box = selectionBounds().map(view()::toScreen).orElse(new Rect(getWidth() / 2, getHeight() / 2, 0, 0));
        Point2D at = localToScreen(box.centerX(), box.centerY());
        menus.open(at.getX(), at.getY());
    }

    // Drawing

    Scene scene() {
        return picture.scene();
    }

    Hand hand() {
        return hand;
    }

    Sight sight() {
        return new Sight(scene(), session.document().map(Document::selection).orElse(Set.of()), zoom());
    }

    private void retabbed() {
        long key = session.document().map(Document::key).orElse(0L);
        if (key != shown) {
            shown = key;
            tool = Select.IDLE;
            outlook.show(key);
            fresh = true;
            picture.redesign();
        }
    }

    /// The first picture of a drawing says what there is to be seen.
    private void repicture() {
        if (fresh) {
            fresh = false;
            outlook.first(scene().bounds());
            settleSoon();
        }
        redraw();
    }

    /// Panels and bars come with the first drawing: only after them the canvas has its size.
    private void settleSoon() {
        javafx.scene.Scene window = getScene();
        if (window == null) {
            Platform.runLater(outlook::settle);
            return;
        }
        Runnable[] once = new Runnable[1];
        once[0] = () -> {
            window.removePostLayoutPulseListener(once[0]);
            outlook.settle();
        };
        window.addPostLayoutPulseListener(once[0]);
        requestLayout();
    }

    private void redraw() {
        stale = true;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        if (getWidth() != drawing.getWidth() || getHeight() != drawing.getHeight()) {
            for (Canvas canvas : List.of(drawing, over)) {
                canvas.setWidth(getWidth());
                canvas.setHeight(getHeight());
            }
            outlook.size(getWidth(), getHeight(), scene().bounds(), focus());
            stale = true;
        }
        if (stale) {
            stale = false;
            surface.draw(scene(), view(), session.document(), hovered(), picture.traffic());
        }
        surface.drawOver(scene(), view(), tool.hints(sight()), picture.ghost());
        minimap.relocate(getWidth() - MinimapView.WIDTH - CORNER, getHeight() - MinimapView.HEIGHT - CORNER);
        minimap.follow(scene(), outlook.seen());
        super.layoutChildren();
    }

    private Optional<Id> hovered() {
        return tool instanceof Select(var id) ? Optional.ofNullable(id) : Optional.empty();
    }

    /// Where the packet is and what the card beside it says.
    private Optional<Rect> focus() {
        Traffic.Signs signs = picture.traffic().signs();
        Optional<Rect> packet =
                signs.packets().stream().findFirst().map(p -> Rect.around(p.at().x(), p.at().y(), TOKEN, TOKEN));
        Optional<Rect> beside =
                signs.card().map(Traffic.Card::box).or(() -> signs.drop().map(Traffic.Drop::box));
        return packet.map(p -> beside.map(p::union).orElse(p));
    }

    /// The cursor moved: the packet is brought into sight.
    private void stepped() {
        redraw();
        focus().ifPresent(outlook::follow);
    }

    private Optional<Rect> selectionBounds() {
        return sight().selection().stream()
                .flatMap(id -> scene().shown(id).stream())
                .map(Shape::box)
                .reduce(Rect::union);
    }

    private String describe(Texts texts) {
        var names = new LinkedHashSet<String>();
        session.document().ifPresent(d -> d.selected().forEach(e -> names.add(Facts.name(e) + " " + Facts.address(e))));
        return names.isEmpty() ? texts.get("canvas.name") : String.join(", ", names);
    }
}
