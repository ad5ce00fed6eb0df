package vethscope.app.canvas;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vethscope.app.scene.Inside;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.app.scene.Shape;
import vethscope.app.scene.Sizes;
import vethscope.app.tool.Grid;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.element.Bridge;

/// Finds room for something new: as near as possible to where it was put, inside of its container, on nothing else.
final class Spot {

    private static final double SIDE = 16;
    private static final double APART = 12;
    private static final int REACH = 48;

    private final Scene scene;
    private final Id container;
    private final Rect room;
    private final List<Rect> taken;

    private Spot(Scene scene, Id container, Rect room, List<Rect> taken) {
        this.scene = scene;
        this.container = container;
        this.room = room;
        this.taken = taken;
    }

    /// The upper left corner; empty if the container has no room.
    static Optional<Point> near(Scene scene, Id container, Point wish, Sizes.Size size) {
        return scene.shape(container).flatMap(shape -> {
            Rect box = shape.box();
            double top = Sizes.HEADER + APART;
            var room = new Rect(box.x() + SIDE, box.y() + top, box.w() - 2 * SIDE, box.h() - top - SIDE);
            return new Spot(scene, container, room, new ArrayList<>()).find(wish, size);
        });
    }

    private Optional<Point> find(Point wish, Sizes.Size size) {
        for (Shape shape : scene.shapes()) {
            if (shape.element().in().filter(container::equals).isPresent()) {
                taken.add(
                        shape.element() instanceof Bridge
                                ? shape.box()
                                : shape.box().grown(APART - 1));
            }
        }
        scene.inside(container).map(Inside::netns).ifPresent(netns -> taken.add(netns.grown(SIDE)));
        for (int radius = 0; radius <= REACH; radius++) {
            for (int dx = -radius; dx <= radius; dx++) {
                for (int dy : Math.abs(dx) == radius ? all(radius) : new int[] {-radius, radius}) {
                    Rect spot = new Rect(wish.x() + dx * Grid.STEP, wish.y() + dy * Grid.STEP, size.w(), size.h());
                    if (room.contains(spot) && taken.stream().noneMatch(spot::overlaps)) {
                        return Optional.of(new Point(spot.x(), spot.y()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static int[] all(int radius) {
        return java.util.stream.IntStream.rangeClosed(-radius, radius).toArray();
    }
}
