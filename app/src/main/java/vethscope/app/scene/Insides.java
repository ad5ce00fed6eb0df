package vethscope.app.scene;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.app.font.Face;
import vethscope.app.font.FontMetrics;
import vethscope.app.font.Weight;
import vethscope.app.scene.Inside.Chip;
import vethscope.app.scene.Inside.Process;
import vethscope.app.scene.Inside.Strip;
import vethscope.model.Layout.Point;
import vethscope.model.element.Container;
import vethscope.model.element.KubeNode;

/// Lays out the inside of one node, from the pods down: cables, bridge, stages, interfaces.
final class Insides {

    private static final double NETNS_INSET = 12;
    private static final double NETNS_BOTTOM = 16;
    private static final double UNDER_PODS = 28;
    private static final double OVER_BRIDGE = 40;
    private static final double UNDER_BRIDGE = 32;
    private static final double CHIP = 24;
    private static final double CHIP_INSET = 24;
    private static final double CHIP_STEP = 48;

    /// An interface's address stands under it.
    private static final double CHIP_CAPTION = 20;

    private final KubeNode node;
    private final Rect box;
    private final List<Rect> pods;
    private final List<Rect> bars;

    /// An interface and what its cable leads to.
    ///
    /// @param to the box at the other end, for a tunnel that of another node; null if nothing is plugged in
    /// @param within whether the other end is in this node too
    /// @param level whether the cable should leave at the height of the other end
    record Plugged(String iface, String address, @Nullable Rect to, boolean within, boolean level, boolean tunnel) {}

    private Insides(KubeNode node, Rect box, List<Rect> pods, List<Rect> bars) {
        this.node = node;
        this.box = box;
        this.pods = pods;
        this.bars = bars;
    }

    /// @param pods boxes of the namespaces in the node
    /// @param bars boxes of its bridges
    static Inside of(KubeNode node, Rect box, List<Rect> pods, List<Rect> bars, List<Plugged> interfaces) {
        return new Insides(node, box, pods, bars).inside(interfaces);
    }

    private Inside inside(List<Plugged> interfaces) {
        List<Plugged> cabled = interfaces.stream().filter(Plugged::within).toList();
        double bridge = bars.stream().mapToDouble(Rect::y).min().orElse(Double.NaN);
        double podsEnd = pods.stream()
                .filter(pod -> Double.isNaN(bridge) || pod.y() < bridge)
                .mapToDouble(Rect::bottom)
                .max()
                .orElse(box.y() + Sizes.HEADER);
        double podsBelow = pods.stream()
                .filter(pod -> pod.y() > bridge)
                .mapToDouble(Rect::y)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        double top = Double.isNaN(bridge)
                ? podsEnd + (pods.isEmpty() ? NETNS_INSET : UNDER_PODS)
                : Math.max(podsEnd + 12, bridge - OVER_BRIDGE);
        double bottom = Math.min(box.bottom() - NETNS_BOTTOM, podsBelow - UNDER_PODS);
        Rect netns = new Rect(box.x() + NETNS_INSET, top, box.w() - 2 * NETNS_INSET, Math.max(24, bottom - top));
        double band = Double.isNaN(bridge)
                ? top + (cabled.isEmpty() ? NETNS_INSET : OVER_BRIDGE + Sizes.BAR)
                : bars.stream().mapToDouble(Rect::bottom).max().orElse(top);
        Optional<Strip> strip = strip(netns, band, Double.isNaN(bridge) && cabled.isEmpty());
        double under = strip.map(s -> s.box().bottom()).orElse(band);
        var chips = new ArrayList<Chip>(cabled(cabled, top + OVER_BRIDGE + Sizes.BAR / 2));
        chips.addAll(outgoing(interfaces.stream().filter(i -> !i.within()).toList(), netns, under));
        return new Inside(node.id(), netns, strip, chips, processes(netns, under), List.of());
    }

    private Optional<Strip> strip(Rect netns, double band, boolean first) {
        double y = first ? band : band + UNDER_BRIDGE;
        if (y + Stage.HEIGHT + 8 > netns.bottom()) {
            return Optional.empty();
        }
        Optional<Rect> bar = bars.stream()
                .max(Comparator.comparingDouble(Rect::bottom).thenComparingDouble(Rect::w))
                .filter(b -> b.w() >= 0.9 * Stage.STRIP);
        double x = bar.map(Rect::x).orElse(netns.x() + 8);
        double width = bar.map(Rect::w).orElse(netns.w() - 16);
        return width < 0.75 * Stage.STRIP
                ? Optional.empty()
                : Optional.of(Strip.of(new Rect(x, y, width, Stage.HEIGHT)));
    }

    /// The node's ends of cables to namespaces in it, each under the other end.
    private List<Chip> cabled(List<Plugged> interfaces, double level) {
        var sorted = new ArrayList<>(interfaces);
        sorted.sort(Comparator.comparingDouble(i -> i.to() == null ? 0 : i.to().centerX()));
        var chips = new ArrayList<Chip>();
        double left = box.x() + NETNS_INSET + 8;
        for (Plugged plugged : sorted) {
            double width = width(plugged.iface());
            double wanted = (plugged.to() == null ? box.centerX() : plugged.to().centerX()) - width / 2;
            double x = Math.max(left, Math.min(wanted, box.right() - NETNS_INSET - 8 - width));
            Rect at = new Rect(x, level - CHIP / 2, width, CHIP);
            Side side = plugged.to() != null && plugged.to().centerY() > level ? Side.BOTTOM : Side.TOP;
            chips.add(new Chip(node.id(), plugged.iface(), plugged.address(), at, side, Optional.empty(), false));
            left = x + width + 8;
        }
        return chips;
    }

