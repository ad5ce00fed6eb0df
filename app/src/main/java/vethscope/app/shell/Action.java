package vethscope.app.shell;

import java.util.function.BooleanSupplier;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Texts;

/// Something the user can do. Menu, toolbar, command search and keyboard read the same list of these.
///
/// @param id names its text, `action.<id>` in the messages
/// @param key null: none
/// @param letter a key that works only while the canvas has the focus, since fields need it for writing
/// @param chosen whether a switch is on; null: it is no switch
public record Action(
        String id,
        @Nullable Icon icon,
        @Nullable KeyCombination key,
        boolean letter,
        BooleanSupplier enabled,
        @Nullable BooleanSupplier chosen,
        Runnable run) {

    static Action of(String id, @Nullable Icon icon, @Nullable String key, BooleanSupplier enabled, Runnable run) {
        return new Action(id, icon, key == null ? null : KeyCombination.valueOf(key), false, enabled, null, run);
    }

    static Action letter(String id, @Nullable Icon icon, String key, BooleanSupplier enabled, Runnable run) {
        return new Action(id, icon, KeyCombination.valueOf(key), true, enabled, null, run);
    }

    Action switchedBy(BooleanSupplier chosen) {
        return new Action(id, icon, key, letter, enabled, chosen, run);
    }

    public String text(Texts texts) {
        return texts.get("action." + id);
    }

    /// The key as people read it; empty if there is none.
    public String keyText() {
        return key == null ? "" : key.getDisplayText();
    }

    public void perform() {
        if (enabled.getAsBoolean()) {
            run.run();
        }
    }
}
