package vethscope.engine.forward;

import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.stage.Settings;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;

/// What becomes of a frame that a device puts on its wire.
sealed interface Crossing {

    /// It comes out at the other end.
    record Arrives(Netns at, Interface device) implements Crossing {}

    /// @param by what decided it; null: that there was nothing
    record Lost(Reason reason, Sentence text, @Nullable Entry by) implements Crossing {}

    static Crossing of(Network network, Netns at, Interface device, Frame frame) {
        Interface.Peer peer = device.peer();
        if (peer == null || !device.up()) {
            return new Lost(Reason.NO_CARRIER, Reason.NO_CARRIER.sentence(at.name(), device.name()), null);
        }
        Netns there = network.netns(peer.netns());
        Interface far = there.iface(peer.iface());
        if (frame.content() instanceof Packet p && !far.takes(p.length())) {
            String receiver = there.name() + " " + far.name();
            return new Lost(
                    Reason.TOO_LONG_FOR_LINK,
                    Reason.TOO_LONG_FOR_LINK.sentence(p.length(), receiver, far.mtu()),
                    Settings.mtu(there, far));
        }
        return new Arrives(there, far);
    }

    /// Whether it is a copy of a unicast frame that a bridge sends to a machine whose card ignores it.
    static boolean isFlood(Network network, Interface device, Frame frame) {
        if (device.port() == null || device.peer() == null || frame.isMulticast()) {
            return false;
        }
        Interface far = network.netns(device.peer().netns()).iface(device.peer().iface());
        return far.port() == null && !frame.destination().equals(far.mac());
    }

    /// Whether a bridge gets a fragment that it hands on as such.
    static boolean switchesFragment(Netns at, Interface port, Frame frame) {
        return port.port() != null
                && frame.content() instanceof Packet packet
                && packet.fragment() != null
                && !(at.sysctl().bridgeNfCall(packet.family())
                        && at.ruleset().tracks(packet.family().v6()));
    }

    /// Whether a machine with a tunnel gets a fragment through it.
    static boolean bringsFragment(Netns at, Frame frame) {
        return frame.content() instanceof Packet outer
                && outer.payload() instanceof Payload.Udp udp
                && udp.vxlan() != null
                && isFragment(udp.vxlan().inner())
                && at.interfaces().values().stream().anyMatch(i -> i.tunnel() != null);
    }

    static boolean isFragment(Frame frame) {
        return frame.content() instanceof Packet packet && packet.fragment() != null;
    }

    /// Whether a network card looks at the frame at all: it is a bridge's port, or the frame's address is its own.
    static boolean isHeeded(Interface device, Frame frame) {
        return device.port() != null
                || device.kind() != Interface.Kind.ETHERNET && device.kind() != Interface.Kind.VLAN
                || frame.isMulticast()
                || frame.destination().equals(device.mac());
    }
}
