package vethscope.model.element;

import org.jspecify.annotations.Nullable;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// Many-to-one source NAT. On a vpc subnet with `address`, or standing alone with interfaces.
public record NatGateway(
        Head head,
        Machine machine,
        @Nullable String outside,
        @Nullable Cidr address,
        @Nullable Ip publicAddress,
        boolean randomFully,
        boolean dropUnsolicited)
        implements LinuxBox {

    public static final Kind<NatGateway> KIND = Kind.of(
            "nat-gateway",
            "Many-to-one source NAT: on a vpc subnet with `address`, or standing alone with interfaces.",
            Fields.of(
                            NatGateway.class,
                            new NatGateway(Head.of("nat-gateway"), Machine.EMPTY, null, null, null, false, true))
                    .key("address", FieldType.PREFIX, "address", "its address in the vpc")
                    .key("publicAddress", FieldType.IP, "publicAddress", "what the internet sees")
                    .including("machine", Machine.FIELDS)
                    .key("outside", FieldType.TEXT, "outside", "the interface that faces the internet")
                    .key("randomFully", FieldType.FLAG, "randomFully", "source ports are chosen at random")
                    .key(
                            "dropUnsolicited",
                            FieldType.FLAG,
                            "dropUnsolicited",
                            "drop what comes in and answers nothing"));

    @Override
    public NatGateway withHead(Head head) {
        return new NatGateway(head, machine, outside, address, publicAddress, randomFully, dropUnsolicited);
    }

    @Override
    public NatGateway withMachine(Machine machine) {
        return new NatGateway(head, machine, outside, address, publicAddress, randomFully, dropUnsolicited);
    }
}
