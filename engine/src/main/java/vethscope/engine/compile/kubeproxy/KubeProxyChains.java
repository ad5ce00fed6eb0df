package vethscope.engine.compile.kubeproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.kubeproxy.ServicePorts.EndpointAt;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Ruleset.Generated;
import vethscope.engine.netfilter.Table;

/// The chains of one table that follow from the services, made when a packet or a reader first looks at them.
final class KubeProxyChains implements Generated {

    private final ProxyNode at;
    private final Portals portals;
    private final Table table;
    private final Map<String, Chain> made = new ConcurrentHashMap<>();

    KubeProxyChains(ProxyNode at, Portals portals, Table table) {
        this.at = at;
        this.portals = portals;
        this.table = table;
    }

    @Override
    public List<String> names() {
        if (table == Table.FILTER) {
            return List.of(
                    KubeRules.SERVICES, KubeRules.EXTERNAL_SERVICES, KubeRules.NODE_PORTS, KubeRules.PROXY_FIREWALL);
        }
        var names = new ArrayList<>(List.of(KubeRules.SERVICES, KubeRules.NODE_PORTS));
        for (int i = 0; i < at.ports().size(); i++) {
            names.addAll(new ServiceChains(at, i).names());
        }
        return names;
    }

    @Override
    public @Nullable Chain chain(String name) {
        Chain known = made.get(name);
        if (known != null || !name.startsWith("KUBE-")) {
            return known;
        }
        Chain chain = table == Table.FILTER ? filter(name) : nat(name);
        if (chain != null) {
            made.put(name, chain);
        }
        return chain;
    }

    private @Nullable Chain filter(String name) {
        return switch (name) {
            case KubeRules.SERVICES -> portals.refusedInside();
            case KubeRules.EXTERNAL_SERVICES -> portals.refusedOutside();
            case KubeRules.NODE_PORTS -> portals.healthChecks();
            case KubeRules.PROXY_FIREWALL -> portals.firewall();
            default -> null;
        };
    }

    private @Nullable Chain nat(String name) {
        return switch (name) {
            case KubeRules.SERVICES -> portals.services();
            case KubeRules.NODE_PORTS -> portals.nodePorts();
            default -> name.startsWith(ChainNames.ENDPOINT) ? endpoint(name) : service(name);
        };
    }

    private @Nullable Chain endpoint(String name) {
        EndpointAt found = at.ports().findEndpoint(name);
        return found == null ? null : new ServiceChains(at, found.port()).endpoint(name, found.endpoint());
    }

    private @Nullable Chain service(String name) {
        int end = name.lastIndexOf('-') + 1;
        int index = at.ports().find(name.substring(end));
        return index < 0 ? null : new ServiceChains(at, index).chain(name.substring(0, end));
    }
}
