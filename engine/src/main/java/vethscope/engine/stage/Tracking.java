package vethscope.engine.stage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Conntrack;
import vethscope.engine.network.Conntrack.Connection;
import vethscope.engine.network.Conntrack.State;
import vethscope.engine.network.Conntrack.Tuple;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.packet.Problem;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.model.Protocol;

/// Connection tracking: finds or makes the connection of a packet, and enters a new one into the table when the
/// packet has passed the last hook (net/netfilter/nf_conntrack_core.c).
public final class Tracking {

    private Tracking() {}

    static Outcome in(Skb skb, Kernel kernel) {
        return track(skb, kernel);
    }

    static Outcome out(Skb skb, Kernel kernel) {
        return track(skb, kernel);
    }

    private static Outcome track(Skb skb, Kernel kernel) {
        // a packet that came over loopback, and an error sent on behalf of a tracked packet, are tracked already
        if (skb.isArp()
                || !kernel.tracks(skb.packet().family())
                || skb.tracked() != null
                || skb.untracked()
                || skb.packet().laterFragment()) {
            return Outcome.UNTOUCHED;
        }
        Packet packet = skb.packet();
        if (packet.payload() instanceof Payload.Neighbour) {
            // nf_conntrack_proto_icmpv6.c noct_valid_new: UNTRACKED
            return Outcome.UNTOUCHED;
        }
        if (packet.payload() instanceof Payload.IcmpError error) {
            // an IPv6 redirect counts as neighbour discovery, not as an error (nf_conntrack_icmpv6_error)
            boolean related =
                    error.problem() != Problem.REDIRECT || !packet.family().v6();
            return Outcome.Pass.of(related ? skb.with(related(packet, error, kernel)) : skb);
        }
        Tuple tuple = Tuples.of(packet);
        Connection known = kernel.world().conntrack().find(kernel.netns().id(), tuple);
        if (known == null || reopens(known, packet)) {
            return mayBegin(packet, kernel) ? begin(skb, tuple, kernel) : Outcome.Pass.of(skb, invalid(skb));
        }
        boolean reply = known.reply().equals(tuple) && !known.original().equals(tuple);
        if (confirmsUnseen(known, reply, packet)) {
            return Outcome.Pass.of(skb, invalid(skb));
        }
        if (reply && !known.seenReply()) {
            State state = answered(packet);
            Connection answered = Timeouts.begun(known.with(state, state != State.CLOSE), kernel);
            return Outcome.Pass.of(
                    skb.with(new Tracked(answered, true, Tracked.Info.ESTABLISHED, true, true, true)),
                    Draft.of("conntrack", skb, Sentence.of("conntrack.reply", answered))
                            .by(new Entries.OfConnections(answered))
                            .changing(new Conntrack.Recorded(kernel.netns().id(), answered, false)));
        }
        var info = reply || known.seenReply() ? Tracked.Info.ESTABLISHED : Tracked.Info.NEW;
        Connection fresh = Timeouts.refreshed(known, kernel);
        boolean longer = Timeouts.worthIt(known, fresh);
        Draft step = Draft.of("conntrack", skb, Sentence.of("conntrack.known", known))
                .by(new Entries.OfConnections(known));
        return Outcome.Pass.of(
                skb.with(new Tracked(longer ? fresh : known, reply, info, true, true, true)),
                longer ? step.changing(new Conntrack.Recorded(kernel.netns().id(), fresh, false)) : step);
    }

    private static Draft invalid(Skb skb) {
        return Draft.of("conntrack", skb, Sentence.of("conntrack.invalid"));
    }

    private static Outcome begin(Skb skb, Tuple tuple, Kernel kernel) {
        // a connection that is picked up midstream counts as established (tcp_new)
        State state = !(skb.packet().payload() instanceof Payload.Tcp tcp)
                ? State.NEW
                : tcp.flags() == Payload.Tcp.Flags.SYN ? State.SYN_SENT : State.ESTABLISHED;
        Connection fresh =
                Timeouts.begun(new Connection(kernel.serial(), tuple, tuple.reversed(), state, false, 0), kernel);
        return Outcome.Pass.of(skb.with(new Tracked(fresh, false, Tracked.Info.NEW, false, false, false)));
    }

    /// A SYN on a closed connection starts a new one (nf_conntrack_proto_tcp.c).
    private static boolean reopens(Connection known, Packet packet) {
        return known.state() == State.CLOSE
                && packet.payload() instanceof Payload.Tcp tcp
                && tcp.flags() == Payload.Tcp.Flags.SYN
                && known.original().equals(Tuples.of(packet));
    }

