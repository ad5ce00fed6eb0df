package vethscope.engine.verify;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vethscope.engine.finding.Finding;
import vethscope.engine.finding.Finding.Fix;
import vethscope.model.Design;
import vethscope.model.Layout.Box;
import vethscope.model.Protocol;
import vethscope.model.edit.Edit;
import vethscope.model.edit.Generate;
import vethscope.model.element.Ingress;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.Vpc;

/// Draws the load balancer that the controller of an `alb` ingress would make: beside the ingress, on the vpc if
/// there is one, listening on port 80.
record IngressFix(Design design, Finding finding) {

    private static final double APART = 160;

    Stream<Fix> drawn() {
        return Optional.ofNullable(finding.where())
                .flatMap(id -> design.topology().find(id, Ingress.class))
                .map(this::fix)
                .stream();
    }

    private Fix fix(Ingress ingress) {
        Box at = design.layout().box(ingress.id()).orElse(Box.of(0, 0, 0, 0));
        var vpc = design.topology().all(Vpc.class).map(Vpc::id).findFirst();
        Generate.Placed placed = Generate.place(design, LoadBalancer.KIND, vpc, Box.of(at.x() - APART, at.y(), 0, 0));
        LoadBalancer drawn = placed.edit()
                .apply(design)
                .topology()
                .find(placed.id(), LoadBalancer.class)
                .orElseThrow();
        var backend = new LoadBalancer.Backend("ingress", ingress.id());
        var listener =
                new LoadBalancer.Listener(Protocol.TCP, null, 80, LoadBalancer.Mode.PROXY, false, List.of(), backend);
        var balancer = new LoadBalancer(
                drawn.head(),
                drawn.machine(),
                7,
                drawn.address(),
                drawn.scheme(),
                List.of(listener),
                drawn.healthCheck(),
                drawn.cloud());
        var named = ingress.withLoadBalancer(placed.id());
        List<Edit> edits = List.of(placed.edit(), new Edit.Put(balancer), new Edit.Put(named));
        return Fixes.fix("fix.balancer", new Edit.Batch(edits, "draw load balancer"), ingress.name());
    }
}
