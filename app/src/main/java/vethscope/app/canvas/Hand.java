package vethscope.app.canvas;

import java.util.Set;
import java.util.function.Consumer;
import vethscope.app.session.Session;
import vethscope.app.tool.Turn;
import vethscope.model.Design;
import vethscope.model.Id;

/// Does what the tools ask for.
final class Hand {

    private final Session session;
    private final CanvasView canvas;
    private Consumer<Id> picked = _ -> {};

    Hand(Session session, CanvasView canvas) {
        this.session = session;
        this.canvas = canvas;
    }

    void picked(Consumer<Id> answer) {
        picked = answer;
    }

    void perform(Turn.Effect effect) {
        switch (effect) {
            case Turn.Effect.Change(var edit) -> session.edit(edit);
            case Turn.Effect.Select(var ids) -> session.select(ids);
            case Turn.Effect.SelectLink(var link) -> session.pick(link);
            case Turn.Effect.Pick(var id) -> picked.accept(id);
            case Turn.Effect.Rename(var id) -> rename(id);
            case Turn.Effect.Send(var from, var to) -> send(from, to);
            case Turn.Effect.Place(var kind, var at) -> placing().place(kind, at);
            case Turn.Effect.Connect(var from, var to) -> placing().connect(from, to);
        }
    }

    private Placing placing() {
        return new Placing(
                session, canvas.scene(), session.document().orElseThrow().design());
    }

    private void send(Id from, Id to) {
        session.document().ifPresent(d -> {
            Design design = d.design();
            session.ask(d.simulation()
                    .ask()
                    .withEnds(
                            from.value(),
                            Ends.receiver(design, to, d.simulation().ask().protocol())));
            session.send();
            session.select(Set.of(from));
        });
    }

    void rename(Id id) {
        canvas.scene().shape(id).ifPresent(shape -> NameField.open(canvas, session, shape));
    }
}
