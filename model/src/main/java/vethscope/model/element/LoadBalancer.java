package vethscope.model.element;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// A load balancer in front of nodes or pods.
///
/// @param layer 4 or 7
/// @param address its address where it has no drawn interfaces
/// @param healthCheck null: all targets are used
public record LoadBalancer(
        Head head,
        Machine machine,
        int layer,
        @Nullable Cidr address,
        @Nullable String scheme,
        List<Listener> listeners,
        @Nullable HealthCheck healthCheck,
        Cloud cloud)
        implements LinuxBox {

    public LoadBalancer {
        listeners = List.copyOf(listeners);
    }

    @Override
    public LoadBalancer withHead(Head head) {
        return new LoadBalancer(head, machine, layer, address, scheme, listeners, healthCheck, cloud);
    }

    @Override
    public LoadBalancer withMachine(Machine machine) {
        return new LoadBalancer(head, machine, layer, address, scheme, listeners, healthCheck, cloud);
    }

    public enum Mode {
        DNAT,
        PROXY,
        PASSTHROUGH
    }

    /// @param targets `node:port`, `ip:port` or a pod id
    /// @param backend id of the service, ingress or gateway whose endpoints are the targets
    public record Listener(
            Protocol protocol,
            @Nullable Ip address,
            int port,
            Mode mode,
            boolean snat,
            List<String> targets,
            @Nullable Backend backend) {

        public Listener {
            targets = List.copyOf(targets);
        }
    }

    /// The key that names the backend (`service`, `ingress` or `gateway`) and its id.
    public record Backend(String key, Id id) {}

    public record HealthCheck(@Nullable String protocol, int port, @Nullable String path) {}

    public record Cloud(boolean crossZone, List<Id> securityGroups) {
        public static final Cloud DEFAULT = new Cloud(false, List.of());

        public Cloud {
            securityGroups = List.copyOf(securityGroups);
        }
    }
}
