package vethscope.engine.compile.kubeproxy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Service;

/// One port of a service in one IP family, as kube-proxy keeps it (`BaseServicePortInfo`, pkg/proxy/serviceport.go).
///
/// @param topologyMode whether the service's annotations ask for hints of zones
public record ServicePort(
        Name name,
        Protocol protocol,
        Doors doors,
        Service.Traffic traffic,
        List<ServiceEndpoint> endpoints,
        boolean topologyMode) {

    /// Without annotations.
    public ServicePort(
            Name name, Protocol protocol, Doors doors, Service.Traffic traffic, List<ServiceEndpoint> endpoints) {
        this(name, protocol, doors, traffic, endpoints, false);
    }

    public ServicePort {
        endpoints = List.copyOf(endpoints);
    }

    /// @param port the port's name; null if it has none
    public record Name(
            String namespace, String service, @Nullable String port) implements Comparable<Name> {

        /// `ns/name`.
        public String ofService() {
            return namespace + "/" + service;
        }

        /// `ns/name:port`, or `ns/name` for a port without a name.
        @Override
        public String toString() {
            return port == null || port.isEmpty() ? ofService() : ofService() + ":" + port;
        }

        @Override
        public int compareTo(Name other) {
            return toString().compareTo(other.toString());
        }
    }

    /// Where the port can be called.
    ///
    /// @param nodePort 0: none; so `healthCheckNodePort`
    /// @param loadBalancerIps those that the node intercepts
    /// @param sourceRanges whom the load balancer's addresses serve; empty: everyone
    public record Doors(
            Ip clusterIp,
            int port,
            int nodePort,
            List<Ip> externalIps,
            List<Ip> loadBalancerIps,
            List<Cidr> sourceRanges,
            int healthCheckNodePort) {
        public Doors {
            externalIps = List.copyOf(externalIps);
            loadBalancerIps = List.copyOf(loadBalancerIps);
            sourceRanges = List.copyOf(sourceRanges);
        }
    }

    /// Whether it has a node port, an external or a load balancer's address.
    public boolean isExternallyAccessible() {
        return doors.nodePort != 0 || !doors.loadBalancerIps.isEmpty() || !doors.externalIps.isEmpty();
    }

    boolean usesCluster() {
        return !traffic.internalLocal() || isExternallyAccessible();
    }

    boolean usesLocal() {
        return traffic.internalLocal() || traffic.externalLocal() && isExternallyAccessible();
    }

    /// Whether every node uses the same endpoints.
    boolean isAlikeEverywhere() {
        return !usesLocal() && endpoints.stream().allMatch(e -> e.hints().equals(ServiceEndpoint.Hints.NONE));
    }

    /// The endpoints that a node may choose from.
    public EndpointSets endpointsAt(NodeView node) {
        return EndpointSets.of(endpoints, usesCluster(), usesLocal(), node, topologyMode || !node.asksAnnotation());
    }
}
