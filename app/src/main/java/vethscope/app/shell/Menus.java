package vethscope.app.shell;

import static vethscope.app.shell.Action.letter;
import static vethscope.app.shell.Action.of;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import vethscope.app.canvas.Alignment;
import vethscope.app.canvas.CanvasView;
import vethscope.app.canvas.Mode;
import vethscope.app.palette.Stencil;
import vethscope.app.play.PlayerView;
import vethscope.app.session.Document;
import vethscope.app.session.Session;
import vethscope.app.session.Settings;
import vethscope.app.widget.Icon;

/// The menus, and in them every action with its key and when it is possible.
final class Menus {

    private final Window window;
    private final Session session;
    private final Content content;
    private final CanvasView canvas;

    Menus(Window window, Content content) {
        this.window = window;
        this.session = window.session();
        this.content = content;
        this.canvas = content.canvas();
    }

    List<Menu> all() {
        return List.of(file(), edit(), view(), insert(), arrange(), simulate(), test(), tools(), help());
    }

    private Menu file() {
        Drawings drawings = window.drawings();
        return menu(
                "file",
                of("new", Icon.FILE, "Shortcut+N", Menus::always, drawings::create),
                of("open", Icon.FOLDER, "Shortcut+O", Menus::always, drawings::open),
                null,
                of(
                        "save",
                        null,
                        "Shortcut+S",
                        when(d -> d.modified() || d.origin().file() == null),
                        drawings::save),
                of("save-as", null, "Shortcut+Shift+S", drawing(), drawings::saveAs),
                of(
                        "close",
                        null,
                        "Shortcut+W",
                        drawing(),
                        () -> session.document().ifPresent(drawings::close)),
                of("welcome", null, null, drawing(), () -> session.show(null)),
                null,
                of("quit", null, "Shortcut+Q", Menus::always, window::quit));
    }

    private Menu edit() {
        return menu(
                "edit",
                of("undo", Icon.UNDO, "Shortcut+Z", when(d -> d.history().canUndo()), session::undo),
                of("redo", Icon.REDO, "Shortcut+Y", when(d -> d.history().canRedo()), session::redo),
                null,
                of("cut", null, "Shortcut+X", selected(), () -> {
                    session.copy();
                    canvas.commands().delete();
                }),
                of("copy", null, "Shortcut+C", selected(), session::copy),
                of("paste", null, "Shortcut+V", session::canPaste, session::paste),
                of("duplicate", null, "Shortcut+D", selected(), session::duplicate),
                null,
                of("select-all", null, "Shortcut+A", drawing(), canvas.commands()::selectAll),
                letter(
                        "delete",
                        null,
                        "Delete",
                        when(d -> !d.selection().isEmpty() || d.cable() != null),
                        canvas.commands()::delete),
                letter("rename", null, "F2", when(d -> d.single().isPresent()), canvas.commands()::rename),
                null,
                of("find", Icon.SEARCH, "Shortcut+F", drawing(), () -> content.palette(CommandPalette.ELEMENTS)),
                of("commands", Icon.SEARCH, "Shortcut+Shift+P", Menus::always, () -> content.palette("")));
    }

