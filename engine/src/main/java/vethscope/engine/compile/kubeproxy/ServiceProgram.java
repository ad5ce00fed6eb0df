package vethscope.engine.compile.kubeproxy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import vethscope.engine.compile.kubeproxy.ServicePort.Doors;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Service;
import vethscope.model.element.Service.LoadBalancerIp.IpMode;

/// All service ports of a cluster with their endpoints, as kube-proxy learns them from the API server. One program is
/// shared by all nodes; what is local is decided per node.
public final class ServiceProgram {

    private final List<Cidr> podCidr;
    private final ServicePorts four;
    private final ServicePorts six;

    private ServiceProgram(List<Cidr> podCidr, ServicePorts four, ServicePorts six) {
        this.podCidr = podCidr;
        this.four = four;
        this.six = six;
    }

    /// @param podAddresses the addresses of a pod, one per family at most; a host-network pod's are its node's
    public static ServiceProgram of(Design design, Function<Id, List<Ip>> podAddresses) {
        var endpoints = new ServiceEndpoints(design.topology(), podAddresses);
        List<Service> services = design.topology()
                .all(Service.class)
                .filter(ServiceProgram::isProxied)
                .toList();
        return new ServiceProgram(
                design.cluster().podCidr(), family(services, endpoints, false), family(services, endpoints, true));
    }

    /// Headless and ExternalName services never reach kube-proxy (`ShouldSkipService`, pkg/proxy/util/utils.go).
    private static boolean isProxied(Service service) {
        return service.type() != Service.Type.EXTERNAL_NAME
                && !service.addresses().headless()
                && !service.addresses().clusterIps().isEmpty();
    }

    private static ServicePorts family(List<Service> services, ServiceEndpoints endpoints, boolean v6) {
        var ports = new ArrayList<ServicePort>();
        for (Service service : services) {
            Optional<Ip> clusterIp =
                    of(service.addresses().clusterIps(), v6).stream().findFirst();
            if (clusterIp.isPresent()) {
                for (Service.Port port : service.ports()) {
                    ports.add(new ServicePort(
                            new ServicePort.Name(service.namespace(), service.name(), port.name()),
                            port.protocol(),
                            doors(service, port, clusterIp.get(), v6),
                            service.traffic(),
                            endpoints.of(service, port, v6),
                            asksForHints(service)));
                }
            }
        }
        ports.sort(Comparator.comparing(ServicePort::name).thenComparing(ServicePort::protocol));
        return new ServicePorts(ports);
    }

    /// `topology-mode`, or the older name, with any value that does not switch it off (pkg/proxy/serviceport.go of
    /// 1.30, getHintsAnnotation; topology.go canUseTopology).
    private static boolean asksForHints(Service service) {
        String mode = service.annotations()
                .getOrDefault(
                        "service.kubernetes.io/topology-aware-hints",
                        service.annotations().getOrDefault("service.kubernetes.io/topology-mode", ""));
        return !mode.isEmpty() && !mode.equalsIgnoreCase("disabled");
    }

    private static Doors doors(Service service, Service.Port port, Ip clusterIp, boolean v6) {
        Service.Addresses addresses = service.addresses();
        List<Ip> intercepted = addresses.loadBalancerIps().stream()
                .filter(ip -> ip.ipMode() == IpMode.VIP)
                .map(Service.LoadBalancerIp::ip)
                .toList();
        List<Cidr> ranges = addresses.loadBalancerSourceRanges().stream()
                .flatMap(text -> Cidr.tryParse(text.strip()).stream())
                .filter(range -> range.v6() == v6)
                .map(Cidr::network)
                .toList();
        boolean balanced = service.type() == Service.Type.LOAD_BALANCER;
        boolean onNodes = balanced || service.type() == Service.Type.NODE_PORT;
        return new Doors(
                clusterIp,
                port.port(),
                onNodes ? port.nodePort() : 0,
                of(addresses.externalIps(), v6),
                of(intercepted, v6),
                ranges,
                balanced && service.traffic().externalLocal()
                        ? service.traffic().healthCheckNodePort()
                        : 0);
    }

    private static List<Ip> of(List<Ip> ips, boolean v6) {
        return ips.stream().filter(ip -> ip.v6() == v6).toList();
    }

    /// The service ports of an IP family, in the order of their rules: by name.
    public List<ServicePort> ports(boolean v6) {
        return family(v6).ports();
    }

    ServicePorts family(boolean v6) {
        return v6 ? six : four;
    }

    List<Cidr> podCidr() {
        return podCidr;
    }
}
