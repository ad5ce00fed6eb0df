package vethscope.app.tables;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import vethscope.app.play.Lines;
import vethscope.app.play.PlayerView;
import vethscope.app.session.Document;
import vethscope.app.session.Session;
import vethscope.app.session.Simulation;
import vethscope.app.session.Topic;
import vethscope.app.widget.Glyph;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Segments;
import vethscope.app.widget.Texts;
import vethscope.engine.netfilter.Table;
import vethscope.engine.network.Conntrack;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.engine.trace.Step;
import vethscope.model.Id;
import vethscope.model.element.Kinds;

/// Every table of a network namespace, as it is at the step under the cursor.
public final class TablesView extends VBox {

    enum Kind {
        INTERFACES(Sheet::interfaces),
        ROUTES(Sheet::routes),
        IPTABLES(null),
        FDB(Sheet::fdb),
        ARP(Sheet::arp),
        CONNTRACK(Sheet::conntrack),
        IPVS(Sheet::ipvs),
        ENDPOINTS(Sheet::endpoints);

        private final @Nullable Function<Sheet.Source, Sheet> sheet;

        Kind(@Nullable Function<Sheet.Source, Sheet> sheet) {
            this.sheet = sheet;
        }

        /// The table that decides at a stage.
        static Kind of(String stage) {
            return switch (stage.split(" ")[0]) {
                case "route" -> ROUTES;
                case "bridge", "fdb" -> FDB;
                case "arp", "ndp" -> ARP;
                case "conntrack" -> CONNTRACK;
                case "ipvs" -> IPVS;
                case "transmit", "receive", "tunnel", "fragment" -> INTERFACES;
                default -> IPTABLES;
            };
        }
    }

    /// Below this width the rules need the room of the connections, which have a table of their own.
    private static final double NARROW = 1120;

    private final Session session;
    private final Texts texts;
    private final Glyph glyphs;
    private final PlayerView player;
    private final ComboBox<Netns> spaces = new ComboBox<>();
    private final Segments<Kind> kinds;
    private final Label state = Parts.label("", "semibold");
    private final Button back;
    private final Button forward;
    private final CheckBox walkedOnly;
    private final TextField filter;
    private final SheetView sheet;
    private final IptablesView iptables;
    private final ConntrackPanel conntrack;
    private final HBox rules;
    private Kind kind = Kind.IPTABLES;
    private @Nullable Table table;
    private @Nullable Id pinned;
    private boolean filling;

    public TablesView(Session session, Texts texts, Glyph glyphs, PlayerView player) {
        this.session = session;
        this.texts = texts;
        this.glyphs = glyphs;
        this.player = player;
        setId("tables");
        kinds = new Segments<>(words(), kind, this::choose);
        kinds.setId("tables-kinds");
        back = Parts.button(Icon.BACK, null, texts.get("action.step-back"), () -> move(-1));
        forward = Parts.button(Icon.FORWARD, null, texts.get("action.step-forward"), () -> move(1));
        walkedOnly = new CheckBox(texts.get("tables.walked-only"));
        walkedOnly.setSelected(true);
        walkedOnly.setOnAction(_ -> fill());
        filter = Parts.search(texts.get("tables.filter"));
        filter.textProperty().addListener((_, _, _) -> fill());
        sheet = new SheetView(texts);
        iptables = new IptablesView(texts, this::choose);
        conntrack = new ConntrackPanel(texts, () -> {
            kinds.choose(Kind.CONNTRACK);
            choose(Kind.CONNTRACK);
        });
        HBox.setHgrow(iptables, Priority.ALWAYS);
        rules = new HBox(iptables, conntrack);
        var stack = new StackPane(rules, sheet);
        stack.setMinSize(0, 0);
        setMinWidth(0);
        VBox.setVgrow(stack, Priority.ALWAYS);
        getChildren().addAll(tools(), stack);
        spaces();
        session.on(java.util.Set.of(Topic.NETWORK, Topic.TABS), this::refill);
        session.on(Topic.STEP, this::follow);
        widthProperty().addListener((_, was, is) -> {
            if (was.doubleValue() < NARROW != is.doubleValue() < NARROW) {
                fill();
            }
        });
        visibleProperty().addListener((_, _, shown) -> {
            if (shown) {
                refill();
            }
        });
        refill();
    }

    /// Turns to the table that decided the step under the cursor.
    public void showDecider() {
        step().map(step -> Kind.of(step.stage())).ifPresent(decider -> {
            kinds.choose(decider);
            choose(decider);
        });
    }

    private Map<Kind, String> words() {
        var words = new LinkedHashMap<Kind, String>();
        for (Kind k : Kind.values()) {
            words.put(k, texts.get("tables." + k.name().toLowerCase(Locale.ROOT)));
        }
        return words;
    }

    private HBox tools() {
        var search = Parts.searchBox(filter);
        search.setPrefWidth(136);
        search.setMinWidth(60);
        walkedOnly.setMinWidth(USE_PREF_SIZE);
        state.setMinWidth(USE_PREF_SIZE);
        HBox tools = Parts.row(
                "dock-tools", spaces, kinds, Parts.spring(), back, state, forward, Parts.divider(), walkedOnly, search);
        kinds.setMinWidth(USE_PREF_SIZE);
        tools.getStyleClass().add("spaced");
        return tools;
    }

