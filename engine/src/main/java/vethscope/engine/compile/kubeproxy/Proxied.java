package vethscope.engine.compile.kubeproxy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import vethscope.model.Id;
import vethscope.model.KubeProxy;

/// Which nodes run kube-proxy in which mode, and the services that all of them know.
///
/// @param modes by node, without those where it does not run
public record Proxied(Map<Id, KubeProxy.Mode> modes, ServiceProgram services) {
    public Proxied {
        modes = Collections.unmodifiableMap(new LinkedHashMap<>(modes));
    }
}
