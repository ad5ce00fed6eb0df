package vethscope.model.element;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;
import vethscope.model.address.Cidr;

/// A cloud router: the first address of each subnet, longest-prefix routes such as `10.244.1.0/24 via vm1`.
public record Vpc(Head head, List<Cidr> cidr, List<Subnet> subnets, List<String> routes) implements Element {

    public Vpc {
        cidr = List.copyOf(cidr);
        subnets = List.copyOf(subnets);
        routes = List.copyOf(routes);
    }

    @Override
    public Vpc withHead(Head head) {
        return new Vpc(head, cidr, subnets, routes);
    }

    public record Subnet(String name, List<Cidr> cidr, @Nullable String zone, @Nullable Id acl) {
        public Subnet {
            cidr = List.copyOf(cidr);
        }
    }
}
