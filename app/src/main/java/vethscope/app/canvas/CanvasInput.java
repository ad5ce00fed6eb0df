package vethscope.app.canvas;

import javafx.scene.Cursor;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.input.ZoomEvent;
import vethscope.app.palette.Stencil;
import vethscope.app.tool.Gesture;
import vethscope.model.Layout.Point;

/// Turns pointer, wheel and keys into gestures and looks.
final class CanvasInput {

    private static final double WHEEL = 1.0015;
    private static final double STEP = 8;
    private static final double LEAP = 40;
    private static final double SLOP = 4;

    private final CanvasView canvas;
    private boolean spaceHeld;
    private boolean panning;
    private double lastX;
    private double lastY;
    private double pressedX;
    private double pressedY;
    private boolean wheelZooms;

    CanvasInput(CanvasView canvas) {
        this.canvas = canvas;
    }

    void install() {
        canvas.setOnMousePressed(this::press);
        canvas.setOnMouseDragged(this::drag);
        canvas.setOnMouseReleased(this::release);
        canvas.setOnMouseMoved(e -> canvas.feel(new Gesture.Move(at(e), held(e), false)));
        canvas.setOnMouseExited(_ -> canvas.left());
        canvas.setOnScroll(this::scroll);
        canvas.setOnZoom(this::pinch);
        canvas.setOnContextMenuRequested(e -> {
            if (e.isKeyboardTrigger()) {
                canvas.menuOfSelection();
                e.consume();
            }
        });
        canvas.setOnDragOver(e -> {
            if (Stencil.dragged(e.getDragboard()).isPresent()) {
                e.acceptTransferModes(TransferMode.COPY);
                e.consume();
            }
        });
        canvas.setOnDragDropped(e -> Stencil.dragged(e.getDragboard()).ifPresent(stencil -> {
            canvas.drop(stencil, canvas.view().toCanvas(e.getX(), e.getY()));
            e.setDropCompleted(true);
            e.consume();
        }));
        canvas.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        canvas.addEventHandler(KeyEvent.KEY_RELEASED, e -> {
            if (e.getCode() == KeyCode.SPACE) {
                spaceHeld = false;
                canvas.setCursor(Cursor.DEFAULT);
            }
        });
    }

    void wheelZooms(boolean zooms) {
        wheelZooms = zooms;
    }

    private void press(MouseEvent event) {
        canvas.requestFocus();
        boolean primary = event.getButton() == MouseButton.PRIMARY;
        panning = !primary || spaceHeld || canvas.mode() == Mode.HAND;
        pressedX = event.getX();
        pressedY = event.getY();
        lastX = event.getX();
        lastY = event.getY();
        if (panning) {
            canvas.setCursor(Cursor.CLOSED_HAND);
        } else {
            canvas.feel(new Gesture.Press(at(event), held(event), event.getClickCount()));
        }
        event.consume();
    }

    private void drag(MouseEvent event) {
        if (panning) {
            canvas.look(canvas.view().panned(event.getX() - lastX, event.getY() - lastY));
            lastX = event.getX();
            lastY = event.getY();
        } else {
            canvas.feel(new Gesture.Move(at(event), held(event), true));
        }
        event.consume();
    }

    private void release(MouseEvent event) {
        boolean still = Math.hypot(event.getX() - pressedX, event.getY() - pressedY) <= SLOP;
        if (event.getButton() == MouseButton.SECONDARY && still) {
            canvas.menu(at(event), event.getScreenX(), event.getScreenY());
        }
        if (panning) {
            panning = false;
            canvas.setCursor(spaceHeld || canvas.mode() == Mode.HAND ? Cursor.OPEN_HAND : Cursor.DEFAULT);
        } else {
            canvas.feel(new Gesture.Release(at(event), held(event)));
        }
        event.consume();
    }

    private void scroll(ScrollEvent event) {
        if (event.getDeltaX() == 0 && event.getDeltaY() == 0) {
            return;
        }
        boolean zooms = event.isShortcutDown() != wheelZooms;
        if (zooms) {
            canvas.look(canvas.view()
                    .zoomed(canvas.zoom() * Math.pow(WHEEL, event.getDeltaY()), event.getX(), event.getY()));
        } else if (event.isShiftDown() && event.getDeltaX() == 0) {
            canvas.look(canvas.view().panned(event.getDeltaY(), 0));
        } else {
            canvas.look(canvas.view().panned(event.getDeltaX(), event.getDeltaY()));
        }
        event.consume();
    }

    private void pinch(ZoomEvent event) {
        canvas.look(canvas.view().zoomed(canvas.zoom() * event.getZoomFactor(), event.getX(), event.getY()));
        event.consume();
    }

    private void key(KeyEvent event) {
        double by = event.isShortcutDown() && event.isShiftDown() ? 1 : event.isShiftDown() ? LEAP : STEP;
        boolean plain = !event.isAltDown() && (!event.isShortcutDown() || event.isShiftDown());
        switch (event.getCode()) {
            case ESCAPE -> {
                canvas.feel(new Gesture.Cancel());
                canvas.use(Mode.SELECT);
                event.consume();
            }
            case ENTER -> {
                if (canvas.placeInSelection()) {
                    event.consume();
                }
            }
            case SPACE -> {
                spaceHeld = true;
                canvas.setCursor(Cursor.OPEN_HAND);
                event.consume();
            }
            case LEFT -> nudge(event, plain, -by, 0);
            case RIGHT -> nudge(event, plain, by, 0);
            case UP -> nudge(event, plain, 0, -by);
            case DOWN -> nudge(event, plain, 0, by);
            default -> {}
        }
    }

    private void nudge(KeyEvent event, boolean plain, double dx, double dy) {
        if (plain) {
            canvas.commands().nudge(dx, dy);
            event.consume();
        }
    }

    private Point at(MouseEvent event) {
        return canvas.view().toCanvas(event.getX(), event.getY());
    }

    private static Gesture.Held held(MouseEvent event) {
        return new Gesture.Held(event.isShiftDown(), event.isShortcutDown());
    }
}
