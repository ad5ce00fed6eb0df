package vethscope.app.scene;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vethscope.model.Id;

/// Boxes arranged within a width and a height, relative to its corner.
record Block(double w, double h, Map<Id, Rect> boxes) {

    static final Block EMPTY = new Block(0, 0, Map.of());

    static Block of(Id id, double w, double h) {
        return new Block(w, h, Map.of(id, new Rect(0, 0, w, h)));
    }

    /// A block being put together of smaller ones.
    static final class Builder {
        private final Map<Id, Rect> boxes = new LinkedHashMap<>();
        private double w;
        private double h;

        Builder add(Block block, double x, double y) {
            block.boxes.forEach((id, box) -> boxes.put(id, box.moved(x, y)));
            w = Math.max(w, x + block.w);
            h = Math.max(h, y + block.h);
            return this;
        }

        Builder box(Id id, Rect box) {
            boxes.put(id, box);
            w = Math.max(w, box.right());
            h = Math.max(h, box.bottom());
            return this;
        }

        Block build() {
            return new Block(w, h, boxes);
        }
    }

    /// Rows of `columns` blocks; a column is as wide as its widest, a row as high as its highest.
    static Block grid(List<Block> blocks, int columns, double gapX, double gapY) {
        var widths = new double[Math.max(1, columns)];
        for (int i = 0; i < blocks.size(); i++) {
            widths[i % columns] = Math.max(widths[i % columns], blocks.get(i).w);
        }
        var out = new Builder();
        double y = 0;
        for (int row = 0; row * columns < blocks.size(); row++) {
            List<Block> cells = blocks.subList(row * columns, Math.min(blocks.size(), (row + 1) * columns));
            double x = 0;
            for (int column = 0; column < cells.size(); column++) {
                out.add(cells.get(column), x, y);
                x += widths[column] + gapX;
            }
            y += cells.stream().mapToDouble(Block::h).max().orElse(0) + gapY;
        }
        return out.build();
    }

    /// One under the other, left edges in line; empty ones take no room.
    static Block stack(List<Block> blocks, double gap) {
        var out = new Builder();
        double y = 0;
        for (Block block : blocks) {
            if (block.w > 0) {
                out.add(block, 0, y);
                y += block.h + gap;
            }
        }
        return out.build();
    }

    /// Side by side, centred on one level.
    static Block row(List<Block> blocks, double gap) {
        double high = blocks.stream().mapToDouble(Block::h).max().orElse(0);
        var out = new Builder();
        double x = 0;
        for (Block block : blocks) {
            if (block.w > 0) {
                out.add(block, x, grid((high - block.h) / 2));
                x += block.w + gap;
            }
        }
        return out.build();
    }

    static Block column(List<Block> blocks, double gap) {
        var present = new ArrayList<>(blocks);
        present.removeIf(block -> block.w == 0);
        double wide = present.stream().mapToDouble(Block::w).max().orElse(0);
        var out = new Builder();
        double y = 0;
        for (Block block : present) {
            out.add(block, grid((wide - block.w) / 2), y);
            y += block.h + gap;
        }
        return out.build();
    }

    private static double grid(double length) {
        return Math.round(length / 4) * 4.0;
    }
}
