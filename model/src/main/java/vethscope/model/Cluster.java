package vethscope.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Cidr;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;

/// Defaults for the whole drawing. `masquerade` null: the file says null, no egress SNAT.
public record Cluster(
        List<Cidr> podCidr,
        List<Cidr> serviceCidr,
        PortRange serviceNodePortRange,
        String dnsDomain,
        Cni cni,
        KubeProxy kubeProxy,
        @Nullable Masquerade masquerade) {

    public static final Cluster DEFAULT = new Cluster(
            List.of(Cidr.parse("10.244.0.0/16")),
            List.of(Cidr.parse("10.96.0.0/12")),
            new PortRange(30000, 32767),
            "cluster.local",
            Cni.DEFAULT,
            KubeProxy.DEFAULT,
            Masquerade.DEFAULT);

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
            .key("masquerade", MASQUERADE, "masquerade", "the CNI's egress SNAT; null: none");

    public Cluster {
        podCidr = List.copyOf(podCidr);
        serviceCidr = List.copyOf(serviceCidr);
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

    public Cluster withCni(Cni cni) {
        return new Cluster(podCidr, serviceCidr, serviceNodePortRange, dnsDomain, cni, kubeProxy, masquerade);
    }

    public Cluster withKubeProxy(KubeProxy kubeProxy) {
        return new Cluster(podCidr, serviceCidr, serviceNodePortRange, dnsDomain, cni, kubeProxy, masquerade);
    }
}
