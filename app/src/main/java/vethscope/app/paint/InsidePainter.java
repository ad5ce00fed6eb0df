package vethscope.app.paint;

import org.jspecify.annotations.Nullable;
import vethscope.app.font.Weight;
import vethscope.app.scene.Inside;
import vethscope.app.scene.Inside.Chip;
import vethscope.app.scene.Inside.Strip;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Stage;

/// The inside of a node: the frame of its root namespace, the stages, interfaces and processes.
final class InsidePainter {

    /// How a stage looks.
    enum Look {
        PLAIN,
        /// The packet is here.
        CURRENT,
        /// It rewrites the packet that the figure shows.
        REWRITES
    }

    private static final Stroke JOINT = Stroke.of(Token.HOST, 1.5);

    private InsidePainter() {}

    static void frame(Inside inside, Brush brush) {
        if (brush.shows(Detail.NAMES) && !brush.view().thumbnail()) {
            NetnsPainter.frame(inside.netns(), "root netns", false, brush);
        }
    }

    /// The thin lines between the stages, and from the stages to bridge and interfaces; under everything that they
    /// join.
    static void joints(Inside inside, Brush brush) {
        if (!brush.view().isFar()) {
            inside.joints().forEach(joint -> brush.pen().polyline(joint, JOINT));
        }
    }

    static void strip(Strip strip, @Nullable Stage current, java.util.Set<Stage> rewriting, Brush brush) {
        for (Stage stage : Stage.values()) {
            Look look = stage == current ? Look.CURRENT : rewriting.contains(stage) ? Look.REWRITES : Look.PLAIN;
            stage(stage, strip.stage(stage), look, brush);
        }
    }

    static void stage(Stage stage, Rect box, Look look, Brush brush) {
        double radius = stage == Stage.ROUTE ? 16 : 4;
        Lettering lettering = Lettering.ui(
                        10.5,
                        look == Look.PLAIN ? Weight.MEDIUM : Weight.SEMIBOLD,
                        switch (look) {
                            case PLAIN -> Token.TEXT;
                            case CURRENT -> Token.ON_ACCENT;
                            case REWRITES -> Token.AFTER;
                        })
                .middle();
        Style body = switch (look) {
            case PLAIN -> Style.of(Token.APP, Token.HOST, 1.25);
            case CURRENT -> Style.of(Token.ACCENT, Token.ACCENT, 2);
            case REWRITES -> Style.of(Token.AFTER_FILL, Token.ACCENT, 1.5);
        };
        brush.pen().rect(box, radius, body);
        // half a name of a hook says nothing
        if (!brush.view().isFar() && brush.legible(lettering).width(stage.label()) <= box.w() - 4) {
            brush.text(stage.label(), box.centerX(), box.centerY() + 3.8, lettering, box.w() - 4);
        }
    }

    static void chip(Chip chip, Rect netns, boolean addressed, Brush brush) {
        Rect box = chip.box();
        Style body = chip.tunnel()
                ? Family.L3.body(1.5)
                : Family.HOST.body(brush.view().thumbnail() ? 4 : 1.5);
        brush.pen().rect(box, 4, body);
        if (brush.view().isFar()) {
            return;
        }
        brush.text(
                chip.iface(),
                box.centerX(),
                box.y() + 16,
                Lettering.ui(11.5, Weight.SEMIBOLD, Token.TEXT).middle(),
                box.w() - 4);
        if (addressed && brush.shows(Detail.ADDRESSES)) {
            Lettering small = Lettering.mono(10, Token.TEXT2);
            if (chip.side().isHorizontal()) {
                brush.whole(chip.address(), box.centerX(), box.bottom() + 15, small.middle());
            } else if (box.right() + 10 + small.width(chip.address()) <= netns.right()) {
                brush.whole(chip.address(), box.right() + 6, box.centerY() + 3.5, small);
            } else {
                brush.whole(chip.address(), box.x() - 6, box.centerY() + 3.5, small.end());
            }
        }
    }

    static void plug(Chip chip, Brush brush) {
        chip.plug().ifPresent(p -> {
            if (!brush.view().isFar()) {
                Marks.plug(p.x(), p.y(), Token.HOST, brush.pen());
            }
        });
    }
}
