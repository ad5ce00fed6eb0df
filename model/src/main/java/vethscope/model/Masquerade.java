package vethscope.model;

import java.util.List;
import vethscope.model.address.Cidr;

/// The CNI's egress SNAT. Empty lists mean the cluster's podCIDR.
public record Masquerade(List<Cidr> source, List<Cidr> exclude, boolean randomFully) {

    public static final Masquerade DEFAULT = new Masquerade(List.of(), List.of(), false);

    public Masquerade {
        source = List.copyOf(source);
        exclude = List.copyOf(exclude);
    }
}
