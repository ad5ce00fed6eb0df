package vethscope.engine.compile;

import java.util.List;
import vethscope.engine.finding.Finding;
import vethscope.engine.network.Network;

/// What a drawing becomes, and what was found wrong with it on the way.
public record Compiled(Network network, List<Finding> findings) {
    public Compiled {
        findings = List.copyOf(findings);
    }
}
