package vethscope.app.play;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vethscope.app.font.Face;
import vethscope.app.font.FontMetrics;
import vethscope.app.font.Weight;
import vethscope.app.paint.Lettering;
import vethscope.app.paint.Token;
import vethscope.app.paint.Traffic.Drop;
import vethscope.app.paint.Traffic.Rewrite;
import vethscope.app.paint.Wrap;
import vethscope.app.scene.Inside;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.app.scene.Shape;
import vethscope.engine.trace.Trace;
import vethscope.model.Layout.Point;
import vethscope.model.element.Element;

/// Why a packet ended, in a box near the octagon: under the stages of the machine where nothing else is, else beside
/// it.
///
/// @param locale the language of the reason
record DropReasons(Scene scene, Trace trace, Locale locale) {

    private static final double HEIGHT = 26;
    private static final Lettering REASON = Lettering.ui(12, Weight.MEDIUM, Token.TEXT);

    /// @param at where the octagon stands
    /// @param rows the rewrites listed in the same figure
    Drop of(Stop stop, Point at, List<Rewrite> rows) {
        String reason = trace.reason() == null
                ? stop.key().text().in(locale)
                : trace.reason().text().in(locale);
        Optional<Inside> inside = scene.inside(stop.netns())
                .or(() -> scene.design()
                        .topology()
                        .find(stop.netns())
                        .flatMap(Element::in)
                        .flatMap(scene::inside))
                .filter(i -> i.strip().isPresent());
        Optional<Rect> under = inside.flatMap(i -> under(i, at, reason, rows));
        return new Drop(at, under.orElseGet(() -> beside(at, reason)), reason);
    }

    private static Rect size(String reason, double most) {
        double width = Math.min(most, FontMetrics.width(reason, Face.UI, Weight.MEDIUM, 12) + 22);
        int lines = Wrap.lines(reason, width - 20, REASON).size();
        return new Rect(0, 0, width, HEIGHT + 16.0 * (lines - 1));
    }

    private static Optional<Rect> under(Inside inside, Point at, String reason, List<Rewrite> rows) {
        Rect netns = inside.netns();
        for (double most : new double[] {320, 280, 240, 220, 200, 184, 168}) {
            Rect size = size(reason, most);
            double lowest = netns.bottom() - size.h() - 8;
            double strip = inside.strip().orElseThrow().box().bottom();
            double first = strip + (at.y() > strip && at.y() < strip + 10 ? 30 : 18);
            for (double y = first; y <= lowest; y += 4) {
                double wanted = at.x() - size.w() / 2;
                double x = Math.clamp(wanted, netns.x() + 8, Math.max(netns.x() + 8, netns.right() - 8 - size.w()));
                for (double left : new double[] {x, netns.x() + 8, netns.right() - 8 - size.w()}) {
                    Rect box = new Rect(Math.rint(left), y, size.w(), size.h());
                    boolean clear = !Rect.around(at.x(), at.y(), 36, 36).overlaps(box);
                    if (clear && left >= netns.x() + 8 && isFree(inside, box, rows)) {
                        return Optional.of(box);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isFree(Inside inside, Rect box, List<Rewrite> rows) {
        return inside.chips().stream()
                        .noneMatch(chip -> new Rect(
                                        chip.box().x() - 14,
                                        chip.box().y() - 8,
                                        chip.box().w() + 28,
                                        chip.box().h() + (chip.address().isEmpty() ? 16 : 26))
                                .overlaps(box))
                && inside.processes().stream()
                        .noneMatch(process -> process.box().grown(6).overlaps(box))
                && rows.stream()
                        .noneMatch(row -> new Rect(row.at().x() - 10, row.at().y() - 14, 300, 28).overlaps(box));
    }

    private Rect beside(Point at, String reason) {
        Rect size = size(reason, 320);
        double width = size.w();
        double height = size.h();
        Rect best = new Rect(at.x() + 24, at.y() - 13, width, height);
        int least = Integer.MAX_VALUE;
        for (Rect box : List.of(
                best,
                new Rect(at.x() - 24 - width, at.y() - 13, width, height),
                new Rect(at.x() - width / 2, at.y() + 24, width, height),
                new Rect(at.x() + 24, at.y() + 24, width, height),
                new Rect(at.x() - 24 - width, at.y() + 24, width, height),
                new Rect(at.x() - width / 2, at.y() - 24 - height, width, height))) {
            int covered = covered(box) + (scene.bounds().contains(box) ? 0 : 1);
            if (covered < least) {
                least = covered;
                best = box;
            }
        }
        return best;
    }

    private int covered(Rect box) {
        int covered = 0;
        for (Shape shape : scene.shapesIn(box)) {
            boolean ground =
                    scene.inside(shape.id()).isPresent() || shape.element() instanceof vethscope.model.element.Zone;
            covered += ground ? 0 : 1;
        }
        for (Inside inside : scene.insides()) {
            covered += inside.strip().filter(strip -> strip.box().overlaps(box)).isPresent() ? 1 : 0;
            covered += (int) inside.chips().stream()
                    .filter(chip -> chip.box().overlaps(box))
                    .count();
        }
        return covered;
    }
}
