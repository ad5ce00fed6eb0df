package vethscope.app.session;

import java.util.Locale;
import java.util.Properties;

/// What a user sets and the window keeps between starts.
///
/// @param language `en`, `zh`, or empty: as the system
public record Settings(
        String language, Theme theme, Labels labels, Panels panels, boolean wheelZooms, boolean minimap) {

    public static final Settings DEFAULT =
            new Settings("", Theme.SYSTEM, Labels.INTERFACES, Panels.DEFAULT, false, true);

    public enum Theme {
        SYSTEM,
        LIGHT,
        DARK
    }

    /// How much is written beside the elements; each level adds to the one before.
    public enum Labels {
        NAMES,
        ADDRESSES,
        INTERFACES,
        MACS
    }

    /// Sizes in pixels; which panels are shown.
    public record Panels(
            double left, double right, double dock, boolean leftShown, boolean rightShown, boolean dockShown) {
        public static final Panels DEFAULT = new Panels(232, 320, 260, true, true, true);

        public Panels withSizes(double left, double right, double dock) {
            return new Panels(left, right, dock, leftShown, rightShown, dockShown);
        }

        public Panels withShown(boolean left, boolean right, boolean dock) {
            return new Panels(this.left, this.right, this.dock, left, right, dock);
        }
    }

    public Locale locale() {
        String code = language.isEmpty() ? Locale.getDefault().getLanguage() : language;
        return code.equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    }

    public Settings withLanguage(String language) {
        return new Settings(language, theme, labels, panels, wheelZooms, minimap);
    }

    public Settings withTheme(Theme theme) {
        return new Settings(language, theme, labels, panels, wheelZooms, minimap);
    }

    public Settings withLabels(Labels labels) {
        return new Settings(language, theme, labels, panels, wheelZooms, minimap);
    }

    public Settings withPanels(Panels panels) {
        return new Settings(language, theme, labels, panels, wheelZooms, minimap);
    }

    public Settings withWheelZooms(boolean wheelZooms) {
        return new Settings(language, theme, labels, panels, wheelZooms, minimap);
    }

    public Settings withMinimap(boolean minimap) {
        return new Settings(language, theme, labels, panels, wheelZooms, minimap);
    }

    static Settings of(Properties p) {
        Panels d = Panels.DEFAULT;
        return new Settings(
                p.getProperty("language", ""),
                word(Theme.class, p.getProperty("theme"), DEFAULT.theme),
                word(Labels.class, p.getProperty("labels"), DEFAULT.labels),
                new Panels(
                        size(p.getProperty("left"), d.left),
                        size(p.getProperty("right"), d.right),
                        size(p.getProperty("dock"), d.dock),
                        !"false".equals(p.getProperty("leftShown")),
                        !"false".equals(p.getProperty("rightShown")),
                        !"false".equals(p.getProperty("dockShown"))),
                "true".equals(p.getProperty("wheelZooms")),
                !"false".equals(p.getProperty("minimap")));
    }

    Properties properties() {
        var p = new Properties();
        p.setProperty("language", language);
        p.setProperty("theme", theme.name());
        p.setProperty("labels", labels.name());
        p.setProperty("left", String.valueOf(Math.round(panels.left)));
        p.setProperty("right", String.valueOf(Math.round(panels.right)));
        p.setProperty("dock", String.valueOf(Math.round(panels.dock)));
        p.setProperty("leftShown", String.valueOf(panels.leftShown));
        p.setProperty("rightShown", String.valueOf(panels.rightShown));
        p.setProperty("dockShown", String.valueOf(panels.dockShown));
        p.setProperty("wheelZooms", String.valueOf(wheelZooms));
        p.setProperty("minimap", String.valueOf(minimap));
        return p;
    }

    private static <E extends Enum<E>> E word(
            Class<E> type, @org.jspecify.annotations.Nullable String text, E otherwise) {
        for (E value : type.getEnumConstants()) {
            if (value.name().equals(text)) {
                return value;
            }
        }
        return otherwise;
    }

    private static double size(@org.jspecify.annotations.Nullable String text, double otherwise) {
        try {
            return text == null ? otherwise : Math.clamp(Double.parseDouble(text), 120, 1200);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