    private void spaces() {
        spaces.setId("tables-space");
        spaces.setPrefWidth(168);
        spaces.setMinWidth(90);
        spaces.getStyleClass().add("form-combo");
        spaces.setAccessibleText(texts.get("tables.space"));
        spaces.setCellFactory(_ -> new SpaceCell());
        spaces.setButtonCell(new SpaceCell());
        spaces.setOnAction(_ -> {
            if (!filling && spaces.getValue() != null) {
                pinned = spaces.getValue().id();
                fill();
            }
        });
    }

    private void choose(Kind chosen) {
        kind = chosen;
        fill();
    }

    private void choose(Table chosen) {
        table = chosen;
        fill();
    }

    private void move(int by) {
        player.move(player.at() + by);
    }

    /// The namespaces of the compiled network; the one where the cursor stands is chosen.
    private void refill() {
        Optional<Network> network = simulation().flatMap(Simulation::network);
        filling = true;
        spaces.getItems()
                .setAll(network.map(n -> List.copyOf(n.spaces().values())).orElse(List.of()));
        filling = false;
        follow();
    }

    private void follow() {
        Id wanted = step().map(Step::netns).orElse(pinned);
        filling = true;
        spaces.getItems().stream()
                .filter(n -> n.id().equals(wanted))
                .findFirst()
                .or(() -> spaces.getItems().stream().findFirst())
                .ifPresent(spaces::setValue);
        filling = false;
        table = null;
        fill();
    }

    private void fill() {
        if (!isVisible()) {
            return;
        }
        Simulation simulation = simulation().orElse(Simulation.NONE);
        int steps = player.lines().size();
        int at = player.at() + 1;
        boolean narrow = getWidth() > 0 && getWidth() < NARROW;
        state.setText(
                steps == 0
                        ? texts.get(narrow ? "tables.cold-short" : "tables.cold")
                        : texts.get(narrow ? "step.of" : "tables.at-step", at, steps));
        conntrack.setVisible(!narrow);
        conntrack.setManaged(!narrow);
        back.setDisable(at <= 1);
        forward.setDisable(at >= steps);
        walkedOnly.setVisible(kind == Kind.IPTABLES);
        walkedOnly.setManaged(kind == Kind.IPTABLES);
        rules.setVisible(kind == Kind.IPTABLES);
        sheet.setVisible(kind != Kind.IPTABLES);
        Netns netns = spaces.getValue();
        if (netns == null || session.document().isEmpty()) {
            return;
        }
        boolean nft = !netns.ruleset().nft(false).isEmpty()
                || !netns.ruleset().nft(true).isEmpty();
        kinds.button(Kind.IPTABLES).setText(texts.get(nft ? "tables.nftables" : "tables.iptables"));
        Optional<Step> here = step().filter(s -> s.netns().equals(netns.id()));
        var source = new Sheet.Source(session.document().get().design(), netns, simulation.world(), here.orElse(null));
        if (kind.sheet == null) {
            Table shown = table != null
                    ? table
                    : here.flatMap(s -> Walk.tableOf(s.stage())).orElse(Table.NAT);
            iptables.show(
                    Walk.of(netns.ruleset(), shown, here.map(Step::checks).orElse(List.of()), walkedOnly.isSelected()),
                    here.flatMap(s -> Walk.hookOf(s.stage())),
                    filter.getText());
            conntrack.show(source, here.flatMap(this::pending));
        } else {
            sheet.show(kind.sheet.apply(source), filter.getText());
        }
    }

    /// The connection that the packet will leave in the table of this machine: no rule will change it any more.
    private Optional<ConntrackPanel.Pending> pending(Step here) {
        List<Step> steps = simulation().flatMap(Simulation::trace).orElseThrow().steps();
        if (!here.stage().startsWith("nat ") && !here.stage().startsWith("filter ")) {
            return Optional.empty();
        }
        for (Step step : steps.subList(Math.min(here.n(), steps.size()), steps.size())) {
            boolean elsewhere = !step.netns().equals(here.netns()) || step.leg() != here.leg();
            if (elsewhere || step.rewrite() != null && !step.rewrite().field().equals("ttl")) {
                return Optional.empty();
            }
            for (var change : step.changes()) {
                if (change instanceof Conntrack.Recorded recorded && recorded.isNew()) {
                    return Optional.of(
                            new ConntrackPanel.Pending(recorded.connection(), Lines.at(player.lines(), step.n()) + 1));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Simulation> simulation() {
        return session.document().map(Document::simulation);
    }

    private Optional<Step> step() {
        return simulation().flatMap(Simulation::current);
    }

    private final class SpaceCell extends ListCell<Netns> {
        @Override
        protected void updateItem(@Nullable Netns netns, boolean empty) {
            super.updateItem(netns, empty);
            setText(null);
            setGraphic(null);
            if (empty || netns == null) {
                return;
            }
            boolean node = netns.kind() == Netns.Kind.NODE;
            setText(node ? texts.get("trace.root-netns", netns.name()) : netns.name());
            session.document()
                    .flatMap(d -> d.design().topology().find(netns.id()))
                    .ifPresent(e ->
                            setGraphic(glyphs.node(node ? "netns" : Kinds.of(e).name(), 16)));
        }
    }
}
