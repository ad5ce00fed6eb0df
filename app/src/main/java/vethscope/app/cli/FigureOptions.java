package vethscope.app.cli;

import java.util.Locale;
import picocli.CommandLine.Option;
import vethscope.app.export.Options;
import vethscope.app.paint.SvgPen.Colours;
import vethscope.app.paint.SvgPen.Letters;

/// How a picture looks; the window offers the same.
final class FigureOptions {

    private static final double LARGEST_SCALE = 16;
    private static final double WIDEST_MARGIN = 1000;

    @Option(
            names = "--theme",
            paramLabel = "light|dark|auto",
            order = 10,
            description = "Default: light; auto follows the reader's system.")
    private Colours theme = Colours.LIGHT;

    @Option(names = "--background", paramLabel = "theme|transparent", order = 11, description = "Default: theme.")
    private Options.Background background = Options.Background.THEME;

    @Option(
            names = "--fonts",
            paramLabel = "embedded|named",
            order = 12,
            description = "Letters inside the file, or only the names of the fonts. Default: embedded.")
    private Letters fonts = Letters.EMBEDDED;

    @Option(
            names = "--scale",
            paramLabel = "N",
            order = 13,
            description = "Size of the picture over size of the drawing. Default: 1.")
    private double scale = Options.DEFAULT.scale();

    @Option(names = "--margin", paramLabel = "N", order = 14, description = "Pixels around the drawing. Default: 16.")
    private double margin = Options.DEFAULT.margin();

    @Option(names = "--no-heading", order = 15, description = "Leave the title out.")
    private boolean noHeading;

    @Option(names = "--no-legend", order = 16, description = "Leave the legend out.")
    private boolean noLegend;

    @Option(names = "--no-table", order = 17, description = "Leave the table of steps out.")
    private boolean noTable;

    @Option(names = "--no-caption", order = 18, description = "Leave the caption out.")
    private boolean noCaption;

    /// @throws Stop if a number makes no picture
    void check(Words words) {
        if (!(scale > 0 && scale <= LARGEST_SCALE)) {
            throw new Stop(Exit.USAGE, words.say("render.number", "--scale", scale, LARGEST_SCALE));
        }
        if (!(margin >= 0 && margin <= WIDEST_MARGIN)) {
            throw new Stop(Exit.USAGE, words.say("render.number", "--margin", margin, WIDEST_MARGIN));
        }
    }

    /// @param step 0: the whole
    Options options(Locale locale, int step) {
        return Options.DEFAULT
                .with(theme)
                .with(background)
                .with(fonts)
                .in(locale)
                .scaled(scale)
                .within(margin)
                .parts(!noHeading, !noLegend, !noTable, !noCaption)
                .atStep(step);
    }
}
