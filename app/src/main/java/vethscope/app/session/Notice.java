package vethscope.app.session;

import java.util.List;

/// One thing to tell in the banner: a key of the messages and its arguments.
public record Notice(Level level, String key, List<String> arguments) {

    public enum Level {
        INFO,
        WARNING,
        ERROR
    }

    public Notice {
        arguments = List.copyOf(arguments);
    }

    public static Notice error(String key, Object... arguments) {
        return new Notice(
                Level.ERROR,
                key,
                java.util.Arrays.stream(arguments).map(String::valueOf).toList());
    }

    public static Notice warning(String key, Object... arguments) {
        return new Notice(
                Level.WARNING,
                key,
                java.util.Arrays.stream(arguments).map(String::valueOf).toList());
    }

    public static Notice info(String key, Object... arguments) {
        return new Notice(
                Level.INFO,
                key,
                java.util.Arrays.stream(arguments).map(String::valueOf).toList());
    }
}
