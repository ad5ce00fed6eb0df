package vethscope.app.shell;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import vethscope.app.session.Topic;

/// Everything that can be done in the window, once: by id, and as menus.
final class Actions {

    private final List<Menu> menus;
    private final List<Action> all;
    private final List<Runnable> listeners = new ArrayList<>();

    Actions(Window window, Content content) {
        menus = new Menus(window, content).all();
        all = menus.stream()
                .flatMap(m -> m.actions().stream())
                .filter(Objects::nonNull)
                .toList();
        window.session().on(EnumSet.allOf(Topic.class), this::refresh);
        content.canvas().onView(this::refresh);
    }

    List<Menu> menus() {
        return menus;
    }

    List<Action> all() {
        return all;
    }

    Action get(String id) {
        return all.stream()
                .filter(a -> a.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(id));
    }

    /// Calls a button back whenever something may have become possible or impossible.
    void watch(Runnable listener) {
        listeners.add(listener);
        listener.run();
    }

    void refresh() {
        listeners.forEach(Runnable::run);
    }
}
