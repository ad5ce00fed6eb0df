package vethscope.app.palette;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import vethscope.app.widget.Glyph;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;

/// The elements by group, two in a row.
public final class PaletteView extends VBox {

    private static final int COLUMNS = 2;
    /// Wide enough for the longest name without a key.
    private static final double FIRST = 110;

    private final Texts texts;
    private final Glyph glyphs;
    private final Consumer<Stencil> place;
    private final VBox groups = new VBox();
    private final TextField filter;

    public PaletteView(Texts texts, Glyph glyphs, Consumer<Stencil> place) {
        this.texts = texts;
        this.glyphs = glyphs;
        this.place = place;
        setId("palette");
        filter = Parts.search(texts.get("palette.filter"));
        filter.textProperty().addListener((_, _, _) -> fill());
        var box = new HBox(Parts.searchBox(filter));
        box.getStyleClass().add("palette-filter");
        HBox.setHgrow(box.getChildren().getFirst(), Priority.ALWAYS);
        var scroll = new ScrollPane(groups);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(box, scroll);
        fill();
    }

    /// Puts the caret into the filter.
    public void focusFilter() {
        filter.requestFocus();
    }

    private void fill() {
        var shown = new ArrayList<Node>();
        for (Stencil.Group group : Stencil.Group.values()) {
            List<Stencil> found = group.stencils().stream()
                    .filter(s -> s.matches(filter.getText(), texts))
                    .toList();
            if (!found.isEmpty()) {
                shown.add(Parts.label(group.text(texts), "palette-group"));
                shown.add(grid(found));
            }
        }
        if (shown.isEmpty()) {
            shown.add(Parts.label(texts.get("palette.nothing", filter.getText()), "empty-note"));
        }
        groups.getChildren().setAll(shown);
    }

    private GridPane grid(List<Stencil> stencils) {
        var grid = new GridPane();
        grid.getStyleClass().add("palette-grid");
        var first = new ColumnConstraints(FIRST);
        var second = new ColumnConstraints();
        second.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(first, second);
        for (int i = 0; i < stencils.size(); i++) {
            grid.add(item(stencils.get(i)), i % COLUMNS, i / COLUMNS);
        }
        return grid;
    }

    private Button item(Stencil stencil) {
        String name = stencil.text(texts);
        Node glyph = glyphs.node(stencil.kind(), 24);
        HBox.setMargin(glyph, new javafx.geometry.Insets(0, 6, 0, 0));
        var content = new HBox(glyph, Parts.label(name, "palette-name"));
        content.setAlignment(Pos.CENTER_LEFT);
        String letter = stencil.letter();
        if (letter != null) {
            content.getChildren().addAll(Parts.spring(), Parts.label(letter, "palette-key"));
        }
        var button = new Button();
        button.getStyleClass().setAll("button", "palette-item");
        button.setId("palette-" + stencil.kind());
        button.setGraphic(content);
        content.prefWidthProperty().bind(button.widthProperty().subtract(10));
        button.setMaxWidth(Double.MAX_VALUE);
        button.setMinWidth(0);
        button.setAccessibleText(texts.get("palette.place", name));
        button.setOnAction(_ -> place.accept(stencil));
        button.setOnDragDetected(e -> {
            button.startDragAndDrop(TransferMode.COPY).setContent(stencil.content());
            e.consume();
        });
        return button;
    }
}
