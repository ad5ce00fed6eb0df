package vethscope.engine.stage;

import java.util.ArrayList;
import java.util.List;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.VirtualServer;
import vethscope.engine.netfilter.VirtualServer.RealServer;
import vethscope.engine.network.Change;
import vethscope.engine.network.Conntrack.Tuple;
import vethscope.engine.network.IpvsTable;
import vethscope.engine.network.IpvsTable.Connection;
import vethscope.engine.network.IpvsTable.Door;
import vethscope.engine.network.IpvsTable.State;
import vethscope.engine.network.IpvsTable.Template;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.packet.Problem;
import vethscope.engine.trace.Reason;

/// A new connection gets a real server: the one that its client had before, or whom the scheduler chooses.
final class IpvsSchedule {

    /// Seconds to the microseconds of simulated time.
    private static final long SECOND = 1_000_000;

    private IpvsSchedule() {}

    static Outcome schedule(Hook hook, Skb skb, VirtualServer virtual, Kernel kernel) {
        Packet packet = skb.packet();
        Door door = Door.of(kernel.netns().id(), virtual);
        List<Change> changes = new ArrayList<>();
        Template kept = virtual.persistence() == 0
                ? null
                : IpvsExpiry.valid(
                        Ipvs.table(kernel).template(door, packet.source(), kernel.micros()), virtual, kernel);
        RealServer server;
        Draft step;
        if (kept != null) {
            server = new RealServer(kept.server(), kept.port(), 1);
            step = Ipvs.step(hook, skb, "ipvs.kept", origin(virtual), virtual, server, packet.source());
        } else {
            Schedulers.Choice choice =
                    Schedulers.choose(virtual, packet, Ipvs.table(kernel), door, kernel.micros(), kernel.dice());
            if (choice == null) {
                return nobody(hook, skb, virtual, kernel);
            }
            server = virtual.servers().get(choice.server());
            step = Ipvs.step(
                    hook,
                    skb,
                    choice.options() > 1 ? "ipvs.chosen" : "ipvs.scheduled",
                    origin(virtual),
                    packet.destinationText(),
                    virtual.scheduler().lower(),
                    server,
                    choice.server() + 1,
                    virtual.servers().size());
            if (choice.turn() >= 0) {
                changes.add(new IpvsTable.Turned(door, choice.turn()));
            }
        }
        if (virtual.persistence() > 0) {
            long until = kernel.micros() + virtual.persistence() * SECOND;
            changes.add(new IpvsTable.Persisted(
                    new IpvsTable.Client(door, packet.source()), new Template(server.ip(), server.port(), until)));
        }
        Tuple asked = Tuples.of(packet);
        Tuple served = new Tuple(asked.protocol(), asked.source(), asked.sourcePort(), server.ip(), server.port());
        Connection c = Connection.in(asked, served, first(packet), virtual.persistence() > 0, kernel.micros());
        changes.add(new IpvsTable.Connected(kernel.netns().id(), c, true));
        return IpvsTransmit.send(
                skb, c, step.by(new Entries.OfVirtualServers(virtual)).changing(changes), kernel);
    }

    private static String origin(VirtualServer virtual) {
        return virtual.origin() == null ? virtual.toString() : virtual.origin().toString();
    }

    private static State first(Packet packet) {
        return switch (packet.payload()) {
            case Payload.Tcp _ -> State.SYN_RECV;
            case Payload.Sctp _ -> State.INIT1;
            case Payload.Udp _, Payload.Echo _, Payload.IcmpError _, Payload.Ipip _, Payload.Neighbour _ -> State.UDP;
        };
    }

    /// `ip_vs_leave`: the client is told that the port is unreachable.
    private static Outcome nobody(Hook hook, Skb skb, VirtualServer virtual, Kernel kernel) {
        List<Effect> effects = new ArrayList<>(Hooks.deniedLocally(hook, skb, kernel));
        effects.addAll(IcmpErrors.of(skb, Problem.PORT_UNREACHABLE));
        return new Outcome.Drop(
                Reason.NO_REAL_SERVER,
                Reason.NO_REAL_SERVER.sentence(
                        origin(virtual),
                        skb.packet().destinationText(),
                        kernel.netns().name()),
                effects,
                List.of(Ipvs.step(hook, skb, "ipvs.nobody", origin(virtual), virtual)
                        .by(new Entries.OfVirtualServers(virtual))));
    }
}
