package vethscope.app.tables;

import java.util.List;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;

/// Rows and columns of one table.
final class SheetView extends VBox {

    private static final double MARK = 28;

    private final Texts texts;
    private final HBox header = Parts.row("trace-header");
    private final ListView<Sheet.Row> list = new ListView<>();
    private List<Integer> shares = List.of();

    SheetView(Texts texts) {
        this.texts = texts;
        getStyleClass().addAll("trace-table", "dock-panel");
        list.setFixedCellSize(23);
        list.setCellFactory(_ -> new Line());
        list.setPlaceholder(Parts.label(texts.get("tables.empty"), "muted"));
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(header, list);
    }

    void show(Sheet sheet, String filter) {
        shares = sheet.shares();
        header.getChildren().setAll(mark());
        for (int i = 0; i < sheet.heads().size(); i++) {
            header.getChildren().add(cell(texts.get("column." + sheet.heads().get(i)), i));
        }
        String wanted = filter.strip().toLowerCase(Locale.ROOT);
        list.getItems()
                .setAll(sheet.rows().stream()
                        .filter(r -> wanted.isEmpty()
                                || r.cells().stream()
                                        .anyMatch(
                                                c -> c.toLowerCase(Locale.ROOT).contains(wanted)))
                        .toList());
    }

    private static Label mark() {
        Label mark = Parts.label("");
        mark.setMinWidth(MARK);
        mark.setMaxWidth(MARK);
        return mark;
    }

    private Label cell(String text, int i) {
        Label label = Parts.label(text);
        int all = shares.stream().mapToInt(Integer::intValue).sum();
        label.prefWidthProperty().bind(list.widthProperty().subtract(MARK + 26).multiply(shares.get(i) / (double) all));
        label.setMinWidth(0);
        return label;
    }

    private final class Line extends ListCell<Sheet.Row> {
        Line() {
            getStyleClass().addAll("trace-row", "sheet-row");
        }

        @Override
        protected void updateItem(Sheet.@Nullable Row row, boolean empty) {
            super.updateItem(row, empty);
            setText(null);
            setGraphic(null);
            getStyleClass().removeAll("fresh", "matched");
            if (empty || row == null) {
                return;
            }
            Label mark = mark();
            if (row.fresh()) {
                getStyleClass().add("fresh");
                mark.setText("+");
                mark.getStyleClass().add("plus-text");
            }
            if (row.matched()) {
                getStyleClass().add("matched");
            }
            HBox cells = Parts.row("trace-cells", mark);
            for (int i = 0; i < row.cells().size(); i++) {
                Label cell = cell(row.cells().get(i), i);
                cell.getStyleClass().add("mono-table");
                cells.getChildren().add(cell);
            }
            setGraphic(cells);
            setAccessibleText(String.join(", ", row.cells()));
        }
    }
}
