package vethscope.app.canvas;

import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Shape;
import vethscope.app.session.Session;
import vethscope.app.widget.Facts;
import vethscope.model.Id;
import vethscope.model.edit.Edit;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.Note;
import vethscope.model.element.Zone;

/// Writes a name where it stands. Enter keeps it, Escape does not.
final class NameField {

    private NameField() {}

    static void open(CanvasView canvas, Session session, Shape shape) {
        Element element = shape.element();
        String before = element instanceof Note note ? note.text() : Facts.name(element);
        var field = new TextField(before);
        field.setId("name-field");
        Rect box = canvas.view().toScreen(shape.box());
        double width = Math.max(120, Math.min(box.w() - 8, 240));
        field.resizeRelocate(Math.rint(box.x() + 4), Math.rint(box.y() + 1), width, 26);
        field.setPrefWidth(width);
        field.setManaged(false);
        canvas.getChildren().add(field);
        boolean[] done = new boolean[1];
        Runnable keep = () -> {
            if (!done[0]) {
                done[0] = true;
                canvas.getChildren().remove(field);
                keep(session, element.id(), before, field.getText());
            }
        };
        field.setOnAction(_ -> {
            keep.run();
            canvas.requestFocus();
        });
        field.focusedProperty().addListener((_, _, focused) -> {
            if (!focused) {
                keep.run();
            }
        });
        field.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ESCAPE) {
                done[0] = true;
                canvas.getChildren().remove(field);
                canvas.requestFocus();
                e.consume();
            }
        });
        field.requestFocus();
        field.selectAll();
    }

    private static void keep(Session session, Id id, String before, String after) {
        String name = after.strip();
        if (name.isEmpty() || name.equals(before)) {
            return;
        }
        session.document()
                .flatMap(d -> d.design().topology().find(id))
                .ifPresent(element -> session.edit(new Edit.Put(named(element, name))));
    }

    private static Element named(Element element, String name) {
        return switch (element) {
            case Note note -> new Note(note.head(), name);
            case Zone zone -> new Zone(zone.head(), zone.cidr(), name);
            case Bridge bridge
            when bridge.head().label() == null ->
                new Bridge(
                        bridge.head(),
                        name,
                        bridge.addresses(),
                        bridge.mac(),
                        bridge.mtu(),
                        bridge.hairpinMode(),
                        bridge.stp(),
                        bridge.ageing());
            case Element other ->
                other.withHead(other.head().withLabel(name.equals(other.id().value()) ? null : name));
        };
    }
}
