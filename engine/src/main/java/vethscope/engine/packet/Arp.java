package vethscope.engine.packet;

import java.util.Optional;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// An ARP message (RFC 826). A request's target hardware address is zero.
public record Arp(boolean request, Ip senderIp, Mac senderMac, Ip targetIp, Mac targetMac) implements Frame.Content {

    /// The question for a hardware address, or its answer, that a frame carries: ARP itself, or neighbour discovery in
    /// the words of ARP. Empty for any other frame.
    public static Optional<Arp> in(Frame frame) {
        return switch (frame.content()) {
            case Arp arp -> Optional.of(arp);
            case Packet packet ->
                packet.payload() instanceof Payload.Neighbour message
                        ? Optional.of(
                                message.solicitation()
                                        ? new Arp(true, packet.source(), message.link(), message.target(), Mac.ZERO)
                                        : new Arp(
                                                false,
                                                message.target(),
                                                message.link(),
                                                packet.destination(),
                                                frame.destination()))
                        : Optional.empty();
        };
    }
}
