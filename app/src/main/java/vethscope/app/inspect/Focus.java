package vethscope.app.inspect;

import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.TextInputControl;
import org.jspecify.annotations.Nullable;

/// Keeps the caret where it was when a form is built anew.
final class Focus {

    private Focus() {}

    /// The id of the field inside that has the focus.
    static @Nullable String of(Parent form) {
        @Nullable Node owner = form.getScene() == null ? null : form.getScene().getFocusOwner();
        for (Node at = owner; at != null && owner != null; at = at.getParent()) {
            if (at == form) {
                return owner.getId();
            }
        }
        return null;
    }

    static void to(Parent form, String id) {
        Node node = form.lookup("#" + id);
        if (node != null) {
            Platform.runLater(() -> {
                node.requestFocus();
                if (node instanceof TextInputControl field) {
                    field.end();
                }
            });
        }
    }
}
