package vethscope.model.generate;

import java.util.LinkedHashMap;
import java.util.Map;
import vethscope.model.Id;
import vethscope.model.Layout;
import vethscope.model.Layout.Box;

/// Where the things of a generated cluster are drawn: services in rows on top, then the network, then the nodes in a
/// grid about as wide as it is high, each with its pods side by side over their bridge.
final class ClusterLayout {

    private static final double GAP = 96;
    private static final double MARGIN = 24;
    private static final double POD = 164;
    private static final double POD_GAP = 12;
    private static final double NODE_HEIGHT = 388;
    private static final double BRIDGE_HEIGHT = 72;
    private static final double NODE_LEAST = 372;
    private static final double SERVICE = 236;
    private static final double SERVICE_HEIGHT = 40;
    private static final double FABRIC = 56;
    private static final double BAR = 32;

    private final ClusterSize size;
    private final double nodeWidth;
    private final double nodeHeight;
    private final int columns;
    private final Map<Id, Box> boxes = new LinkedHashMap<>();

    private ClusterLayout(ClusterSize size) {
        this.size = size;
        nodeWidth = Math.max(NODE_LEAST, 2 * 16 + size.podsPerNode() * (POD + POD_GAP) - POD_GAP);
        nodeHeight = size.bridged() ? NODE_HEIGHT : NODE_HEIGHT - BRIDGE_HEIGHT;
        double ratio = 1.6 * (nodeHeight + GAP) / (nodeWidth + GAP);
        columns = Math.clamp(Math.round(Math.sqrt(size.nodes() * ratio)), 1, size.nodes());
    }

    static Layout of(ClusterSize size) {
        var layout = new ClusterLayout(size);
        layout.place();
        return new Layout(layout.boxes, Map.of());
    }

    private void place() {
        double width = columns * (nodeWidth + GAP) - GAP;
        int perRow = Math.max(1, (int) ((width + POD_GAP) / (SERVICE + POD_GAP)));
        int rows = (size.services() + perRow - 1) / perRow;
        double top = MARGIN + 16 + rows * (SERVICE_HEIGHT + POD_GAP) + MARGIN;
        double nodes = top + FABRIC + 72;
        int nodeRows = (size.nodes() + columns - 1) / columns;
        boxes.put(
                Clusters.clusterId(),
                Box.of(0, 0, width + 2 * MARGIN, nodes + nodeRows * (nodeHeight + GAP) - GAP + MARGIN));
        for (int node = 0; node < size.nodes(); node++) {
            placeNode(
                    node,
                    MARGIN + node % columns * (nodeWidth + GAP),
                    nodes + Math.floorDiv(node, columns) * (nodeHeight + GAP));
        }
        if (!size.tunnelled()) {
            boxes.put(Clusters.fabricId(), Box.of(MARGIN + snapped((width - FABRIC) / 2), top, FABRIC, FABRIC));
        } else {
            double y = top + (FABRIC - BAR) / 2;
            boxes.put(Clusters.fabricId(), Box.of(MARGIN, y, width - FABRIC - GAP, BAR));
            boxes.put(Clusters.gatewayId(), Box.of(MARGIN + width - FABRIC, top, FABRIC, FABRIC));
        }
        for (int service = 0; service < size.services(); service++) {
            boxes.put(
                    Id.of(Clusters.serviceId(service)),
                    Box.of(
                            MARGIN + service % perRow * (SERVICE + POD_GAP),
                            MARGIN + 16 + Math.floorDiv(service, perRow) * (SERVICE_HEIGHT + POD_GAP),
                            SERVICE,
                            SERVICE_HEIGHT));
        }
    }

    private void placeNode(int node, double x, double y) {
        boxes.put(Id.of(Clusters.nodeId(node)), Box.of(x, y, nodeWidth, nodeHeight));
        if (size.bridged()) {
            boxes.put(Id.of(Clusters.bridgeId(node)), Box.of(x + 20, y + 180, nodeWidth - 40, BAR));
        }
        for (int pod = 0; pod < size.podsPerNode(); pod++) {
            boxes.put(Id.of(Clusters.podId(node, pod)), Box.of(x + 16 + pod * (POD + POD_GAP), y + 40, POD, 72));
        }
    }

    private static double snapped(double value) {
        return Math.round(value / 8) * 8;
    }
}
