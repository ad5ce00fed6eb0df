package vethscope.app.widget;

import java.util.function.IntConsumer;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.skin.VirtualFlow;

/// Scrolls a list only as far as a row needs to be seen.
public final class Scrolling {

    private static final int AROUND = 2;
    private static final PseudoClass BARRED = PseudoClass.getPseudoClass("barred");

    private Scrolling() {}

    /// The bar stands in the margin of what it scrolls: while there is one, the content is `:barred` and can be
    /// narrower at its right.
    public static void inMargin(ScrollPane pane) {
        pane.skinProperty()
                .addListener((_, _, _) -> pane.lookupAll(".scroll-bar").forEach(node -> {
                    if (node instanceof ScrollBar bar && bar.getOrientation() == Orientation.VERTICAL) {
                        bar.visibleProperty()
                                .addListener((_, _, visible) -> pane.pseudoClassStateChanged(BARRED, visible));
                    }
                }));
    }

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
