package vethscope.engine.stage;

import vethscope.engine.packet.Packet;
import vethscope.model.Id;

/// A server's socket that has answered a SYN and waits for the handshake's end (TCP_NEW_SYN_RECV).
///
/// @param local the end that the SYN asked for, `remote` the one that it came from
/// @param silent the server says nothing
public record HalfOpen(Id netns, Packet.End local, Packet.End remote, boolean silent) {

    /// The same once the program has it: what the server says is said.
    public HalfOpen taken() {
        return new HalfOpen(netns, local, remote, true);
    }

    /// Whether a segment belongs to it.
    boolean takes(Packet packet) {
        return packet.to().equals(local) && packet.from().equals(remote);
    }
}