    private Menu view() {
        return menu(
                "view",
                of("zoom-in", Icon.PLUS, "Shortcut+Equals", drawing(), () -> canvas.zoomBy(1.25)),
                of("zoom-out", Icon.MINUS, "Shortcut+Minus", drawing(), () -> canvas.zoomBy(0.8)),
                of("zoom-100", null, "Shortcut+0", drawing(), () -> canvas.zoomTo(1)),
                letter("fit", Icon.FIT, "Shift+1", drawing(), canvas::fit),
                letter("fit-selection", null, "Shift+2", selected(), canvas::fitSelection),
                of("minimap", Icon.MINIMAP, null, drawing(), () -> window.set(s -> s.withMinimap(!s.minimap())))
                        .switchedBy(() -> window.settings().minimap() && canvas.overviewed()),
                of("present", null, "F11", drawing(), content::present),
                null,
                labels(Settings.Labels.NAMES),
                labels(Settings.Labels.ADDRESSES),
                labels(Settings.Labels.INTERFACES),
                labels(Settings.Labels.MACS),
                null,
                panel(
                        "show-left",
                        "Alt+1",
                        p -> p.leftShown(),
                        p -> p.withShown(!p.leftShown(), p.rightShown(), p.dockShown())),
                panel(
                        "show-right",
                        "Alt+3",
                        p -> p.rightShown(),
                        p -> p.withShown(p.leftShown(), !p.rightShown(), p.dockShown())),
                panel(
                        "show-dock",
                        "Alt+0",
                        p -> p.dockShown(),
                        p -> p.withShown(p.leftShown(), p.rightShown(), !p.dockShown())),
                of(
                        "outline-expand",
                        null,
                        null,
                        drawing(),
                        () -> content.outline().unfold(true)),
                of(
                        "outline-collapse",
                        null,
                        null,
                        drawing(),
                        () -> content.outline().unfold(false)),
                null,
                theme(Settings.Theme.SYSTEM),
                theme(Settings.Theme.LIGHT),
                theme(Settings.Theme.DARK),
                null,
                language("en"),
                language("zh"));
    }

    private Menu insert() {
        var actions = new ArrayList<@Nullable Action>();
        Stencil.Group[] groups = Stencil.Group.values();
        for (Stencil.Group group : groups) {
            for (Stencil stencil : group.stencils()) {
                String id = "insert-" + stencil.kind();
                String key = stencil.letter();
                actions.add(
                        key == null
                                ? of(id, null, null, drawing(), () -> canvas.place(stencil))
                                : letter(id, null, key, drawing(), () -> canvas.place(stencil)));
            }
            actions.add(null);
        }
        actions.add(mode(Mode.NOTE, Icon.NOTE, null));
        return new Menu("insert", actions);
    }

    private Menu arrange() {
        return menu(
                "arrange",
                mode(Mode.SELECT, Icon.SELECT, "V"),
                mode(Mode.HAND, Icon.HAND, "H"),
                mode(Mode.LINK, Icon.LINK, "K"),
                null,
                letter("fold", null, "Minus", selected(), canvas.commands()::fold),
                null,
                of("align-left", null, null, several(), () -> canvas.commands().align(Alignment.LEFT)),
                of("align-top", null, null, several(), () -> canvas.commands().align(Alignment.TOP)),
                of(
                        "spread-across",
                        null,
                        null,
                        several(),
                        () -> canvas.commands().align(Alignment.ACROSS)),
                of("spread-down", null, null, several(), () -> canvas.commands().align(Alignment.DOWN)));
    }

    private Menu simulate() {
        return menu(
                "simulate",
                of("focus-send", null, "Shortcut+Enter", drawing(), content.sendBar()::focusOrSend),
                mode(Mode.SEND, Icon.SEND, "Q"),
                null,
                of("play", Icon.PLAY, "F9", traced(), () -> player().toggle()),
                of("step-back", Icon.BACK, "Alt+Left", traced(), () -> player().move(player().at() - 1)),
                of("step-forward", Icon.FORWARD, "Alt+Right", traced(), () -> player().move(player().at() + 1)),
                of("step-first", Icon.FIRST, "Alt+Home", traced(), () -> player().move(0)),
                of("step-last", Icon.LAST, "Alt+End", traced(), () -> player().move(Integer.MAX_VALUE)),
                null,
                of("forget", null, null, traced(), session::forget));
    }

    private Menu test() {
        return menu(
                "test",
                of(
                        "run-tests",
                        Icon.TESTS,
                        "Shift+F5",
                        when(d -> !d.design().probes().isEmpty()),
                        session::test),
                of("save-test", null, null, traced(), session::saveTest));
    }

