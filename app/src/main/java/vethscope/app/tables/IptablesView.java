package vethscope.app.tables;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Segments;
import vethscope.app.widget.Texts;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.Table;

/// iptables as the packet met it: the hooks in order, the chains as a tree of jumps, and rule by rule what held
/// and what did not.
final class IptablesView extends HBox {

    /// A line of the middle list: a chain's head, or one of its rules.
    private record Line(Walk.Block block, Walk.@Nullable Entry entry) {}

    private static final double INDENT = 14;
    /// Arrow and paddings of a line of the tree.
    private static final double CHROME = 36;

    private final Texts texts;
    private final Consumer<Table> choose;
    private final Label treeTitle = Parts.label("", "palette-group");
    private final TreeView<Walk.Block> tree = new TreeView<>();
    private final HBox hooks = Parts.row("hook-strip");
    private final ListView<Line> rules = new ListView<>();

    IptablesView(Texts texts, Consumer<Table> choose) {
        this.texts = texts;
        this.choose = choose;
        getStyleClass().add("iptables");
        tree.setShowRoot(false);
        tree.setFixedCellSize(26);
        tree.setCellFactory(_ -> new Chain());
        tree.setAccessibleText(texts.get("tables.tree-name"));
        tree.getSelectionModel().selectedItemProperty().addListener((_, _, item) -> reveal(item));
        var legend = Parts.label(texts.get("tables.legend"), "small", "muted", "tree-legend");
        legend.setGraphic(square());
        var left = new VBox(treeTitle, tree, legend);
        VBox.setVgrow(tree, Priority.ALWAYS);
        left.getStyleClass().add("chain-tree");
        rules.setId("tables-rules");
        rules.setCellFactory(_ -> new RuleRow());
        rules.setFixedCellSize(22);
        rules.setPlaceholder(Parts.label(texts.get("tables.empty"), "muted"));
        rules.setAccessibleText("iptables");
        VBox.setVgrow(rules, Priority.ALWAYS);
        var middle = new VBox(hooks, rules);
        middle.getStyleClass().addAll("rule-list", "dock-panel");
        middle.setMinWidth(440);
        hooks.setMinWidth(0);
        HBox.setHgrow(middle, Priority.ALWAYS);
        getChildren().addAll(left, middle);
    }

    void show(Walk walk, Optional<Hook> hook, String filter) {
        treeTitle.setText(texts.get("tables.tree", walk.table().lower()));
        hooks.getChildren().setAll(HookStrip.of(hook, texts));
        hooks.getChildren().addAll(Parts.spring(), tables(walk.table()));
        String wanted = filter.strip().toLowerCase(Locale.ROOT);
        var lines = new ArrayList<Line>();
        for (Walk.Block block : walk.blocks()) {
            List<Walk.Entry> shown = block.entries().stream()
                    .filter(e -> wanted.isEmpty()
                            || e.text().toLowerCase(Locale.ROOT).contains(wanted)
                            || block.chain().toLowerCase(Locale.ROOT).contains(wanted))
                    .toList();
            if (!shown.isEmpty() || wanted.isEmpty()) {
                lines.add(new Line(block, null));
                shown.forEach(e -> lines.add(new Line(block, e)));
            }
        }
        rules.getItems().setAll(lines);
        grow(walk);
        lines.stream()
                .filter(l -> l.entry() != null && l.entry().state() == Walk.State.MATCHED)
                .reduce((_, b) -> b)
                .ifPresent(last -> rules.scrollTo(Math.max(0, lines.indexOf(last) - 12)));
    }

    private Segments<Table> tables(Table now) {
        var words = new LinkedHashMap<Table, String>();
        for (Table table : Table.values()) {
            words.put(table, table.lower());
        }
        var segments = new Segments<>(words, now, choose);
        segments.setMinWidth(USE_PREF_SIZE);
        return segments;
    }

    private static Region square() {
        var square = new Region();
        square.getStyleClass().add("matched-square");
        return square;
    }

    private void grow(Walk walk) {
        var byName = new LinkedHashMap<String, Walk.Block>();
        walk.blocks().forEach(b -> byName.put(b.chain(), b));
        var root = new TreeItem<Walk.Block>();
        Set<String> led = new HashSet<>();
        walk.blocks().forEach(b -> led.addAll(b.jumps()));
        walk.blocks().stream()
                .filter(b -> !led.contains(b.chain()))
                .forEach(b -> root.getChildren().add(item(b, byName, new HashSet<>())));
        tree.setRoot(root);
    }

    private static TreeItem<Walk.Block> item(Walk.Block block, Map<String, Walk.Block> byName, Set<String> above) {
        var item = new TreeItem<>(block);
        item.setExpanded(block.walked());
        if (above.add(block.chain())) {
            for (String jump : block.jumps()) {
                Walk.Block next =
                        byName.getOrDefault(jump, new Walk.Block(jump, null, null, false, List.of(), List.of(), 0));
                item.getChildren().add(item(next, byName, new HashSet<>(above)));
            }
        }
        return item;
    }

