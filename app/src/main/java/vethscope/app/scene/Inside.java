package vethscope.app.scene;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vethscope.model.Id;
import vethscope.model.Layout.Point;

/// What a node shows beside the elements in it: its root namespace, the stages, its interfaces and its own processes.
///
/// @param strip empty where there is no room for it
/// @param joints thin lines between the stages, and from the stages to bridge and interfaces
public record Inside(
        Id node,
        Rect netns,
        Optional<Strip> strip,
        List<Chip> chips,
        List<Process> processes,
        List<List<Point>> joints) {

    public Inside {
        chips = List.copyOf(chips);
        processes = List.copyOf(processes);
        joints = List.copyOf(joints);
    }

    public Optional<Chip> chip(String iface) {
        return chips.stream().filter(chip -> chip.iface().equals(iface)).findFirst();
    }

    Inside withJoints(List<List<Point>> joints) {
        return new Inside(node, netns, strip, chips, processes, joints);
    }

    /// The stages that a routed packet meets, side by side.
    public record Strip(Rect box, Map<Stage, Rect> stages) {
        public Strip {
            stages = Collections.unmodifiableMap(new EnumMap<>(stages));
        }

        /// Wider than its own size, the boxes grow a little and the gaps take the rest.
        public static Strip of(Rect box) {
            double grow = Math.clamp(box.w() / Stage.STRIP, 0.8, 1.12);
            double used = 0;
            for (Stage stage : Stage.values()) {
                used += stage.width() * grow;
            }
            double gap = (box.w() - used) / (Stage.values().length - 1);
            var stages = new EnumMap<Stage, Rect>(Stage.class);
            double x = box.x();
            for (Stage stage : Stage.values()) {
                stages.put(stage, new Rect(x, box.y(), stage.width() * grow, box.h()));
                x += stage.width() * grow + gap;
            }
            return new Strip(box, stages);
        }

        public Rect stage(Stage stage) {
            return stages.getOrDefault(stage, box);
        }
    }

    /// An interface of the root namespace.
    ///
    /// @param address the first one, without its prefix; empty if there is none
    /// @param side where its cable leaves
    /// @param plug where the cable crosses the node's border; empty for a cable that stays inside
    /// @param tunnel whether it is a tunnel's device
    public record Chip(
            Id node, String iface, String address, Rect box, Side side, Optional<Point> plug, boolean tunnel) {}

    /// A container of the machine itself.
    public record Process(Id node, String name, Rect box) {}
}
