package vethscope.engine.packet;

import vethscope.model.address.Mac;

/// What crosses a wire: an Ethernet header around an ARP message or an IP packet. On loopback both addresses are
/// zero.
public record Frame(Mac source, Mac destination, Content content) {

    /// What an Ethernet frame carries.
    public sealed interface Content permits Arp, Packet {}

    public boolean isMulticast() {
        return destination.isMulticast();
    }
}
