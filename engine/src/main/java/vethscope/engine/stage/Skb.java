package vethscope.engine.stage;

import java.util.List;
import java.util.Objects;
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
/// @param tracked what conntrack knows of it; null before conntrack saw it
/// @param course [Course#NONE] until it is routed
public record Skb(
        Frame frame, Devices devices, int mark, @Nullable Tracked tracked, Course course, Notes notes) {

    /// Where it is.
    ///
    /// @param in the device that IP sees as input; null for the machine's own packets
    /// @param out the output device once routed
    /// @param physIn the bridge port behind `in`
    /// @param physOut the bridge port behind `out`
    public record Devices(
            @Nullable String in,
            @Nullable String out,
            @Nullable String physIn,
            @Nullable String physOut) {

        static final Devices NONE = new Devices(null, null, null, null);

        Devices withOut(@Nullable String out) {
            return Objects.equals(out, this.out) ? this : new Devices(in, out, physIn, physOut);
        }
    }

    /// Where its routing sends it; null where there is no route or no next hop.
    public record Course(@Nullable Route route, @Nullable Ip nextHop) {
        static final Course NONE = new Course(null, null);
    }

    /// What has been done with it.
    ///
    /// @param prerouted PREROUTING already ran at the bridge port
    /// @param bridgedDnat a bridged packet whose new destination waits for its neighbour
    /// @param ipvs IPVS has dealt with it in this namespace (`ipvs_property`)
    /// @param untracked conntrack was told to let it be (`-j CT --notrack`)
    /// @param fragmentSize the largest fragment of a reassembled datagram; 0: it never was one; -1: forgotten
    /// @param parts what each of its fragments carried, in order; empty where they do not hang together any more
    public record Notes(
            boolean prerouted,
            boolean bridgedDnat,
            boolean ipvs,
            boolean untracked,
            int fragmentSize,
            List<Integer> parts) {
        static final Notes NONE = new Notes(false, false, false, false, 0, List.of());

        public Notes {
            parts = List.copyOf(parts);
        }
    }

    /// A frame as it comes in by a device.
    public static Skb received(Frame frame, String dev) {
        return new Skb(frame, new Devices(dev, null, null, null), 0, null, Course.NONE, Notes.NONE);
    }

    /// A packet that the machine itself sends.
    public static Skb local(Packet packet) {
        return new Skb(new Frame(Mac.ZERO, Mac.ZERO, packet), Devices.NONE, 0, null, Course.NONE, Notes.NONE);
    }

    public @Nullable String in() {
        return devices.in();
    }

    public @Nullable String out() {
        return devices.out();
    }

    public @Nullable String physIn() {
        return devices.physIn();
    }

    public @Nullable String physOut() {
        return devices.physOut();
    }

    public @Nullable Route route() {
        return course.route();
    }

    public @Nullable Ip nextHop() {
        return course.nextHop();
    }

    public boolean prerouted() {
        return notes.prerouted();
    }

    public boolean bridgedDnat() {
        return notes.bridgedDnat();
    }

    public boolean ipvs() {
        return notes.ipvs();
    }

    public boolean untracked() {
        return notes.untracked();
    }

    public int fragmentSize() {
        return notes.fragmentSize();
    }

    public List<Integer> parts() {
        return notes.parts();
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
        return leg(frame);
    }

    /// The part of the conversation that a frame belongs to.
    public static Leg leg(Frame frame) {
        return Legs.of(frame.content());
    }

    public Skb with(Packet packet) {
        return packet == frame.content() ? this : with(new Frame(frame.source(), frame.destination(), packet));
    }

    public Skb with(Frame frame) {
        return new Skb(frame, devices, mark, tracked, course, notes);
    }

    public Skb withMacs(Mac source, Mac destination) {
        return with(new Frame(source, destination, frame.content()));
    }

    public Skb withMark(int mark) {
        return mark == this.mark ? this : new Skb(frame, devices, mark, tracked, course, notes);
    }

    public Skb with(@Nullable Tracked tracked) {
        return tracked == this.tracked ? this : new Skb(frame, devices, mark, tracked, course, notes);
    }

    public Skb routed(@Nullable Route route, @Nullable Ip nextHop, @Nullable String out) {
        return new Skb(frame, devices.withOut(out), mark, tracked, new Course(route, nextHop), notes);
    }

    private Skb with(Devices devices) {
        return new Skb(frame, devices, mark, tracked, course, notes);
    }

    public Skb withIn(@Nullable String in) {
        return with(new Devices(in, devices.out, devices.physIn, devices.physOut));
    }

    public Skb withOut(@Nullable String out) {
        return with(devices.withOut(out));
    }

    public Skb withPhysIn(@Nullable String physIn) {
        return with(new Devices(devices.in, devices.out, physIn, devices.physOut));
    }

    public Skb withPhysOut(@Nullable String physOut) {
        return with(new Devices(devices.in, devices.out, devices.physIn, physOut));
    }

    private Skb with(Notes notes) {
        return new Skb(frame, devices, mark, tracked, course, notes);
    }

    public Skb withPrerouted(boolean prerouted) {
        return with(new Notes(prerouted, bridgedDnat(), ipvs(), untracked(), fragmentSize(), parts()));
    }

    public Skb withBridgedDnat(boolean bridgedDnat) {
        return with(new Notes(prerouted(), bridgedDnat, ipvs(), untracked(), fragmentSize(), parts()));
    }

    public Skb withIpvs(boolean ipvs) {
        return with(new Notes(prerouted(), bridgedDnat(), ipvs, untracked(), fragmentSize(), parts()));
    }

    public Skb asUntracked() {
        return with(new Notes(prerouted(), bridgedDnat(), ipvs(), true, fragmentSize(), parts()));
    }

    public Skb withFragmentSize(int fragmentSize) {
        return reassembled(fragmentSize, List.of());
    }

    /// What came in these parts.
    public Skb reassembled(int fragmentSize, List<Integer> parts) {
        return with(new Notes(prerouted(), bridgedDnat(), ipvs(), untracked(), fragmentSize, parts));
    }

    /// A reassembled datagram whose fragments' sizes are forgotten: ip_rcv and ipv6_rcv clear them for what a bridge
    /// hands up. It may still be cut anyhow (`ignore_df`).
    public Skb withFragmentSizeForgotten() {
        return fragmentSize() == 0 ? this : withFragmentSize(-1);
    }
}
