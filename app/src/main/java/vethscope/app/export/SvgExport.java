package vethscope.app.export;

import java.util.List;
import vethscope.app.paint.ScenePainter;
import vethscope.app.paint.Style;
import vethscope.app.paint.SvgPen;
import vethscope.app.paint.Token;
import vethscope.app.paint.Traffic;
import vethscope.app.paint.View;
import vethscope.app.play.Stop;
import vethscope.app.play.Stops;
import vethscope.app.play.Summary;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;

/// Drawings and figures as SVG: text as text, the letters inside, the same bytes every time.
public final class SvgExport {

    private SvgExport() {}

    /// Only what is drawn, with a margin.
    public static String drawing(Design design, Options options) {
        Scene scene = Scene.of(design);
        Rect view = scene.bounds().grown(options.margin());
        var pen = new SvgPen(options.colours(), options.letters());
        if (options.background() == Options.Background.THEME) {
            pen.rect(view, 0, Style.fill(Token.CANVAS));
        }
        ScenePainter.paint(scene, View.PLAIN, Traffic.NONE, view, pen);
        var prose = new Prose(design, options.locale());
        String description = (design.description() + " " + prose.inventory()).strip();
        return pen.document(view, about(design, description, options, prose));
    }

    /// The numbered steps of a figure: `options.step` counts them.
    public static List<Stop> steps(Design design, Trace trace) {
        return Summary.of(Stops.stages(design, trace));
    }

    /// A traced probe on its drawing, with title, legend, table of steps and caption.
    ///
    /// @throws IllegalArgumentException if the figure has no step of that number
    public static String figure(Design design, Trace trace, Options options) {
        var prose = new Prose(design, options.locale());
        var figure = new Figure(design, trace, prose, options);
        var pen = new SvgPen(options.colours(), options.letters());
        Rect view = figure.view();
        if (options.background() == Options.Background.THEME) {
            pen.rect(view, 0, Style.fill(Token.CANVAS));
        }
        figure.draw(pen);
        return pen.document(view, about(design, figure.description(), options, prose));
    }

    private static SvgPen.About about(Design design, String description, Options options, Prose prose) {
        return new SvgPen.About(design.name(), description, prose.texts().language(), options.scale());
    }
}
