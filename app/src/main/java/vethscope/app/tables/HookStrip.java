package vethscope.app.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import javafx.scene.shape.SVGPath;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.Table;

/// The hooks on a packet's way through a machine, with the tables that stand at each.
final class HookStrip {

    private static final double NARROWER = 30;

    private HookStrip() {}

    /// @param now where the packet is; a hook of the machine's own packets stands alone
    static List<Node> of(Optional<Hook> now, Texts texts) {
        var nodes = new ArrayList<Node>();
        nodes.add(hook(Hook.PREROUTING, 120, now));
        nodes.add(arrow());
        var route = Parts.label(texts.get("stage.route"), "hook", "round");
        route.setMinWidth(64);
        nodes.add(route);
        for (Hook hook : List.of(Hook.FORWARD, Hook.POSTROUTING)) {
            nodes.add(arrow());
            nodes.add(hook(hook, hook == Hook.FORWARD ? 104 : 120, now));
        }
        now.filter(h -> h == Hook.INPUT || h == Hook.OUTPUT).ifPresent(h -> {
            nodes.clear();
            nodes.add(hook(h, 120, now));
        });
        return nodes;
    }

    private static VBox hook(Hook hook, double width, Optional<Hook> now) {
        var tables = new ArrayList<String>();
        for (Table table : List.of(Table.RAW, Table.MANGLE, Table.NAT, Table.FILTER)) {
            if (table.standsAt(hook)) {
                tables.add(table.lower());
            }
        }
        var box =
                new VBox(Parts.label(hook.name(), "hook-name"), Parts.label(String.join(" · ", tables), "hook-tables"));
        box.setAlignment(Pos.CENTER);
        box.getStyleClass().add("hook");
        box.setPrefWidth(width);
        box.setMinWidth(width - NARROWER);
        if (now.filter(hook::equals).isPresent()) {
            box.getStyleClass().add("now");
        }
        return box;
    }

    private static Node arrow() {
        var arrow = new SVGPath();
        arrow.setContent("M2 6h19m-4-4l4 4l-4 4");
        arrow.getStyleClass().add("hook-arrow");
        return arrow;
    }
}
