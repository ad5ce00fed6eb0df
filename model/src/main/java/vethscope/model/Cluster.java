package vethscope.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Cidr;

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
    }
}
