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

    /// Rows below the containers, as many as there is room for: the sandbox container's, then one for each
    /// volume. A pod that is only as high as its containers need has none.
    public static List<Rect> below(Pod pod, Rect box) {
        var rows = new ArrayList<Rect>();
        int first = pod.containers().size();
        for (int i = first; i <= first + pod.names().volumes().size(); i++) {
            Rect row = row(box, i);
            if (row.bottom() > box.bottom() - 4) {
                break;
            }
            rows.add(row);
        }
        return rows;
    }

    private static Rect row(Rect box, int index) {
        return new Rect(box.x() + INSET, box.y() + TOP + index * STEP, box.w() - 2 * INSET, HEIGHT);
    }

    /// One row for each container that there is room for, in order.
    public static List<Rect> of(Pod pod, Rect box) {
        var rows = new ArrayList<Rect>();
        for (int i = 0; i < pod.containers().size(); i++) {
            Rect row = row(box, i);
            if (row.bottom() > box.bottom() - 4) {
                break;
            }
            rows.add(row);
        }
        return rows;
    }
}