    private List<Chip> outgoing(List<Plugged> interfaces, Rect netns, double under) {
        var bySide = new EnumMap<Side, List<Plugged>>(Side.class);
        for (Plugged plugged : interfaces) {
            bySide.computeIfAbsent(side(plugged), s -> new ArrayList<>()).add(plugged);
        }
        var chips = new ArrayList<Chip>();
        for (Map.Entry<Side, List<Plugged>> entry : bySide.entrySet()) {
            chips.addAll(
                    switch (entry.getKey()) {
                        case LEFT, RIGHT -> atSide(entry.getKey(), entry.getValue(), netns, under);
                        case BOTTOM, TOP -> atBottom(entry.getValue(), netns);
                    });
        }
        return chips;
    }

    /// Nothing leaves at the top: the pods are there.
    private Side side(Plugged plugged) {
        Rect to = plugged.to();
        if (to == null) {
            return Side.RIGHT;
        }
        Side side = Side.facing(box, to);
        return side == Side.TOP ? to.centerX() < box.centerX() ? Side.LEFT : Side.RIGHT : side;
    }

    private List<Chip> atSide(Side side, List<Plugged> interfaces, Rect netns, double under) {
        double first = under + CHIP;
        double last = netns.bottom() - CHIP_CAPTION - 4 - CHIP / 2;
        if (last < first) {
            first = last = Math.min((under + netns.bottom()) / 2, netns.bottom() - CHIP / 2 - 4);
        }
        double usual = Math.clamp(under + 36, first, last);
        var sorted = new ArrayList<>(interfaces);
        sorted.sort(Comparator.comparing(Plugged::tunnel)
                .thenComparingDouble(i -> i.to() == null ? Double.POSITIVE_INFINITY : i.to().centerY()));
        var chips = new ArrayList<Chip>();
        double next = first;
        double inset = CHIP_INSET;
        for (int i = 0; i < sorted.size(); i++) {
            Plugged plugged = sorted.get(i);
            double wanted =
                    plugged.level() && plugged.to() != null ? plugged.to().centerY() : usual;
            double latest = Math.max(first, last - (sorted.size() - 1 - i) * CHIP_STEP);
            double y = Math.max(next, Math.clamp(wanted, first, Math.max(first, latest)));
            double width = width(plugged.iface());
            double x = side == Side.LEFT ? box.x() + inset : box.right() - inset - width;
            chips.add(chip(plugged, new Rect(x, y - CHIP / 2, width, CHIP), side));
            next = y + CHIP_STEP;
            // the next one stands further in, so that its line to the stages passes beside this one
            boolean room = box.w() - 2 * (inset + width + 16) > box.w() / 2;
            inset = room ? inset + width + 16 : inset;
        }
        return chips;
    }

    private List<Chip> atBottom(List<Plugged> interfaces, Rect netns) {
        var sorted = new ArrayList<>(interfaces);
        sorted.sort(Comparator.comparingDouble(i -> i.to() == null ? 0 : i.to().centerX()));
        double total = sorted.stream().mapToDouble(i -> width(i.iface()) + 16).sum() - 16;
        double wanted = sorted.stream()
                .mapToDouble(i -> i.to() == null ? netns.centerX() : i.to().centerX())
                .average()
                .orElse(netns.centerX());
        double x = Math.clamp(wanted - total / 2, netns.x() + 8, Math.max(netns.x() + 8, netns.right() - 8 - total));
        var chips = new ArrayList<Chip>();
        for (Plugged plugged : sorted) {
            double width = width(plugged.iface());
            chips.add(chip(plugged, new Rect(x, netns.bottom() - NETNS_INSET - CHIP, width, CHIP), Side.BOTTOM));
            x += width + 16;
        }
        return chips;
    }

    private Chip chip(Plugged plugged, Rect at, Side side) {
        Point border = side.isHorizontal()
                ? new Point(side == Side.LEFT ? box.x() : box.right(), at.centerY())
                : new Point(at.centerX(), box.bottom());
        Optional<Point> plug = plugged.to() == null || plugged.tunnel() ? Optional.empty() : Optional.of(border);
        return new Chip(node.id(), plugged.iface(), plugged.address(), at, side, plug, plugged.tunnel());
    }

    private List<Process> processes(Rect netns, double under) {
        var processes = new ArrayList<Process>();
        double y = under + 24;
        for (Container container : node.machine().containers()) {
            double width = Math.min(Math.max(120, Sizes.containerWidth(container)), netns.w() - 24);
            if (y + 24 > netns.bottom() - 4) {
                break;
            }
            processes.add(new Process(node.id(), container.name(), new Rect(netns.x() + 12, y, width, 24)));
            y += 28;
        }
        return processes;
    }

    private static double width(String iface) {
        return Math.max(48, Math.ceil(FontMetrics.width(iface, Face.UI, Weight.SEMIBOLD, 11.5)) + 16);
    }
}
