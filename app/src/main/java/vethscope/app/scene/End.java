package vethscope.app.scene;

import vethscope.model.Id;
import vethscope.model.Layout.Point;

/// Where a line meets an element.
///
/// @param element the visible one: the folded container of a hidden end
/// @param iface the interface's name; empty if it has none
/// @param at on the element's outline
/// @param side the edge that it leaves from
public record End(Id element, String iface, Point at, Side side, Mark mark) {

    /// What stands at the end of a line; shape tells kinds of links apart without colour.
    public enum Mark {
        NONE,
        CIRCLE,
        SQUARE,
        PLUG,
        DIAMOND,
        CHEVRON,
        OPEN_ARROW,
        FILLED_ARROW
    }

    End movedTo(Point at) {
        return new End(element, iface, at, side, mark);
    }
}
