package vethscope.model.element;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;
import vethscope.model.address.Cidr;

/// A cloud router: the first address of each subnet, longest-prefix routes such as `10.244.1.0/24 via vm1`.
public record Vpc(Head head, List<Cidr> cidr, List<Subnet> subnets, List<String> routes) implements Element {

    public static final Kind<Vpc> KIND = Kind.of(
            "vpc",
            "A cloud router: the first address of each subnet, longest-prefix routes.",
            Fields.of(Vpc.class, new Vpc(Head.of("vpc"), List.of(), List.of(), List.of()))
                    .key("cidr", FieldType.ADDRESSES, "cidr", "its address space")
                    .key(
                            "subnets",
                            new FieldType.Keyed<>(new FieldType.Text(false), Subnet.FIELDS),
                            Fields.byName(Part.component(Vpc.class, "subnets"), Subnet::name, Subnet::withName),
                            "subnets by name")
                    .key(
                            "routes",
                            FieldType.LINES,
                            "routes",
                            "such as `10.244.1.0/24 via vm1` or `0.0.0.0/0 via igw`"));

    public Vpc {
        cidr = List.copyOf(cidr);
        subnets = List.copyOf(subnets);
        routes = List.copyOf(routes);
    }

    @Override
    public Vpc withHead(Head head) {
        return new Vpc(head, cidr, subnets, routes);
    }

    public record Subnet(
            String name,
            List<Cidr> cidr,
            @Nullable String zone,
            @Nullable Id acl) {

        static final Fields<Subnet> FIELDS = Fields.of(Subnet.class, new Subnet("", List.of(), null, null))
                .key("cidr", FieldType.ADDRESSES, "cidr", "its addresses; the router has the first")
                .key("zone", FieldType.TEXT, "zone", "availability zone")
                .key("acl", FieldType.ref("network-acl"), "acl", "the network ACL at its border");

        public Subnet {
            cidr = List.copyOf(cidr);
        }

        public Subnet withName(String name) {
            return new Subnet(name, cidr, zone, acl);
        }
    }

    public Vpc withRoutes(List<String> routes) {
        return new Vpc(head, cidr, subnets, routes);
    }

    public Vpc withCidr(List<Cidr> cidr) {
        return new Vpc(head, cidr, subnets, routes);
    }

    public Vpc withSubnets(List<Subnet> subnets) {
        return new Vpc(head, cidr, subnets, routes);
    }
}