    /// Who confirms an answer that went another way confirms what this machine never saw (nf_conntrack_proto_tcp.c:
    /// an ACK in the state SYN_SENT).
    private static boolean confirmsUnseen(Connection known, boolean reply, Packet packet) {
        return !reply
                && known.state() == State.SYN_SENT
                && packet.payload() instanceof Payload.Tcp tcp
                && tcp.flags().isAcknowledging();
    }

    /// Which first packets make a connection: the others are INVALID.
    private static boolean mayBegin(Packet packet, Kernel kernel) {
        return switch (packet.payload()) {
            case Payload.Tcp tcp ->
                tcp.flags() == Payload.Tcp.Flags.SYN
                        || tcp.flags().isAcknowledging()
                                && kernel.netns().sysctl().picksUp();
            case Payload.Udp _, Payload.Ipip _ -> true;
            case Payload.Sctp sctp -> sctp.chunk() == Payload.Sctp.Chunk.INIT;
            case Payload.Echo echo -> !echo.reply();
            case Payload.IcmpError error -> false;
            case Payload.Neighbour _ -> false;
        };
    }

    private static State answered(Packet packet) {
        return packet.payload() instanceof Payload.Tcp tcp
                ? tcp.flags() == Payload.Tcp.Flags.RST ? State.CLOSE : State.SYN_RECV
                : State.ESTABLISHED;
    }

    /// The connection that an ICMP error is about, found by the packet it quotes (nf_conntrack_inet_error). A later
    /// part of a datagram names no ports.
    private static @Nullable Tracked related(Packet packet, Payload.IcmpError error, Kernel kernel) {
        if (error.quoted().laterFragment()) {
            return null;
        }
        Tuple quoted = Tuples.of(error.quoted()).reversed();
        Connection known = kernel.world().conntrack().find(kernel.netns().id(), quoted);
        if (known == null) {
            return null;
        }
        boolean reply = known.reply().equals(quoted) && !known.original().equals(quoted);
        Tuple direction = reply ? known.reply() : known.original();
        // an error sent to somebody else than the sender of what it quotes is not believed
        return direction.destination().equals(packet.destination())
                        || !packet.destination().equals(direction.source())
                ? new Tracked(known, reply, Tracked.Info.RELATED, true, true, true)
                : null;
    }

    /// What an error carries that this machine sends because of a packet: its connection, in the other direction
    /// (nf_conntrack_attach).
    public static @Nullable Tracked attached(@Nullable Skb cause) {
        Tracked tracked = cause == null ? null : cause.tracked();
        return tracked == null
                ? null
                : new Tracked(
                        tracked.connection(),
                        !tracked.reply(),
                        Tracked.Info.RELATED,
                        tracked.destinationDone(),
                        tracked.sourceDone(),
                        true);
    }

    static Outcome confirm(Skb skb, Kernel kernel) {
        Tracked tracked = skb.tracked();
        if (tracked == null || tracked.confirmed() || tracked.info() != Tracked.Info.NEW || !Hooks.meets(skb)) {
            return Outcome.UNTOUCHED;
        }
        Connection connection = tracked.connection();
        Connection other = kernel.world().conntrack().find(kernel.netns().id(), connection.reply());
        if (other != null && other.id() == connection.id()) {
            return Outcome.UNTOUCHED;
        }
        // two datagrams of one socket were under way at once: the later one joins (__nf_ct_resolve_clash)
        if (other != null
                && connection.original().protocol() == Protocol.UDP
                && other.original().equals(connection.original())
                && other.reply().equals(connection.reply())) {
            return Outcome.Pass.of(skb.with(tracked.with(other).asConfirmed()));
        }
        if (other != null && other.reply().equals(connection.reply()) && other.state() != State.CLOSE) {
            return new Outcome.Drop(
                    Reason.NAT_PORTS_EXHAUSTED,
                    Reason.NAT_PORTS_EXHAUSTED.sentence(connection.reply()),
                    List.of(),
                    List.of(),
                    new Entries.OfConnections(other));
        }
        return Outcome.Pass.of(
                skb.with(tracked.asConfirmed()),
                Draft.of("conntrack", skb, Sentence.of("conntrack.new", connection))
                        .changing(new Conntrack.Recorded(kernel.netns().id(), connection, true)));
    }
}