    private Menu tools() {
        return menu(
                "tools",
                dock(DockView.Tab.TRACE, "Alt+9"),
                dock(DockView.Tab.TABLES, "Alt+8"),
                dock(DockView.Tab.PROBLEMS, "Alt+6"),
                dock(DockView.Tab.TESTS, "Alt+7"),
                dock(DockView.Tab.MADE, "Alt+4"),
                dock(DockView.Tab.HISTORY, null),
                of("next-problem", null, "F8", drawing(), () -> content.dock().nextProblem(1)),
                of(
                        "previous-problem",
                        null,
                        "Shift+F8",
                        drawing(),
                        () -> content.dock().nextProblem(-1)),
                of("next-region", null, "F6", drawing(), () -> content.cycle(1)),
                of("previous-region", null, "Shift+F6", drawing(), () -> content.cycle(-1)),
                null,
                of("wheel-zooms", null, null, Menus::always, () -> window.set(s -> s.withWheelZooms(!s.wheelZooms())))
                        .switchedBy(() -> window.settings().wheelZooms()));
    }

    private Menu help() {
        return menu(
                "help",
                of("keys", Icon.TABLES, "F1", Menus::always, content::showKeys),
                of("about", Icon.INFO, null, Menus::always, content::showAbout));
    }

    private static Menu menu(String id, @Nullable Action... actions) {
        return new Menu(id, java.util.Collections.unmodifiableList(Arrays.asList(actions)));
    }

    private Action mode(Mode mode, Icon icon, @Nullable String key) {
        String id = "tool-" + mode.name().toLowerCase(Locale.ROOT);
        Runnable run = () -> canvas.use(mode);
        Action action = key == null ? of(id, icon, null, drawing(), run) : letter(id, icon, key, drawing(), run);
        return action.switchedBy(() -> canvas.mode() == mode);
    }

    private Action labels(Settings.Labels level) {
        return of(
                        "labels-" + level.name().toLowerCase(Locale.ROOT),
                        null,
                        null,
                        Menus::always,
                        () -> window.set(s -> s.withLabels(level)))
                .switchedBy(() -> window.settings().labels() == level);
    }

    private Action theme(Settings.Theme theme) {
        return of(
                        "theme-" + theme.name().toLowerCase(Locale.ROOT),
                        null,
                        null,
                        Menus::always,
                        () -> window.set(s -> s.withTheme(theme)))
                .switchedBy(() -> window.settings().theme() == theme);
    }

    private Action language(String code) {
        return of("language-" + code, null, null, Menus::always, () -> window.set(s -> s.withLanguage(code)))
                .switchedBy(() -> window.settings().locale().getLanguage().equals(code));
    }

    private Action panel(
            String id,
            String key,
            Predicate<Settings.Panels> shown,
            java.util.function.UnaryOperator<Settings.Panels> change) {
        return of(id, null, key, drawing(), () -> window.set(s -> s.withPanels(change.apply(s.panels()))))
                .switchedBy(() -> shown.test(window.settings().panels()));
    }

    private Action dock(DockView.Tab tab, @Nullable String key) {
        return of(
                "dock-" + tab.id(),
                tab.icon(),
                key,
                drawing(),
                () -> content.dock().open(tab));
    }

    private PlayerView player() {
        return content.dock().player();
    }

    private BooleanSupplier when(Predicate<Document> condition) {
        return () -> session.document().filter(condition).isPresent();
    }

    private static boolean always() {
        return true;
    }

    private BooleanSupplier drawing() {
        return when(_ -> true);
    }

    private BooleanSupplier selected() {
        return when(d -> !d.selection().isEmpty());
    }

    private BooleanSupplier several() {
        return when(d -> d.selection().size() > 1);
    }

    private BooleanSupplier traced() {
        return when(d -> d.simulation().trace().isPresent());
    }
}
