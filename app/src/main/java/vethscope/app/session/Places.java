package vethscope.app.session;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// Where the window keeps what is its own: settings, and the files opened last. A place that cannot be read or written
/// is as good as empty: the window works without it.
public record Places(Path config, Path state) {

    private static final int RECENT = 12;

    /// The user's own folders, after the XDG base directory specification and its native equivalents.
    public static Places ofUser() {
        Path home = Path.of(System.getProperty("user.home"));
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (os.contains("mac")) {
            Path support = home.resolve("Library/Application Support/Vethscope");
            return new Places(support, support);
        }
        if (os.contains("win")) {
            String data = System.getenv("APPDATA");
            Path roaming = (data == null ? home : Path.of(data)).resolve("Vethscope");
            return new Places(roaming, roaming);
        }
        return new Places(
                xdg("XDG_CONFIG_HOME", home.resolve(".config")), xdg("XDG_STATE_HOME", home.resolve(".local/state")));
    }

    private static Path xdg(String variable, Path otherwise) {
        String value = System.getenv(variable);
        return (value == null || value.isBlank() ? otherwise : Path.of(value)).resolve("vethscope");
    }

    public Settings settings() {
        var properties = new Properties();
        try (Reader in = Files.newBufferedReader(settingsFile())) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            return Settings.DEFAULT;
        }
        return Settings.of(properties);
    }

    public void keep(Settings settings) {
        write(settingsFile(), out -> settings.properties().store(out, null));
    }

    /// The files opened last that still exist, the newest first.
    public List<Path> recent() {
        try (Stream<String> lines = Files.lines(recentFile())) {
            return lines.filter(l -> !l.isBlank())
                    .map(Path::of)
                    .filter(Files::isRegularFile)
                    .limit(RECENT)
                    .toList();
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }

    /// Where the file lies that was opened or saved last.
    public Optional<Path> folder() {
        return recent().stream().findFirst().map(Path::getParent);
    }

    public void opened(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        List<String> lines = Stream.concat(
                        Stream.of(absolute), recent().stream().filter(p -> !p.equals(absolute)))
                .limit(RECENT)
                .map(Path::toString)
                .toList();
        write(recentFile(), out -> out.write(String.join("\n", lines) + "\n"));
    }

    private Path settingsFile() {
        return config.resolve("settings.properties");
    }

    private Path recentFile() {
        return state.resolve("recent");
    }

    private interface Writing {
        void to(Writer out) throws IOException;
    }

    private static void write(Path file, Writing writing) {
        try {
            Files.createDirectories(file.getParent());
            try (Writer out = Files.newBufferedWriter(file)) {
                writing.to(out);
            }
        } catch (IOException e) {
            System.getLogger(Places.class.getName()).log(System.Logger.Level.WARNING, "not kept: " + file, e);
        }
    }
}
