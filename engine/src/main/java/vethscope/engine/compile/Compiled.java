package vethscope.engine.compile;

import java.util.List;
import vethscope.engine.compile.cloud.Health;
import vethscope.engine.compile.kubeproxy.Proxied;
import vethscope.engine.finding.Finding;
import vethscope.engine.network.Network;

/// What a drawing becomes, and what was found wrong with it on the way.
///
/// @param health what the checks of load balancers found, in the order of the drawing
/// @param proxied what kube-proxy knows where
public record Compiled(Network network, List<Finding> findings, List<Health> health, Proxied proxied) {
    public Compiled {
        findings = List.copyOf(findings);
        health = List.copyOf(health);
    }

    Compiled with(List<Health> health) {
        return new Compiled(network, findings, health, proxied);
    }
}
