package vethscope.app.scene;

import vethscope.model.Id;
import vethscope.model.element.Element;

/// An element as it stands on the canvas.
///
/// @param depth how many containers it stands in
/// @param folded drawn small, with what it contains hidden
/// @param hidden how many elements are folded away in it
/// @param address what stands beside the name, see [Captions#address]; for the border of a cluster its ranges
/// @param caption where name and address stand: [Side#BOTTOM] under a round element, unless a line leaves there
public record Shape(Element element, Rect box, int depth, boolean folded, int hidden, String address, Side caption) {

    public Id id() {
        return element.id();
    }

    Shape captioned(Side side) {
        return new Shape(element, box, depth, folded, hidden, address, side);
    }
}
