package vethscope.app.shell;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;

/// Chinese in every control, also where the system has no Chinese font. On Linux JavaFX takes a character that a
/// font does not have from a list that fontconfig gave it; this adds the bundled Noto Sans SC to the list of every
/// bundled font, as JavaFX itself does with fonts that Pango finds. It needs
/// `--add-exports javafx.graphics/com.sun.javafx.font`, which our launchers give; without it, or with a JavaFX that
/// works otherwise, the fonts of the system have to do.
final class ChineseFallback {

    private static final List<String> FAMILIES =
            List.of("Inter", "Inter Medium", "Inter SemiBold", "JetBrains Mono", "JetBrains Mono Medium");
    private static final boolean[] EITHER = {false, true};

    private final Object factory;
    private final Method create;
    private final Method resource;
    private final Method add;

    private ChineseFallback() throws ReflectiveOperationException {
        String fonts = "com.sun.javafx.font.";
        Class<?> factories = Class.forName(fonts + "PrismFontFactory");
        factory = factories.getMethod("getFontFactory").invoke(null);
        create = factories.getMethod("createFont", String.class, boolean.class, boolean.class, float.class);
        resource = Class.forName(fonts + "PGFont").getMethod("getFontResource");
        add = Class.forName(fonts + "CompositeFontResource").getMethod("getSlotForFont", String.class);
    }

    /// Once the bundled fonts are loaded, and before anything is written.
    ///
    /// @return whether Chinese is sure to be readable
    static boolean install() {
        try {
            var fallback = new ChineseFallback();
            for (String family : FAMILIES) {
                for (boolean bold : EITHER) {
                    for (boolean italic : EITHER) {
                        fallback.to(family, bold, italic);
                    }
                }
            }
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }

    private void to(String family, boolean bold, boolean italic)
            throws IllegalAccessException, InvocationTargetException {
        Object list = resource.invoke(create.invoke(factory, family, bold, italic, 12f));
        boolean heavy = bold || family.endsWith("SemiBold");
        add.invoke(list, heavy ? "Noto Sans SC Bold" : "Noto Sans SC");
    }
}
