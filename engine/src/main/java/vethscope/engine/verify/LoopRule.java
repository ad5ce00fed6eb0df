package vethscope.engine.verify;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jgrapht.alg.connectivity.BiconnectivityInspector;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.Pseudograph;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Interface.Peer;
import vethscope.engine.network.Netns;
import vethscope.model.Id;
import vethscope.model.element.Bridge;

/// Bridges and switches that are joined in a ring forward a broadcast for ever, unless one of them runs spanning tree.
final class LoopRule {

    private LoopRule() {}

    static void check(Drawing drawing, Notes notes) {
        Pseudograph<Peer, DefaultEdge> graph = bridges(drawing);
        var blocks = new BiconnectivityInspector<>(graph).getBlocks();
        for (var block : blocks) {
            if (block.edgeSet().size() < block.vertexSet().size() || runsSpanningTree(drawing, block.vertexSet())) {
                continue;
            }
            var names = new TreeSet<String>();
            block.vertexSet().forEach(v -> names.add(drawing.name(v.netns())));
            Id first = block.vertexSet().stream()
                    .map(Peer::netns)
                    .min(Id::compareTo)
                    .orElseThrow();
            notes.add(Flaw.LOOP, first, "links", String.join(", ", names));
        }
    }

    /// Bridge devices and the cables between their ports.
    private static Pseudograph<Peer, DefaultEdge> bridges(Drawing drawing) {
        var graph = new Pseudograph<Peer, DefaultEdge>(DefaultEdge.class);
        Set<Set<Peer>> seen = new HashSet<>();
        for (Netns netns : drawing.network().spaces().values()) {
            for (Interface device : netns.interfaces().values()) {
                Peer far = device.peer();
                if (device.port() == null || far == null || !device.up()) {
                    continue;
                }
                Netns there = drawing.network().netns(far.netns());
                Interface.BridgePort port = there.iface(far.iface()).port();
                if (port != null && seen.add(Set.of(new Peer(netns.id(), device.name()), far))) {
                    Peer a = new Peer(netns.id(), device.port().bridge());
                    Peer b = new Peer(there.id(), port.bridge());
                    graph.addVertex(a);
                    graph.addVertex(b);
                    graph.addEdge(a, b);
                }
            }
        }
        return graph;
    }

    private static boolean runsSpanningTree(Drawing drawing, Set<Peer> bridges) {
        List<Bridge> drawn = drawing.all(Bridge.class).filter(Bridge::stp).toList();
        Set<Peer> spanning = drawn.stream()
                .flatMap(b -> b.in().stream().map(in -> new Peer(in, b.device())))
                .collect(Collectors.toSet());
        return bridges.stream().anyMatch(spanning::contains);
    }
}
