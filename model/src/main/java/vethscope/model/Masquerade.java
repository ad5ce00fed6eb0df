package vethscope.model;

import java.util.List;
import vethscope.model.address.Cidr;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;

/// The CNI's egress SNAT. Empty lists mean the cluster's podCIDR.
public record Masquerade(List<Cidr> source, List<Cidr> exclude, boolean randomFully) {

    public static final Masquerade DEFAULT = new Masquerade(List.of(), List.of(), false);

    public static final Fields<Masquerade> FIELDS = Fields.of(Masquerade.class, DEFAULT)
            .key("source", FieldType.ADDRESSES, "source", "whose packets are masqueraded; none: the cluster's podCIDR")
            .key("exclude", FieldType.PREFIXES, "exclude", "destinations that are not; none: the cluster's podCIDR")
            .key("randomFully", FieldType.FLAG, "randomFully", "source ports are chosen at random");

    public Masquerade {
        source = List.copyOf(source);
        exclude = List.copyOf(exclude);
    }
}
