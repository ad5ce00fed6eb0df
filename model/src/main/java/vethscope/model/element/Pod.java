package vethscope.model.element;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// A pod: one network namespace shared by its containers. The sandbox container that holds the namespace is
/// drawn, not stored.
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

    public static final Kind<Pod> KIND = Kind.of(
            "pod",
            "A pod: one network namespace shared by its containers.",
            Fields.of(
                            Pod.class,
                            new Pod(
                                    Head.of("pod"),
                                    "default",
                                    Map.of(),
                                    Network.DEFAULT,
                                    Status.DEFAULT,
                                    Names.DEFAULT,
                                    List.of(),
                                    List.of()))
                    .key("namespace", FieldType.TEXT, "namespace", "Kubernetes namespace")
                    .key("labels", FieldType.LABELS, "labels", "what selectors look at")
                    .including("network", Network.FIELDS)
                    .including("status", Status.FIELDS)
                    .including("names", Names.FIELDS)
                    .key(
                            "securityGroups",
                            FieldType.refs("security-group"),
                            "securityGroups",
                            "the groups of its interface")
                    .key("containers", Container.LIST, "containers", "its processes"));

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

        public static final Network DEFAULT =
                new Network(List.of(), null, null, new Gateway.Default(), List.of(), Map.of(), false);

        private static final FieldType<Gateway> GATEWAY = new FieldType.Cases<>(List.of(
                FieldType.Case.literal(false, Gateway.Absent.class::isInstance, new Gateway.Absent()),
                FieldType.Case.member(FieldType.IP, Gateway.Of.class, Gateway.Of::ip, Gateway.Of::new)));

        static final Fields<Network> FIELDS = Fields.of(Network.class, DEFAULT)
                .key("address", FieldType.ADDRESSES, "addresses", "`ip/prefix`, several for dual stack")
                .key("mac", FieldType.MAC, "mac", "none: generated")
                .key("mtu", FieldType.MTU, "mtu", "bytes; none: the node's cni.mtu")
                .key(
                        "gateway",
                        GATEWAY,
                        "gateway",
                        "its default gateway; none: the bridge's address, 169.254.1.1 with ptp; false: no gateway")
                .key("routes", FieldType.LINES, "routes", "lines for `ip route add`")
                .key("sysctl", FieldType.SYSCTLS, "sysctl", "dotted key to value")
                .key("hostNetwork", FieldType.FLAG, "hostNetwork", "it has no namespace of its own but its node's");

        public Network {
            addresses = List.copyOf(addresses);
            routes = List.copyOf(routes);
            sysctl = Collections.unmodifiableMap(new LinkedHashMap<>(sysctl));
        }

        public Network withAddresses(List<Cidr> addresses) {
            return new Network(addresses, mac, mtu, gateway, routes, sysctl, hostNetwork);
        }

        public Network withMtu(@Nullable Integer mtu) {
            return new Network(addresses, mac, mtu, gateway, routes, sysctl, hostNetwork);
        }

        public Network withMac(@Nullable Mac mac) {
            return new Network(addresses, mac, mtu, gateway, routes, sysctl, hostNetwork);
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

        static final Fields<Status> FIELDS = Fields.of(Status.class, DEFAULT)
                .key("ready", FieldType.FLAG, "ready", "the Ready condition")
                .key("serving", FieldType.FLAG, "serving", "it answers, also while it terminates; none: as `ready`")
                .key("terminating", FieldType.FLAG, "terminating", "it is being deleted");

        public boolean isServing() {
            return serving == null ? ready : serving;
        }
    }

    /// Which resolver a pod asks (Kubernetes API, PodSpec.dnsPolicy).
    public enum DnsPolicy {
        CLUSTER_FIRST("ClusterFirst"),
        CLUSTER_FIRST_WITH_HOST_NET("ClusterFirstWithHostNet"),
        DEFAULT("Default"),
        NONE("None");

        private final String api;

        DnsPolicy(String api) {
            this.api = api;
        }

        public String api() {
            return api;
        }
    }

    /// What is added to a pod's resolv.conf, or with policy None all that is in it.
    public record DnsConfig(List<Ip> nameservers, List<String> searches, List<Option> options) {
        public static final DnsConfig NONE = new DnsConfig(List.of(), List.of(), List.of());

        /// One word of the `options` line.
        public record Option(String name, @Nullable String value) {
            static final Fields<Option> FIELDS = Fields.of(Option.class, new Option("", null))
                    .key("name", FieldType.TEXT, "name", "such as `ndots`")
                    .required()
                    .key("value", FieldType.TEXT_OR_NUMBER, "value", "none: the option is a flag");
        }

        static final Fields<DnsConfig> FIELDS = Fields.of(DnsConfig.class, NONE)
                .key("nameservers", FieldType.IPS, "nameservers", "addresses of DNS servers")
                .key("searches", FieldType.LINES, "searches", "domains that names are looked for in")
                .key(
                        "options",
                        new FieldType.Listed<>(new FieldType.Nested<>(Option.FIELDS), Option::name),
                        "options",
                        "words of the `options` line");

        public DnsConfig {
            nameservers = List.copyOf(nameservers);
            searches = List.copyOf(searches);
            options = List.copyOf(options);
        }

        /// How many dots make a name be tried as it is first; empty: not said.
        public OptionalInt ndots() {
            return number("ndots");
        }

        /// The value of an option that has a small number; empty: not said.
        public OptionalInt number(String option) {
            return options.stream()
                    .filter(o -> o.name().equals(option)
                            && o.value() != null
                            && o.value().matches("\\d{1,4}"))
                    .mapToInt(o -> Integer.parseInt(String.valueOf(o.value())))
                    .findFirst();
        }

        /// Whether an option is named.
        public boolean has(String option) {
            return options.stream().anyMatch(o -> o.name().equals(option));
        }
    }

    /// DNS names and volumes.
    public record Names(
            @Nullable String hostname,
            @Nullable String subdomain,
            DnsPolicy dnsPolicy,
            DnsConfig dnsConfig,
            List<String> volumes) {
        public static final Names DEFAULT = new Names(null, null, DnsPolicy.CLUSTER_FIRST, DnsConfig.NONE, List.of());

        static final Fields<Names> FIELDS = Fields.of(Names.class, DEFAULT)
                .key("hostname", FieldType.TEXT, "hostname", "its name in DNS with `subdomain`")
                .key("subdomain", FieldType.TEXT, "subdomain", "the headless service that its DNS name hangs under")
                .key(
                        "dnsPolicy",
                        FieldType.OneOf.of(DnsPolicy.values(), DnsPolicy::api),
                        "dnsPolicy",
                        "whom it asks for names: the cluster's DNS, its node's resolver, or only what `dnsConfig` says")
                .key("dnsConfig", new FieldType.Nested<>(DnsConfig.FIELDS), "dnsConfig", "added to its resolv.conf")
                .key("volumes", FieldType.LINES, "volumes", "names of volumes that its containers mount");

        public Names {
            volumes = List.copyOf(volumes);
        }
    }

    public Pod withContainers(List<Container> containers) {
        return new Pod(head, namespace, labels, network, status, names, containers, securityGroups);
    }

    public Pod withNetwork(Network network) {
        return new Pod(head, namespace, labels, network, status, names, containers, securityGroups);
    }
}