    private void reveal(@Nullable TreeItem<Walk.Block> item) {
        if (item != null && item.getValue() != null) {
            for (int i = 0; i < rules.getItems().size(); i++) {
                if (rules.getItems()
                        .get(i)
                        .block()
                        .chain()
                        .equals(item.getValue().chain())) {
                    rules.scrollTo(i);
                    return;
                }
            }
        }
    }

    private final class Chain extends TreeCell<Walk.Block> {
        @Override
        protected void updateItem(Walk.@Nullable Block block, boolean empty) {
            super.updateItem(block, empty);
            setText(null);
            setGraphic(null);
            if (empty || block == null) {
                return;
            }
            Label name = Parts.label(block.chain(), "mono-table");
            if (!block.walked()) {
                name.getStyleClass().add("muted");
            }
            name.setTextOverrun(javafx.scene.control.OverrunStyle.CENTER_ELLIPSIS);
            HBox row = Parts.row("outline-row", name);
            if (block.matched()) {
                row.getChildren().addAll(Parts.spring(), square());
            }
            int level = tree.getTreeItemLevel(getTreeItem());
            row.prefWidthProperty().bind(tree.widthProperty().subtract(INDENT * level + CHROME));
            row.setMaxWidth(Region.USE_PREF_SIZE);
            name.setMinWidth(0);
            setGraphic(row);
            setAccessibleText(block.chain());
        }
    }

    private final class RuleRow extends ListCell<Line> {
        RuleRow() {
            getStyleClass().add("rule-row");
        }

        @Override
        protected void updateItem(@Nullable Line line, boolean empty) {
            super.updateItem(line, empty);
            setText(null);
            setGraphic(null);
            getStyleClass().removeAll("head", "matched", "failed", "unreached", "plain");
            if (empty || line == null) {
                return;
            }
            HBox row = line.entry() == null ? head(line.block()) : rule(line.entry());
            row.prefWidthProperty().bind(rules.widthProperty().subtract(26));
            row.setMaxWidth(Region.USE_PREF_SIZE);
            setGraphic(row);
        }

        private HBox head(Walk.Block block) {
            getStyleClass().add("head");
            String note = block.policy() != null
                    ? texts.get("tables.chain-policy", block.policy())
                    : block.from() != null ? texts.get("tables.chain-from", block.from()) : "";
            String more = block.hidden() > 0 ? "  " + texts.get("tables.hidden", block.hidden()) : "";
            setAccessibleText(block.chain() + " " + note);
            return Parts.row(
                    "chain-head",
                    Parts.label(block.chain(), "mono-table", "bold"),
                    Parts.label(note + more, "small", "muted"));
        }

        private HBox rule(Walk.Entry entry) {
            getStyleClass().add(entry.state().name().toLowerCase(Locale.ROOT));
            var mark = new HBox(
                    switch (entry.state()) {
                        case MATCHED -> Icon.CHECK.node(14);
                        case FAILED -> Icon.CROSS.node(14);
                        case UNREACHED, PLAIN -> Icon.DOT.node(8);
                    });
            mark.setAlignment(Pos.CENTER);
            mark.setMinWidth(28);
            mark.setMaxWidth(28);
            Label number =
                    Parts.label(entry.number() == 0 ? "–" : String.valueOf(entry.number()), "mono-table", "muted");
            number.setMinWidth(28);
            number.setAlignment(Pos.CENTER_RIGHT);
            number.setStyle("-fx-padding: 0 10 0 0;");
            Label text = Parts.label(Walk.brief(entry.text()), "mono-table");
            Parts.tip(text, entry.text());
            text.setMinWidth(0);
            HBox row = Parts.row("rule-cells", mark, number, text, Parts.spring());
            chip(entry).ifPresent(row.getChildren()::add);
            setAccessibleText(entry.number() + " " + entry.text() + " "
                    + texts.get("tables.state." + entry.state().name().toLowerCase(Locale.ROOT)));
            return row;
        }

        private Optional<Label> chip(Walk.Entry entry) {
            String why = entry.why() == null ? null : Reasons.in(texts, entry.why());
            Optional<Label> chip = switch (entry.state()) {
                case MATCHED ->
                    Optional.of(
                            Parts.label(why == null ? texts.get("tables.state.matched") : why, "reason-chip", "yes"));
                case FAILED -> Optional.ofNullable(why).map(w -> Parts.label(w, "reason-chip", "no"));
                case UNREACHED -> Optional.of(Parts.label(texts.get("tables.state.unreached"), "small", "muted"));
                case PLAIN -> Optional.empty();
            };
            chip.ifPresent(c -> c.setMinWidth(Region.USE_PREF_SIZE));
            return chip;
        }
    }
}
