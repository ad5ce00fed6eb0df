package vethscope.app.canvas;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import vethscope.app.scene.Shape;
import vethscope.app.session.Document;
import vethscope.app.session.Session;
import vethscope.app.tool.Changes;
import vethscope.app.tool.Sight;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.edit.Edit;

/// What can be done with what is selected, other than by dragging it.
public final class CanvasCommands {

    private final Session session;
    private final CanvasView canvas;

    CanvasCommands(Session session, CanvasView canvas) {
        this.session = session;
        this.canvas = canvas;
    }

    public void selectAll() {
        session.select(canvas.scene().shapes().stream().map(Shape::id).toList());
    }

    public void delete() {
        session.document().ifPresent(d -> {
            d.link().ifPresent(link -> session.edit(new Edit.Disconnect(link.from())));
            if (!d.selection().isEmpty()) {
                session.edit(new Edit.Remove(d.selection()));
            }
        });
    }

    public void fold() {
        Sight sight = canvas.sight();
        session.edit(Changes.fold(sight, List.copyOf(sight.selection())));
    }

    public void rename() {
        session.document()
                .flatMap(Document::single)
                .ifPresent(e -> canvas.hand().rename(e.id()));
    }

    public void align(Alignment alignment) {
        session.document().map(d -> alignment.of(canvas.scene(), d.selection())).ifPresent(session::edit);
    }

    void nudge(double dx, double dy) {
        Set<Id> selected = session.document().map(Document::selection).orElse(Set.of());
        if (!selected.isEmpty()) {
            session.edit(Changes.move(canvas.sight(), selected, new Point(dx, dy), Optional.empty()));
        }
    }

    /// How an element is written as the receiver of a packet.
    public String receiver(Id id) {
        return session.document()
                .map(d -> Ends.receiver(d.design(), id, d.simulation().ask().protocol()))
                .orElse(id.value());
    }
}
