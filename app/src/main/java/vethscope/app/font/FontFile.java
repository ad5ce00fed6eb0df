package vethscope.app.font;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.jspecify.annotations.Nullable;

/// One bundled font. A file is read when a text first needs it.
public enum FontFile {
    INTER_REGULAR("Inter-Regular.ttf", "Inter", Weight.REGULAR),
    INTER_MEDIUM("Inter-Medium.ttf", "Inter", Weight.MEDIUM),
    INTER_SEMIBOLD("Inter-SemiBold.ttf", "Inter", Weight.SEMIBOLD),
    INTER_BOLD("Inter-Bold.ttf", "Inter", Weight.BOLD),
    MONO_REGULAR("JetBrainsMono-Regular.ttf", "JetBrains Mono", Weight.REGULAR),
    MONO_MEDIUM("JetBrainsMono-Medium.ttf", "JetBrains Mono", Weight.MEDIUM),
    MONO_BOLD("JetBrainsMono-Bold.ttf", "JetBrains Mono", Weight.BOLD),
    CHINESE_REGULAR("NotoSansSC-Regular.ttf", "Noto Sans SC", Weight.REGULAR),
    CHINESE_BOLD("NotoSansSC-Bold.ttf", "Noto Sans SC", Weight.BOLD);

    private static final int UNKNOWN = Integer.MIN_VALUE;
    private static final int ABSENT = -1;

    private final String file;
    private final String family;
    private final Weight weight;
    /// Advance of each character of the basic plane in font units.
    private final int[] advances = new int[0x10000];

    private volatile @Nullable Loaded loaded;

    FontFile(String file, String family, Weight weight) {
        this.file = file;
        this.family = family;
        this.weight = weight;
        Arrays.fill(advances, UNKNOWN);
    }

    /// The file that sets a face in a weight. There is no semibold mono: bold stands in, as a browser would choose.
    static FontFile of(Face face, Weight weight) {
        return switch (face) {
            case UI ->
                switch (weight) {
                    case REGULAR -> INTER_REGULAR;
                    case MEDIUM -> INTER_MEDIUM;
                    case SEMIBOLD -> INTER_SEMIBOLD;
                    case BOLD -> INTER_BOLD;
                };
            case MONO ->
                switch (weight) {
                    case REGULAR -> MONO_REGULAR;
                    case MEDIUM -> MONO_MEDIUM;
                    case SEMIBOLD, BOLD -> MONO_BOLD;
                };
        };
    }

    /// The file for characters that the face does not have.
    static FontFile chinese(Weight weight) {
        return switch (weight) {
            case REGULAR, MEDIUM -> CHINESE_REGULAR;
            case SEMIBOLD, BOLD -> CHINESE_BOLD;
        };
    }

    /// The family in CSS and SVG.
    public String family() {
        return family;
    }

    public Weight weight() {
        return weight;
    }

    /// The TrueType file as it is bundled.
    public InputStream open() {
        InputStream in = FontFile.class.getResourceAsStream("/vethscope/app/fonts/" + file);
        if (in == null) {
            throw new IllegalStateException("the font " + file + " is not in the application");
        }
        return in;
    }

    public boolean has(int codePoint) {
        return advance(codePoint) >= 0;
    }

    /// How far the pen moves for a character, in parts of the font size; 0.6 for one that the font does not have.
    double em(int codePoint) {
        int units = advance(codePoint);
        return units < 0 ? 0.6 : units / (double) load().unitsPerEm;
    }

    /// The parsed font, for subsetting. Not for concurrent use.
    public TrueTypeFont font() {
        return load().font;
    }

    private int advance(int codePoint) {
        if (codePoint >= advances.length) {
            return measure(codePoint);
        }
        int known = advances[codePoint];
        if (known == UNKNOWN) {
            known = measure(codePoint);
            advances[codePoint] = known;
        }
        return known;
    }

    private synchronized int measure(int codePoint) {
        try {
            Loaded font = load();
            int glyph = font.characters.getGlyphId(codePoint);
            return glyph == 0 ? ABSENT : font.font.getAdvanceWidth(glyph);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Loaded load() {
        Loaded font = loaded;
        if (font == null) {
            font = read();
            loaded = font;
        }
        return font;
    }

    private synchronized Loaded read() {
        try (InputStream in = open()) {
            TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(in));
            return new Loaded(font, font.getUnicodeCmapLookup(), font.getUnitsPerEm());
        } catch (IOException e) {
            throw new UncheckedIOException("the font " + file + " cannot be read", e);
        }
    }

    private record Loaded(TrueTypeFont font, CmapLookup characters, int unitsPerEm) {}
}
