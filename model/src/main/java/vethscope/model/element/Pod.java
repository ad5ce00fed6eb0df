package vethscope.model.element;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// A pod: one network namespace shared by its containers. The sandbox container that holds the namespace is drawn, not
/// stored.
public record Pod(
        Head head,
        String namespace,
        Map<String, String> labels,
        Network network,
        Status status,
        Names names,
        List<Container> containers,
        List<Id> securityGroups)
        implements Element {

    public Pod {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        containers = List.copyOf(containers);
        securityGroups = List.copyOf(securityGroups);
    }

    @Override
    public Pod withHead(Head head) {
        return new Pod(head, namespace, labels, network, status, names, containers, securityGroups);
    }

    /// How the pod is attached.
    ///
    /// @param mtu null: the node's cni.mtu
    /// @param hostNetwork the pod has no namespace of its own but its node's
    public record Network(
            List<Cidr> addresses,
            @Nullable Mac mac,
            @Nullable Integer mtu,
            Gateway gateway,
            List<String> routes,
            Map<String, String> sysctl,
            boolean hostNetwork) {

        public static final Network DEFAULT = new Network(List.of(), null, null, new Gateway.Default(), List.of(), Map.of(), false);

        public Network {
            addresses = List.copyOf(addresses);
            routes = List.copyOf(routes);
            sysctl = Collections.unmodifiableMap(new LinkedHashMap<>(sysctl));
        }
    }

    /// The pod's default gateway: the bridge's address (169.254.1.1 with ptp), none (`false`), or an address.
    public sealed interface Gateway {
        record Default() implements Gateway {}

        record Absent() implements Gateway {}

        record Of(Ip ip) implements Gateway {}
    }

    /// EndpointSlice conditions. `serving` null: as `ready`.
    public record Status(boolean ready, @Nullable Boolean serving, boolean terminating) {
        public static final Status DEFAULT = new Status(true, null, false);

        public boolean isServing() {
            return serving == null ? ready : serving;
        }
    }

    /// DNS names and volumes.
    public record Names(@Nullable String hostname, @Nullable String subdomain, List<String> volumes) {
        public static final Names DEFAULT = new Names(null, null, List.of());

        public Names {
            volumes = List.copyOf(volumes);
        }
    }
}
