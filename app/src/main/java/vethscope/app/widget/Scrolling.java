package vethscope.app.widget;

import java.util.function.IntConsumer;
import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.skin.VirtualFlow;

/// Scrolls a list only as far as a row needs to be seen.
public final class Scrolling {

    private static final int AROUND = 2;

    private Scrolling() {}

    /// @param scrollTo the control's own way to bring a row to its top
    public static void reveal(Control list, int row, IntConsumer scrollTo) {
        if (list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
            IndexedCell<?> first = flow.getFirstVisibleCell();
            IndexedCell<?> last = flow.getLastVisibleCell();
            if (first != null && last != null && row > first.getIndex() && row < last.getIndex()) {
                return;
            }
        }
        scrollTo.accept(Math.max(0, row - AROUND));
    }
}
