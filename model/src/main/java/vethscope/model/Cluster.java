package vethscope.model;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Cidr;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;
import vethscope.model.element.Ingress;
import vethscope.model.element.IngressClass;
import vethscope.model.element.ReferenceGrant;

/// Defaults for the whole drawing. `masquerade` null: the file says null, no egress SNAT.
public record Cluster(
        List<Cidr> podCidr,
        List<Cidr> serviceCidr,
        PortRange serviceNodePortRange,
        String dnsDomain,
        Cni cni,
        KubeProxy kubeProxy,
        @Nullable Masquerade masquerade,
        PolicyReadings networkPolicy,
        Map<String, IngressClass> ingressClasses,
        List<ReferenceGrant> referenceGrants) {

    public static final Cluster DEFAULT = new Cluster(
            List.of(Cidr.parse("10.244.0.0/16")),
            List.of(Cidr.parse("10.96.0.0/12")),
            new PortRange(30000, 32767),
            "cluster.local",
            Cni.DEFAULT,
            KubeProxy.DEFAULT,
            Masquerade.DEFAULT,
            PolicyReadings.DEFAULT,
            Map.of(),
            List.of());

    private static final FieldType<Masquerade> MASQUERADE = new FieldType.Cases<>(List.of(
            FieldType.Case.literal(null, Objects::isNull, null),
            new FieldType.Case<>(new FieldType.Nested<>(Masquerade.FIELDS), Optional::ofNullable, m -> m)));

    static final Fields<Cluster> FIELDS = Fields.of(Cluster.class, DEFAULT)
            .key("podCIDR", FieldType.ADDRESSES, "podCidr", "the addresses of all pods")
            .key("serviceCIDR", FieldType.ADDRESSES, "serviceCidr", "the virtual addresses of services")
            .key(
                    "serviceNodePortRange",
                    new FieldType.Parsed<>("a range of ports such as 30000-32767", PortRange::parse),
                    "serviceNodePortRange",
                    "where node ports are taken from")
            .key("dnsDomain", FieldType.TEXT, "dnsDomain", "the suffix of the cluster's names")
            .key("cni", new FieldType.Nested<>(Cni.FIELDS), "cni", "how nodes wire their pods")
            .key("kubeProxy", new FieldType.Nested<>(KubeProxy.FIELDS), "kubeProxy", "how kube-proxy runs")
            .key("masquerade", MASQUERADE, "masquerade", "the CNI's egress SNAT; null: none")
            .key(
                    "networkPolicy",
                    new FieldType.Nested<>(PolicyReadings.FIELDS),
                    "networkPolicy",
                    "how the plugin reads what the API of NetworkPolicy leaves open")
            .key(
                    "ingressClasses",
                    new FieldType.Keyed<>(new FieldType.Text(false), IngressClass.FIELDS),
                    "ingressClasses",
                    "IngressClasses by name")
            .key(
                    "referenceGrants",
                    new FieldType.Listed<>(new FieldType.Nested<>(ReferenceGrant.FIELDS), ReferenceGrant::key),
                    "referenceGrants",
                    "ReferenceGrants: which routes may send to services of another namespace");

    public Cluster {
        podCidr = List.copyOf(podCidr);
        serviceCidr = List.copyOf(serviceCidr);
        ingressClasses = Collections.unmodifiableMap(new LinkedHashMap<>(ingressClasses));
        referenceGrants = List.copyOf(referenceGrants);
    }

    /// An Ingress as the API server and the controllers see it: where it names no class it has the default one, and
    /// where it names no pod it is implemented by that of its class.
    public Ingress classed(Ingress ingress) {
        Optional<String> name = Optional.ofNullable(ingress.ingressClass()).or(this::defaultIngressClass);
        Id pod = name.map(ingressClasses::get).map(IngressClass::pod).orElse(null);
        return ingress.implementedBy(name.orElse(null), ingress.controller() == null ? pod : ingress.controller());
    }

    /// A design whose ingresses are what [#classed] makes of them.
    public static Design classed(Design design) {
        Cluster cluster = design.cluster();
        if (cluster.ingressClasses.isEmpty()) {
            return design;
        }
        Topology topology = design.topology();
        for (Ingress ingress : design.topology().all(Ingress.class).toList()) {
            topology = topology.put(cluster.classed(ingress));
        }
        return design.with(topology);
    }

    /// The class of ingresses that name none. Of several the API server takes the one that was created last, of which a
    /// drawing knows nothing, then the first by name (plugin/pkg/admission/network/defaultingressclass).
    public Optional<String> defaultIngressClass() {
        return defaultIngressClasses().stream().min(Comparator.naturalOrder());
    }

    /// The names of all classes that are marked as the default.
    public List<String> defaultIngressClasses() {
        return ingressClasses.entrySet().stream()
                .filter(e -> e.getValue().isDefault())
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Whether the AWS Load Balancer Controller implements an Ingress.
    public boolean isAlb(Ingress ingress) {
        String name = classed(ingress).className();
        IngressClass known = name == null ? null : ingressClasses.get(name);
        return known == null || known.controller() == null ? "alb".equals(name) : known.isAlb();
    }

    /// An inclusive range of ports, 0 to 65535, written `first-last`.
    public record PortRange(int first, int last) {
        public PortRange {
            if (first < 0 || last > 65535 || first > last) {
                throw new IllegalArgumentException(first + "-" + last + " is not a range of ports");
            }
        }

        /// @throws IllegalArgumentException if the text is not `first-last`
        public static PortRange parse(String text) {
            int dash = text.indexOf('-');
            return new PortRange(
                    Integer.parseInt(text.substring(0, Math.max(dash, 0))), Integer.parseInt(text.substring(dash + 1)));
        }

        @Override
        public String toString() {
            return first + "-" + last;
        }
    }

    public Cluster withPodCidr(List<Cidr> podCidr) {
        return with(podCidr, cni, kubeProxy, masquerade);
    }

    public Cluster withCni(Cni cni) {
        return with(podCidr, cni, kubeProxy, masquerade);
    }

    public Cluster withKubeProxy(KubeProxy kubeProxy) {
        return with(podCidr, cni, kubeProxy, masquerade);
    }

    public Cluster withMasquerade(@Nullable Masquerade masquerade) {
        return with(podCidr, cni, kubeProxy, masquerade);
    }

    private Cluster with(List<Cidr> podCidr, Cni cni, KubeProxy kubeProxy, @Nullable Masquerade masquerade) {
        return new Cluster(
                podCidr,
                serviceCidr,
                serviceNodePortRange,
                dnsDomain,
                cni,
                kubeProxy,
                masquerade,
                networkPolicy,
                ingressClasses,
                referenceGrants);
    }
}
