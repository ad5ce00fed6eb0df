package vethscope.app.shell;

import javafx.scene.Node;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;

/// The keyboard of the window. Keys with modifiers work everywhere, single letters only on the canvas.
record Keys(Actions actions, Node canvas) {

    void install(Node root) {
        canvas.addEventHandler(KeyEvent.KEY_PRESSED, e -> press(e, true));
        root.addEventHandler(KeyEvent.KEY_PRESSED, e -> press(e, false));
    }

    private void press(KeyEvent event, boolean letters) {
        if (event.isConsumed() || event.getTarget() instanceof TextInputControl && bare(event)) {
            return;
        }
        for (Action action : actions.all()) {
            var key = action.key();
            if (key != null
                    && action.letter() == letters
                    && key.match(event)
                    && action.enabled().getAsBoolean()) {
                event.consume();
                action.run().run();
                return;
            }
        }
    }

    private static boolean bare(KeyEvent event) {
        return !event.isShortcutDown() && !event.isAltDown() && !event.getCode().isFunctionKey();
    }
}
