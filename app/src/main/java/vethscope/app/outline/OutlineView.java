package vethscope.app.outline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.collections.ListChangeListener;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import vethscope.app.session.Document;
import vethscope.app.session.Session;
import vethscope.app.session.Topic;
import vethscope.app.widget.Facts;
import vethscope.app.widget.Glyph;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Scrolling;
import vethscope.app.widget.Texts;
import vethscope.engine.finding.Finding;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.element.Element;
import vethscope.model.element.Kinds;

/// The elements as a tree; its selection is the session's.
public final class OutlineView extends VBox {

    private final Session session;
    private final Glyph glyphs;
    private final TreeView<Element> tree = new TreeView<>();
    private final Set<Id> folded = new HashSet<>();
    private final Map<Id, TreeItem<Element>> items = new HashMap<>();
    private boolean following;

    public OutlineView(Session session, Texts texts, Glyph glyphs) {
        this.session = session;
        this.glyphs = glyphs;
        setId("outline");
        tree.setShowRoot(false);
        tree.setAccessibleText(texts.get("outline.title"));
        tree.setFixedCellSize(24);
        tree.setCellFactory(_ -> new Row());
        tree.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        tree.getSelectionModel().getSelectedItems().addListener((ListChangeListener<TreeItem<Element>>) _ -> tell());
        VBox.setVgrow(tree, Priority.ALWAYS);
        getChildren().add(tree);
        session.on(Topic.DESIGN, this::fill);
        session.on(Topic.NETWORK, tree::refresh);
        session.on(Topic.SELECTION, this::follow);
        fill();
    }

    /// Opens or closes all that contain something.
    public void unfold(boolean open) {
        items.values().stream().filter(i -> !i.isLeaf()).forEach(i -> i.setExpanded(open));
    }

    private void fill() {
        following = true;
        items.clear();
        var root = new TreeItem<Element>();
        session.document().map(Document::design).ifPresent(d -> grow(d, root));
        tree.setRoot(root);
        following = false;
        follow();
    }

    private void grow(Design design, TreeItem<Element> root) {
        for (Element element : design.topology().elements().values()) {
            items.put(element.id(), item(element));
        }
        for (Element element : design.topology().elements().values()) {
            TreeItem<Element> parent = element.in().map(items::get).orElse(null);
            (parent == null || loops(design, element) ? root : parent)
                    .getChildren()
                    .add(items.get(element.id()));
        }
    }

    /// A file may say that an element contains itself.
    private static boolean loops(Design design, Element element) {
        var seen = new HashSet<Id>(List.of(element.id()));
        @Nullable Element at = element.in().flatMap(design.topology()::find).orElse(null);
        while (at != null) {
            if (!seen.add(at.id())) {
                return true;
            }
            at = at.in().flatMap(design.topology()::find).orElse(null);
        }
        return false;
    }

    private TreeItem<Element> item(Element element) {
        var item = new TreeItem<>(element);
        item.setExpanded(!folded.contains(element.id()));
        item.expandedProperty().addListener((_, _, open) -> {
            if (open) {
                folded.remove(element.id());
            } else {
                folded.add(element.id());
            }
        });
        return item;
    }

    private void tell() {
        if (following) {
            return;
        }
        var ids = new LinkedHashSet<Id>();
        tree.getSelectionModel().getSelectedItems().stream()
                .filter(i -> i != null && i.getValue() != null)
                .forEach(i -> ids.add(i.getValue().id()));
        following = true;
        session.select(ids);
        following = false;
    }

    private void follow() {
        if (following) {
            return;
        }
        following = true;
        var selection = tree.getSelectionModel();
        selection.clearSelection();
        session.document().map(Document::selection).orElse(Set.of()).stream()
                .map(items::get)
                .filter(java.util.Objects::nonNull)
                .forEach(item -> {
                    for (var up = item.getParent(); up != null; up = up.getParent()) {
                        up.setExpanded(true);
                    }
                    selection.select(item);
                });
        if (!tree.isFocused() && selection.getSelectedIndex() >= 0) {
            Scrolling.reveal(tree, selection.getSelectedIndex(), tree::scrollTo);
        }
        following = false;
    }

    private final class Row extends TreeCell<Element> {
        @Override
        protected void updateItem(@Nullable Element element, boolean empty) {
            super.updateItem(element, empty);
            setText(null);
            setGraphic(null);
            setAccessibleText(null);
            if (empty || element == null) {
                return;
            }
            String address = Facts.address(element);
            var row = Parts.row(
                    "outline-row", glyphs.node(Kinds.of(element).name(), 16), Parts.label(Facts.name(element)));
            if (!address.isEmpty()) {
                row.getChildren().add(Parts.label(address, "mono-small"));
            }
            worst(element.id()).ifPresent(severity -> {
                var badge = Parts.label("", severity == Finding.Severity.ERROR ? "error" : "warning");
                badge.setGraphic((severity == Finding.Severity.ERROR ? Icon.ERROR : Icon.WARNING).node(14));
                row.getChildren().addAll(Parts.spring(), badge);
            });
            setGraphic(row);
            setAccessibleText(Facts.name(element) + " " + address);
        }

        private java.util.Optional<Finding.Severity> worst(Id id) {
            return session.document().stream()
                    .flatMap(d -> d.simulation().findings().stream())
                    .filter(f -> id.equals(f.where()) && f.severity() != Finding.Severity.INFO)
                    .map(Finding::severity)
                    .min(java.util.Comparator.naturalOrder());
        }
    }
}
