package vethscope.app.shell;

import javafx.scene.Node;
import javafx.scene.layout.Pane;

/// Cards of equal size, as many in a row as fit; four where there is room.
final class CardGrid extends Pane {

    private static final double GAP = 16;
    private static final double TOP = 12;
    private static final double NARROWEST = 200;
    private static final int MOST = 4;

    private int columns(double width) {
        return Math.clamp((int) ((width + GAP) / (NARROWEST + GAP)), 1, MOST);
    }

    private double cardWidth(double width) {
        int columns = columns(width);
        return (width - (columns - 1) * GAP) / columns;
    }

    @Override
    public javafx.geometry.Orientation getContentBias() {
        return javafx.geometry.Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        if (getChildren().isEmpty()) {
            return 0;
        }
        double w = width < 0 ? 4 * NARROWEST : width;
        int rows = (getChildren().size() + columns(w) - 1) / columns(w);
        return TOP + rows * (cardHeight(w) + GAP) - GAP;
    }

    private double cardHeight(double width) {
        return Math.rint(Card.pictureHeight(cardWidth(width)) + Card.WORDS);
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        int columns = columns(width);
        double w = cardWidth(width);
        double h = cardHeight(width);
        int i = 0;
        for (Node card : getManagedChildren()) {
            int row = i / columns;
            double x = Math.rint(i % columns * (w + GAP));
            double y = TOP + row * (h + GAP);
            card.resizeRelocate(x, y, Math.rint(w), h);
            i++;
        }
    }
}
