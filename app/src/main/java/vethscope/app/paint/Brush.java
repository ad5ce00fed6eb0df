package vethscope.app.paint;

import vethscope.app.font.Weight;
import vethscope.app.scene.Rect;

/// A pen together with how the scene is looked at: decides which text is large enough to be read.
public record Brush(Pen pen, View view) {

    /// The smallest text on the screen, in screen pixels.
    private static final double LEGIBLE = 9;
    /// The size of names seen from afar, in screen pixels.
    private static final double FAR = 11;

    static final Lettering NAME = Lettering.ui(12.5, Weight.SEMIBOLD, Token.TEXT);
    static final Lettering SMALL_NAME = Lettering.ui(12, Weight.SEMIBOLD, Token.TEXT);
    static final Lettering ADDRESS = Lettering.mono(11, Token.TEXT2);
    static final Lettering SMALL_ADDRESS = Lettering.mono(10.5, Token.TEXT2);

    boolean shows(Detail detail) {
        return view.detail().shows(detail);
    }

    /// Draws the text, larger if it would be too small on the screen and cut in the middle if it is wider than `room`.
    ///
    /// @return the width that it took; 0 if there was no room
    double text(String text, double x, double y, Lettering lettering, double room) {
        if (text.isEmpty() || view.thumbnail()) {
            return 0;
        }
        double size = Math.max(lettering.size(), LEGIBLE / view.zoom());
        Lettering legible = size == lettering.size() ? lettering : lettering.sized(size);
        String fitting = legible.fit(text, room);
        double width = legible.width(fitting);
        if (width > room || fitting.length() < 3 && fitting.length() < text.length()) {
            return 0;
        }
        pen.text(fitting, x, y + (size - lettering.size()) * 0.36, legible);
        return width;
    }

    /// Draws an address, a port or a range as [#text] does, but never cut: half of one says nothing.
    ///
    /// @return the width that it took; 0 if there was no room
    double address(String text, double x, double y, Lettering lettering, double room) {
        return legible(lettering).width(text) <= room ? text(text, x, y, lettering, room) : 0;
    }

    /// Draws the text whole and in its own size, or not at all where it is too small to be read.
    void whole(String text, double x, double y, Lettering lettering) {
        if (!text.isEmpty() && !view.thumbnail() && lettering.size() * view.zoom() >= LEGIBLE - 1e-9) {
            pen.text(text, x, y, lettering);
        }
    }

    /// The lettering in which [#text] would set a text of this one.
    Lettering legible(Lettering lettering) {
        return lettering.sized(Math.max(lettering.size(), LEGIBLE / view.zoom()));
    }

    /// The name in the middle of a box, in a size that is the same on the screen at every distance.
    void farName(String name, Rect box) {
        double size = FAR / view.zoom();
        if (view.thumbnail() || box.h() < size * 1.1) {
            return;
        }
        Lettering large = NAME.sized(size).middle();
        double room = box.w() - size * 0.6;
        Lettering lettering = large.width(name) <= room ? large : large.sized(LEGIBLE / view.zoom());
        String fitting = lettering.fit(name, room);
        if (fitting.length() >= Math.min(3, name.length())) {
            pen.text(fitting, box.centerX(), box.centerY() + lettering.size() * 0.36, lettering);
        }
    }

    /// The name of a container that is seen as a block, over what is in it.
    void blockName(String name, Rect box) {
        double size = FAR / view.zoom();
        Lettering lettering = NAME.sized(size).middle();
        String fitting = lettering.fit(name, box.w() - size);
        if (box.h() < size * 2 || fitting.length() < Math.min(3, name.length())) {
            return;
        }
        double width = lettering.width(fitting) + size;
        pen.rect(
                Rect.around(box.centerX(), box.y() + size, width, size * 1.4),
                size * 0.3,
                Style.fill(Token.CANVAS.ink(0.88)));
        pen.text(fitting, box.centerX(), box.y() + size * 1.36, lettering);
    }
}
