package vethscope.app.shell;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.text.Font;
import vethscope.app.paint.FxPen;
import vethscope.app.paint.Theme;
import vethscope.app.session.Settings;

/// Fonts and colours of the window: AtlantaFX below, the drawing's own tokens above it.
final class Look {

    private Look() {}

    /// The theme that a setting means on this machine now.
    static Theme theme(Settings.Theme setting) {
        return switch (setting) {
            case LIGHT -> Theme.LIGHT;
            case DARK -> Theme.DARK;
            case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK ? Theme.DARK : Theme.LIGHT;
        };
    }

    static void dress(Scene scene, Theme theme) {
        FxPen.loadFonts();
        loadSlanted();
        ChineseFallback.install();
        String base = theme == Theme.DARK
                ? new PrimerDark().getUserAgentStylesheet()
                : new PrimerLight().getUserAgentStylesheet();
        if (!base.equals(Application.getUserAgentStylesheet())) {
            Application.setUserAgentStylesheet(base);
        }
        String own =
                Objects.requireNonNull(Look.class.getResource("window.css")).toExternalForm();
        scene.getStylesheets().setAll(tokens(theme), own);
        scene.getPreferences().setColorScheme(theme == Theme.DARK ? ColorScheme.DARK : ColorScheme.LIGHT);
        scene.setFill(javafx.scene.paint.Color.web(theme.hex(vethscope.app.paint.Token.APP)));
    }

    /// Generated values are slanted; nothing is drawn in this font, so the pen does not know it.
    private static void loadSlanted() {
        try (InputStream in = Objects.requireNonNull(
                Look.class.getResourceAsStream("/vethscope/app/fonts/JetBrainsMono-Italic.ttf"))) {
            Font.loadFont(in, 12);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tokens(Theme theme) {
        String sheet = ".root {\n" + theme.css() + "}\n";
        return "data:text/css;base64," + Base64.getEncoder().encodeToString(sheet.getBytes(StandardCharsets.UTF_8));
    }
}
