package vethscope.engine.stage;

import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Route;
import vethscope.engine.packet.Arp;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.trace.Leg;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// A packet on its way through one namespace, with what the kernel's `sk_buff` carries beside the bytes.
/// Everything but the frame is lost when it crosses to another namespace.
///
/// @param frame the frame as it stands now; its addresses are zero for the machine's own packet before it leaves
/// @param in the device that IP sees as input, null for the machine's own packets; `physIn` the bridge port behind it
/// @param out the output device once routed; `physOut` the bridge port
/// @param tracked what conntrack knows of it; null before conntrack saw it
/// @param route set once routed, with `nextHop`
/// @param prerouted PREROUTING already ran at the bridge port
/// @param bridgedDnat a bridged packet whose new destination waits for its neighbour
/// @param ipvs IPVS has dealt with it in this namespace (`ipvs_property`)
/// @param fragmentSize the largest fragment of a reassembled datagram; 0: it never was one; -1: forgotten
/// @param untracked conntrack was told to let it be (`-j CT --notrack`)
public record Skb(
        Frame frame,
        @Nullable String in,
        @Nullable String out,
        @Nullable String physIn,
        @Nullable String physOut,
        int mark,
        @Nullable Tracked tracked,
        @Nullable Route route,
        @Nullable Ip nextHop,
        boolean prerouted,
        boolean bridgedDnat,
        boolean ipvs,
        int fragmentSize,
        boolean untracked) {

    /// A frame as it comes in by a device.
    public static Skb received(Frame frame, String dev) {
        return new Skb(frame, dev, null, null, null, 0, null, null, null, false, false, false, 0, false);
    }

    /// A packet that the machine itself sends.
    public static Skb local(Packet packet) {
        return new Skb(
                new Frame(Mac.ZERO, Mac.ZERO, packet),
                null,
                null,
                null,
                null,
                0,
                null,
                null,
                null,
                false,
                false,
                false,
                0,
                false);
    }

    /// @throws IllegalStateException on an ARP frame
    public Packet packet() {
        if (frame.content() instanceof Packet packet) {
            return packet;
        }
        throw new IllegalStateException("an ARP frame met an IP stage");
    }

    public boolean isArp() {
        return frame.content() instanceof Arp;
    }

    public Leg leg() {
        return Legs.of(frame.content());
    }

    public Skb with(Packet packet) {
        return with(new Frame(frame.source(), frame.destination(), packet));
    }

    public Skb with(Frame frame) {
        return new Skb(
                frame,
                in,
                out,
                physIn,
                physOut,
                mark,
                tracked,
                route,
                nextHop,
                prerouted,
                bridgedDnat,
                ipvs,
                fragmentSize,
                untracked);
    }

    public Skb withMacs(Mac source, Mac destination) {
        return with(new Frame(source, destination, frame.content()));
    }

    public Skb withIn(@Nullable String in) {
        return new Skb(
                frame,
                in,
                out,
                physIn,
                physOut,
                mark,
                tracked,
                route,
                nextHop,
                prerouted,
                bridgedDnat,
                ipvs,
                fragmentSize,
                untracked);
    }

    public Skb withOut(@Nullable String out) {
        return new Skb(
                frame,
                in,
                out,
                physIn,
                physOut,
                mark,
                tracked,
                route,
                nextHop,
                prerouted,
                bridgedDnat,
                ipvs,
                fragmentSize,
                untracked);
    }

    public Skb withPhysIn(@Nullable String physIn) {
        return new Skb(
                frame,
                in,
                out,
                physIn,
                physOut,
                mark,
                tracked,
                route,
                nextHop,
                prerouted,
                bridgedDnat,
                ipvs,
                fragmentSize,
                untracked);
    }

    public Skb withPhysOut(@Nullable String physOut) {
        return new Skb(
                frame,
                in,
                out,
                physIn,
                physOut,
                mark,
                tracked,
                route,
                nextHop,
                prerouted,
                bridgedDnat,
                ipvs,
                fragmentSize,
                untracked);
    }

    public Skb withMark(int mark) {
        return new Skb(
                frame,
                in,
                out,
                physIn,
                physOut,
                mark,
                tracked,
                route,
                nextHop,
                prerouted,
                bridgedDnat,
                ipvs,
                fragmentSize,
                untracked);
    }

    public Skb with(@Nullable Tracked tracked) {
        return new Skb(
                frame,
                in,
                out,
                physIn,
                physOut,
                mark,
                tracked,
                route,
                nextHop,
                prerouted,
                bridgedDnat,
                ipvs,
                fragmentSize,
                untracked);
    }

    public Skb routed(@Nullable Route route, @Nullable Ip nextHop, @Nullable String out) {
        return new Skb(
                frame,
                in,
                out,
                physIn,
                physOut,
                mark,
                tracked,
                route,
                nextHop,
                prerouted,
                bridgedDnat,
                ipvs,
                fragmentSize,
                untracked);
    }

    public Skb withPrerouted(boolean prerouted) {
        return new Skb(
                frame,
                in,
                out,
                physIn,
                physOut,
                mark,
                tracked,
                route,
                nextHop,
                prerouted,
                bridgedDnat,
                ipvs,
                fragmentSize,
                untracked);
    }

    public Skb withBridgedDnat(boolean bridgedDnat) {
        return new Skb(
                frame,
                in,
                out,
                physIn,
                physOut,
                mark,
                tracked,
                route,
                nextHop,
                prerouted,
                bridgedDnat,
                ipvs,
                fragmentSize,
                untracked);
    }

    public Skb withIpvs(boolean ipvs) {
        return new Skb(
                frame,
                in,
                out,
                physIn,
                physOut,
                mark,
                tracked,
                route,
                nextHop,
                prerouted,
                bridgedDnat,
                ipvs,
                fragmentSize,
                untracked);
    }

    /// A reassembled datagram whose fragments' sizes are forgotten: ip_rcv and ipv6_rcv clear them for what a bridge
    /// hands up. It may still be cut anyhow (`ignore_df`).
    public Skb withFragmentSizeForgotten() {
        return fragmentSize == 0 ? this : withFragmentSize(-1);
    }

    public Skb withFragmentSize(int fragmentSize) {
        return new Skb(
                frame,
                in,
                out,
                physIn,
                physOut,
                mark,
                tracked,
                route,
                nextHop,
                prerouted,
                bridgedDnat,
                ipvs,
                fragmentSize,
                untracked);
    }

    public Skb asUntracked() {
        return new Skb(
                frame,
                in,
                out,
                physIn,
                physOut,
                mark,
                tracked,
                route,
                nextHop,
                prerouted,
                bridgedDnat,
                ipvs,
                fragmentSize,
                true);
    }
}
