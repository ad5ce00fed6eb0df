package vethscope.app.export;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.app.font.Weight;
import vethscope.app.paint.BoundsPen;
import vethscope.app.paint.Lettering;
import vethscope.app.paint.Pen;
import vethscope.app.paint.ScenePainter;
import vethscope.app.paint.Token;
import vethscope.app.paint.Traffic;
import vethscope.app.paint.View;
import vethscope.app.paint.Wrap;
import vethscope.app.play.Moment;
import vethscope.app.play.Stop;
import vethscope.app.play.TraceMarks;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;

/// The page of a figure, from top to bottom: title, description, drawing, legend, table, caption.
final class Figure {

    private static final double NARROWEST = 960;
    private static final double EDGE = 24;
    private static final double TEXT_EDGE = 32;
    private static final Lettering TITLE = Lettering.ui(20, Weight.SEMIBOLD, Token.TEXT);
    private static final Lettering SUBTITLE = Lettering.ui(13, Weight.REGULAR, Token.TEXT2);
    private static final Lettering CAPTION = Lettering.ui(12.5, Weight.REGULAR, Token.TEXT2);
    private static final int SUBTITLE_LINES = 3;

    private final Design design;
    private final Prose prose;
    private final Options options;
    private final Scene scene;
    private final Traffic traffic;
    private final List<Stop> stops;
    private final Trace trace;
    private final Rect drawing;
    private final double width;
    private final Legend legend;
    private final StepTable table;

    Figure(Design design, Trace trace, Prose prose, Options options) {
        this.design = design;
        this.trace = trace;
        this.prose = prose;
        this.options = options;
        this.scene = Scene.of(design);
        this.stops = SvgExport.steps(design, trace);
        if (options.step() > stops.size()) {
            throw new IllegalArgumentException(
                    "the figure has " + stops.size() + " steps, there is no step " + options.step());
        }
        TraceMarks marks = TraceMarks.of(scene, trace, stops, options.locale());
        this.traffic = options.step() == 0 ? marks.figure() : marks.at(Moment.at(options.step() - 1), 0, false);
        this.drawing = measured();
        this.width = options.table() ? Math.max(NARROWEST, drawing.w() + 2 * EDGE) : drawing.w() + 2 * EDGE;
        int answer =
                stops.stream().filter(Stop::reply).mapToInt(Stop::n).findFirst().orElse(2);
        this.legend = new Legend(scene, traffic, prose.texts(), answer, TEXT_EDGE, width - TEXT_EDGE);
        this.table = new StepTable(stops, prose, width - TEXT_EDGE, options.step());
    }

    private Rect measured() {
        var pen = new BoundsPen();
        ScenePainter.paint(scene, View.PLAIN, traffic, scene.bounds(), pen);
        Rect all = pen.bounds().orElse(scene.bounds());
        return new Rect(Math.floor(all.x()), Math.floor(all.y()), Math.ceil(all.w()) + 1, Math.ceil(all.h()) + 1);
    }

    Rect view() {
        return new Rect(0, 0, width, layout(null));
    }

    String description() {
        return (prose.caption(trace, stops) + " " + prose.inventory() + " " + prose.steps(stops)).strip();
    }

    void draw(Pen pen) {
        layout(pen);
    }

    /// Walks down the page; draws if there is a pen.
    ///
    /// @return the height of the page
    private double layout(@Nullable Pen pen) {
        double y = options.heading() ? heading(pen) : EDGE;
        if (pen != null) {
            double left = Math.max(EDGE, Math.rint((width - drawing.w()) / 2));
            double top = y;
            pen.at(
                    left - drawing.x(),
                    top - drawing.y(),
                    1,
                    () -> ScenePainter.paint(scene, View.PLAIN, traffic, scene.bounds(), pen));
        }
        y += drawing.h();
        if (options.legend() && !legend.isEmpty()) {
            if (pen != null) {
                legend.draw(y + 18, pen);
            }
            y += 18 + legend.height();
        }
        if (options.table()) {
            if (pen != null) {
                table.draw(y + 6, pen);
            }
            y += 6 + table.height();
        }
        if (options.caption()) {
            y = caption(y, pen);
        }
        return Math.ceil(y + EDGE);
    }

    private double heading(@Nullable Pen pen) {
        double base = 44;
        List<String> lines = Wrap.lines(plain(design.description()), width - 2 * TEXT_EDGE, SUBTITLE);
        boolean cut = lines.size() > SUBTITLE_LINES;
        List<String> shown = new ArrayList<>(cut ? lines.subList(0, SUBTITLE_LINES) : lines);
        if (cut) {
            shown.set(SUBTITLE_LINES - 1, shown.getLast() + " …");
        }
        if (pen != null) {
            pen.text(design.name(), TEXT_EDGE, base, TITLE);
            for (int i = 0; i < shown.size(); i++) {
                pen.text(shown.get(i), TEXT_EDGE, base + 22 + 19 * i, SUBTITLE);
            }
        }
        return base + 22 + 19 * Math.max(0, shown.size() - 1) + 20;
    } /// Without the marks of Markdown, on one line.

    private static String plain(String markdown) {
        return markdown.replaceAll("[`*]{1,2}", "").replaceAll("\\s+", " ").strip();
    }

    /// The probe's name in bold, then what became of it.
    private double caption(double y, @Nullable Pen pen) {
        String name = prose.sentence(trace.probe().name());
        Lettering bold = CAPTION.as(Weight.SEMIBOLD).in(Token.TEXT);
        String label = name.isBlank() ? "" : name + (prose.texts().language().equals("zh") ? "。" : ". ");
        double indent = bold.width(label);
        List<String> lines = Wrap.lines(prose.caption(trace, stops), width - 2 * TEXT_EDGE, CAPTION, indent);
        double base = y + 28;
        if (pen != null) {
            pen.text(label.strip(), TEXT_EDGE, base, bold);
            for (int i = 0; i < lines.size(); i++) {
                pen.text(lines.get(i), TEXT_EDGE + (i == 0 ? indent : 0), base + 19 * i, CAPTION);
            }
        }
        return base + 19 * Math.max(0, lines.size() - 1) + 5;
    }
}
