package vethscope.model.element;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Ip;

/// One-to-one NAT between private and public addresses. On a vpc, or standing alone with interfaces.
///
/// @param nat private to public
/// @param dropUnknown drop outgoing packets of other private addresses
/// @param outside the interface that faces the internet
public record InternetGateway(
        Head head, Machine machine, @Nullable String outside, Map<Ip, Ip> nat, boolean dropUnknown)
        implements LinuxBox {

    public static final Kind<InternetGateway> KIND = Kind.of(
            "internet-gateway",
            "One-to-one NAT between private and public addresses: on a vpc, or standing alone with interfaces.",
            Fields.of(
                            InternetGateway.class,
                            new InternetGateway(Head.of("internet-gateway"), Machine.EMPTY, null, Map.of(), true))
                    .key(
                            "nat",
                            new FieldType.Entries<>(new FieldType.Address(), new FieldType.Address()),
                            "nat",
                            "private to public address")
                    .key(
                            "dropUnknown",
                            FieldType.FLAG,
                            "dropUnknown",
                            "drop outgoing packets of other private addresses")
                    .including("machine", Machine.FIELDS)
                    .key("outside", FieldType.TEXT, "outside", "the interface that faces the internet"));

    public InternetGateway {
        nat = Collections.unmodifiableMap(new LinkedHashMap<>(nat));
    }

    @Override
    public InternetGateway withHead(Head head) {
        return new InternetGateway(head, machine, outside, nat, dropUnknown);
    }

    @Override
    public InternetGateway withMachine(Machine machine) {
        return new InternetGateway(head, machine, outside, nat, dropUnknown);
    }
}
