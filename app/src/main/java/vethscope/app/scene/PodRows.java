package vethscope.app.scene;

import java.util.ArrayList;
import java.util.List;
import vethscope.model.element.Pod;

/// Where the containers of a pod stand in its box.
public final class PodRows {

    private static final double TOP = 36;
    private static final double INSET = 12;
    private static final double HEIGHT = 24;
    private static final double STEP = 28;

    private PodRows() {}

    /// One row for each container that there is room for, in order.
    public static List<Rect> of(Pod pod, Rect box) {
        var rows = new ArrayList<Rect>();
        for (int i = 0; i < pod.containers().size(); i++) {
            Rect row = new Rect(box.x() + INSET, box.y() + TOP + i * STEP, box.w() - 2 * INSET, HEIGHT);
            if (row.bottom() > box.bottom() - 4) {
                break;
            }
            rows.add(row);
        }
        return rows;
    }
}
