package vethscope.engine.compile.kubeproxy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Ruleset.Chain;

/// All service ports of one IP family, found by the names of their chains, and the chains that nodes share. Everything
/// beyond the list itself is worked out when it is first asked for.
final class ServicePorts {

    private final List<ServicePort> ports;
    private final @Nullable EndpointSets[] alike;
    private final @Nullable String[] suffixes;
    private final Map<Object, Chain> shared = new ConcurrentHashMap<>();
    private final Map<String, EndpointAt> byEndpoint = new ConcurrentHashMap<>();
    private volatile @Nullable Map<String, Integer> bySuffix;
    private volatile boolean allEndpointsNamed;
    private volatile @Nullable IpvsDoors doors;

    /// An endpoint of the service port with that index.
    record EndpointAt(int port, ServiceEndpoint endpoint) {}

    /// @param ports in the order of their rules
    ServicePorts(List<ServicePort> ports) {
        this.ports = List.copyOf(ports);
        this.alike = new EndpointSets[ports.size()];
        this.suffixes = new String[ports.size()];
    }

    List<ServicePort> ports() {
        return ports;
    }

    ServicePort port(int i) {
        return ports.get(i);
    }

    int size() {
        return ports.size();
    }

    /// The endpoints that the node uses of port `i`.
    EndpointSets endpoints(int i, NodeView node) {
        EndpointSets known = alike[i];
        if (known != null) {
            return known;
        }
        ServicePort port = ports.get(i);
        EndpointSets sets = port.endpointsAt(node);
        if (port.isAlikeEverywhere()) {
            alike[i] = sets;
        }
        return sets;
    }

    String suffix(int i) {
        String known = suffixes[i];
        if (known == null) {
            known = ChainNames.suffix(ports.get(i));
            suffixes[i] = known;
        }
        return known;
    }

    /// The chain of one endpoint of port `i`.
    String endpointChain(int i, ServiceEndpoint endpoint) {
        String name = ChainNames.ENDPOINT + ChainNames.suffix(ports.get(i), endpoint);
        byEndpoint.putIfAbsent(name, new EndpointAt(i, endpoint));
        return name;
    }

    /// The index of the port whose chains end so; -1 if there is none.
    int find(String suffix) {
        Map<String, Integer> index = bySuffix;
        if (index == null) {
            index = new HashMap<>();
            for (int i = 0; i < ports.size(); i++) {
                index.putIfAbsent(suffix(i), i);
            }
            bySuffix = index;
        }
        return index.getOrDefault(suffix, -1);
    }

    /// Who asks for an endpoint's chain has mostly seen a jump to it, which made its name known.
    @Nullable
    EndpointAt findEndpoint(String chain) {
        EndpointAt found = byEndpoint.get(chain);
        if (found == null && !allEndpointsNamed) {
            for (int i = 0; i < ports.size(); i++) {
                for (ServiceEndpoint endpoint : ports.get(i).endpoints()) {
                    endpointChain(i, endpoint);
                }
            }
            allEndpointsNamed = true;
            found = byEndpoint.get(chain);
        }
        return found;
    }

    /// What the nodes in IPVS mode have in common.
    ///
    /// @param v6 the family of these ports
    IpvsDoors doors(boolean v6) {
        IpvsDoors ready = doors;
        if (ready == null) {
            ready = new IpvsDoors(this, v6);
            doors = ready;
        }
        return ready;
    }

    /// The chain that was made for this key before, on whichever node.
    Chain shared(Object key, Supplier<Chain> make) {
        return shared.computeIfAbsent(key, _ -> make.get());
    }
}
