package vethscope.app.paint;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vethscope.app.font.Face;
import vethscope.app.font.FontFile;
import vethscope.app.font.FontMetrics;
import vethscope.app.scene.Rect;

/// Writes SVG. The same drawing gives the same bytes: two decimals, attributes in one order, one element a line, no
/// date.
public final class SvgPen implements Pen {

    /// Whose colours the file shows.
    public enum Colours {
        LIGHT,
        DARK,
        /// Light, and dark where the reader's system prefers that.
        AUTO;

        public static Colours of(Theme theme) {
            return theme == Theme.DARK ? DARK : LIGHT;
        }

        Theme theme() {
            return this == DARK ? Theme.DARK : Theme.LIGHT;
        }
    }

    /// Whether the file carries the letters that it uses.
    public enum Letters {
        EMBEDDED,
        /// Only the names of the fonts: smaller, and right only where they are installed.
        NAMED
    }

    /// What the file says about itself.
    ///
    /// @param title what people hear first
    /// @param description what the picture shows, for those who do not see it
    /// @param language `en` or `zh`
    /// @param scale size of the picture over size of the drawing
    public record About(String title, String description, String language, double scale) {}

    private final Colours colours;
    private final Letters letters;
    private final StringBuilder body = new StringBuilder();
    private final StringBuilder clips = new StringBuilder();
    private final Set<Token> fills = EnumSet.noneOf(Token.class);
    private final Set<Token> strokes = EnumSet.noneOf(Token.class);
    private final Map<FontFile, Set<Integer>> used = new EnumMap<>(FontFile.class);
    private Transform transform = Transform.NONE;
    private int clipCount;
    private boolean shadow;

    public SvgPen(Colours colours, Letters letters) {
        this.colours = colours;
        this.letters = letters;
    }

    /// The whole file.
    public String document(Rect view, About about) {
        var out = new StringBuilder();
        new Tag("svg")
                .add("xmlns", "http://www.w3.org/2000/svg")
                .add("width", view.w() * about.scale())
                .add("height", view.h() * about.scale())
                .add(
                        "viewBox",
                        Tag.number(view.x()) + " " + Tag.number(view.y()) + " " + Tag.number(view.w()) + " "
                                + Tag.number(view.h()))
                .add("role", "img")
                .add("aria-labelledby", "title desc")
                .add("lang", about.language())
                .add("font-family", Face.UI.css())
                .open(out);
        new Tag("title").add("id", "title").text(about.title(), out);
        new Tag("desc").add("id", "desc").text(about.description(), out);
        String style = styles();
        if (!style.isEmpty()) {
            out.append("<style>\n").append(style).append("</style>\n");
        }
        if (shadow || !clips.isEmpty()) {
            out.append("<defs>\n")
                    .append(shadow ? shadowFilter() : "")
                    .append(clips)
                    .append("</defs>\n");
        }
        return out.append(body).append("</svg>\n").toString();
    }

    @Override
    public void path(Path path, Style style) {
        styled(new Tag("path").add("d", data(transform.path(path))), style).close(body);
    }

    @Override
    public void rect(Rect box, double radius, Style style) {
        Rect placed = transform.rect(box);
        Tag tag = new Tag("rect")
                .add("x", placed.x())
                .add("y", placed.y())
                .add("width", placed.w())
                .add("height", placed.h());
        if (radius > 0) {
            tag.add("rx", transform.length(radius));
        }
        styled(tag, style).close(body);
    }

    @Override
    public void circle(double x, double y, double radius, Style style) {
        Tag tag = new Tag("circle")
                .add("cx", transform.x(x))
                .add("cy", transform.y(y))
                .add("r", transform.length(radius));
        styled(tag, style).close(body);
    }

    @Override
    public void text(String text, double x, double y, Lettering lettering) {
        if (text.isEmpty()) {
            return;
        }
        remember(text, lettering);
        Tag tag = new Tag("text").add("x", transform.x(x)).add("y", transform.y(y));
        if (lettering.face() == Face.MONO) {
            tag.add("font-family", Face.MONO.css());
        }
        tag.add("font-size", transform.length(lettering.size()));
        if (lettering.weight().css() != 400) {
            tag.add("font-weight", lettering.weight().css());
        }
        fill(tag, lettering.ink());
        switch (lettering.anchor()) {
            case START -> {}
            case MIDDLE -> tag.add("text-anchor", "middle");
            case END -> tag.add("text-anchor", "end");
        }
        if (lettering.struck()) {
            tag.add("text-decoration", "line-through");
        }
        if (lettering.face() == Face.MONO && text.length() > 1) {
            tag.add("textLength", transform.length(lettering.width(text)));
        }
        tag.text(text, body);
    }

    @Override
    public void at(double x, double y, double scale, Runnable drawing) {
        Transform before = transform;
        transform = before.at(x, y, scale);
        drawing.run();
        transform = before;
    }

    @Override
    public void clip(Rect box, Runnable drawing) {
        String id = "clip-" + ++clipCount;
        Rect placed = transform.rect(box);
        new Tag("clipPath").add("id", id).open(clips);
        new Tag("rect")
                .add("x", placed.x())
                .add("y", placed.y())
                .add("width", placed.w())
                .add("height", placed.h())
                .close(clips);
        clips.append("</clipPath>\n");
        nested(new Tag("g").add("clip-path", "url(#" + id + ")"), null, drawing);
    }

