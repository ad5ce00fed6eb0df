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

    @Override
    public NatGateway withHead(Head head) {
        return new NatGateway(head, machine, outside, address, publicAddress, randomFully, dropUnsolicited);
    }

    @Override
    public NatGateway withMachine(Machine machine) {
        return new NatGateway(head, machine, outside, address, publicAddress, randomFully, dropUnsolicited);
    }
}
