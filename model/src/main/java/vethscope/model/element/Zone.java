package vethscope.model.element;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Cidr;

/// A visual and failure domain: availability zone, rack, cluster border.
public record Zone(Head head, List<Cidr> cidr, @Nullable String title) implements Element {

    public Zone {
        cidr = List.copyOf(cidr);
    }

    @Override
    public Zone withHead(Head head) {
        return new Zone(head, cidr, title);
    }
}