    @Override
    public boolean keepsGroups() {
        return true;
    }

    @Override
    public void group(Group group, Runnable drawing) {
        nested(new Tag("g").add("id", group.id()), group.title(), drawing);
    }

    @Override
    public void faded(double alpha, Runnable drawing) {
        nested(new Tag("g").add("opacity", alpha), null, drawing);
    }

    private void nested(Tag tag, @Nullable String title, Runnable drawing) {
        int start = body.length();
        tag.open(body);
        if (title != null) {
            new Tag("title").text(title, body);
        }
        int inside = body.length();
        drawing.run();
        if (body.length() == inside) {
            body.setLength(start);
        } else {
            body.append("</g>\n");
        }
    }

    private Tag styled(Tag tag, Style style) {
        Ink fill = style.fill();
        if (fill == null) {
            tag.add("fill", "none");
        } else {
            fill(tag, fill);
        }
        Stroke stroke = style.stroke();
        if (stroke != null) {
            stroke(tag, stroke);
        }
        if (style.floating()) {
            shadow = true;
            tag.add("filter", "url(#shadow)");
        }
        return tag;
    }

    private void fill(Tag tag, Ink ink) {
        fills.add(ink.token());
        if (colours == Colours.AUTO) {
            tag.named("f-" + ink.token().css());
        }
        tag.add("fill", colours.theme().hex(ink.token()));
        if (ink.alpha() < 1) {
            tag.add("fill-opacity", ink.alpha());
        }
    }

    private void stroke(Tag tag, Stroke stroke) {
        strokes.add(stroke.ink().token());
        if (colours == Colours.AUTO) {
            tag.named("s-" + stroke.ink().token().css());
        }
        tag.add("stroke", colours.theme().hex(stroke.ink().token()))
                .add("stroke-width", transform.length(stroke.width()));
        if (stroke.ink().alpha() < 1) {
            tag.add("stroke-opacity", stroke.ink().alpha());
        }
        if (!stroke.dash().isEmpty()) {
            var dash = new StringBuilder();
            for (double length : stroke.dash()) {
                dash.append(dash.isEmpty() ? "" : " ").append(Tag.number(transform.length(length)));
            }
            tag.add("stroke-dasharray", dash.toString());
        }
        if (stroke.roundCap()) {
            tag.add("stroke-linecap", "round");
        }
        if (stroke.roundJoin()) {
            tag.add("stroke-linejoin", "round");
        }
    }

    private void remember(String text, Lettering lettering) {
        for (FontMetrics.Run run : FontMetrics.runs(text, lettering.face(), lettering.weight())) {
            Set<Integer> characters = used.computeIfAbsent(run.font(), font -> new TreeSet<>());
            run.text().codePoints().forEach(characters::add);
        }
    }

    private static String data(Path path) {
        var data = new StringBuilder();
        for (Path.Segment segment : path.segments()) {
            data.append(
                    switch (segment) {
                        case Path.Segment.Move(double x, double y) -> "M" + Tag.number(x) + " " + Tag.number(y);
                        case Path.Segment.Line(double x, double y) -> "L" + Tag.number(x) + " " + Tag.number(y);
                        case Path.Segment.Curve(double x1, double y1, double x2, double y2, double x, double y) ->
                            "C" + Tag.number(x1) + " " + Tag.number(y1) + " " + Tag.number(x2) + " " + Tag.number(y2)
                                    + " " + Tag.number(x) + " " + Tag.number(y);
                        case Path.Segment.Close() -> "Z";
                    });
        }
        return data.toString();
    }

    private String styles() {
        var css = new StringBuilder();
        if (letters == Letters.EMBEDDED) {
            used.forEach((font, characters) -> css.append(FontSubset.css(font, characters)));
        }
        if (colours == Colours.AUTO) {
            css.append("@media (prefers-color-scheme: dark) {\n");
            fills.forEach(token -> css.append(".f-" + token.css() + " { fill: " + Theme.DARK.hex(token) + "; }\n"));
            strokes.forEach(token -> css.append(".s-" + token.css() + " { stroke: " + Theme.DARK.hex(token) + "; }\n"));
            css.append("}\n");
        }
        return css.toString();
    }

    private String shadowFilter() {
        Theme theme = colours.theme();
        var out = new StringBuilder();
        new Tag("filter")
                .add("id", "shadow")
                .add("x", "-20%")
                .add("y", "-20%")
                .add("width", "140%")
                .add("height", "160%")
                .open(out);
        new Tag("feGaussianBlur")
                .add("in", "SourceAlpha")
                .add("stdDeviation", 6)
                .close(out);
        new Tag("feOffset").add("dy", 4).add("result", "blur").close(out);
        new Tag("feFlood")
                .add("flood-color", theme.hex(Token.SHADOW))
                .add("flood-opacity", theme.shadow())
                .close(out);
        new Tag("feComposite").add("in2", "blur").add("operator", "in").close(out);
        out.append("<feMerge><feMergeNode/><feMergeNode in=\"SourceGraphic\"/></feMerge>\n");
        return out.append("</filter>\n").toString();
    }
}
