package vethscope.model.element;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Cidr;

/// A visual and failure domain: availability zone, rack, cluster border.
public record Zone(Head head, List<Cidr> cidr, @Nullable String title) implements Element {

    public static final Kind<Zone> KIND = Kind.of(
            "zone",
            "A visual and failure domain: availability zone, rack, cluster border.",
            Fields.of(Zone.class, new Zone(Head.of("zone"), List.of(), null))
                    .key("cidr", FieldType.ADDRESSES, "cidr", "the addresses of what stands in it")
                    .key("title", FieldType.TEXT, "title", "the text on its border; none: its name"));

    public Zone {
        cidr = List.copyOf(cidr);
    }

    @Override
    public Zone withHead(Head head) {
        return new Zone(head, cidr, title);
    }
}
