package vethscope.engine.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.VirtualServer;
import vethscope.engine.netfilter.VirtualServer.RealServer;
import vethscope.engine.network.Change;
import vethscope.engine.network.Conntrack.Tuple;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Interface;
import vethscope.engine.network.IpvsTable;
import vethscope.engine.network.IpvsTable.Connection;
import vethscope.engine.network.IpvsTable.Door;
import vethscope.engine.network.IpvsTable.State;
import vethscope.engine.network.IpvsTable.Template;
import vethscope.engine.network.Route;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.packet.Problem;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;
import vethscope.model.address.Ip;

/// IP virtual servers with NAT, tracked by conntrack unless `net.ipv4.vs.conntrack` is 0: what is sent to a virtual
/// server goes
/// to one of its real servers, and their answers come from the virtual server again (net/netfilter/ipvs/ip_vs_core.c,
/// ip_vs_xmit.c, ip_vs_nfct.c).
final class Ipvs {

    /// Seconds to the microseconds of simulated time.
    private static final long SECOND = 1_000_000;

    private static final String CONNTRACK = "net.ipv4.vs.conntrack";

    private Ipvs() {}

    /// LOCAL_IN, priorities 98 and 99: after filter INPUT.
    static Outcome in(Skb skb, Kernel kernel) {
        if (isNotConcerned(skb, kernel)) {
            return Outcome.UNTOUCHED;
        }
        Outcome answer = answer(Hook.INPUT, skb, kernel);
        return answer != null ? answer : request(Hook.INPUT, skb, kernel);
    }

    /// LOCAL_OUT, priorities −99 and −98: after nat OUTPUT, before filter OUTPUT.
    static Outcome out(Skb skb, Kernel kernel) {
        if (isNotConcerned(skb, kernel)) {
            return Outcome.UNTOUCHED;
        }
        Outcome answer = answer(Hook.OUTPUT, skb, kernel);
        return answer != null ? answer : request(Hook.OUTPUT, skb, kernel);
    }

    /// FORWARD, priorities 99 and 100: after filter FORWARD, also for what a bridge forwards.
    static Outcome forward(Skb skb, Kernel kernel) {
        if (isNotConcerned(skb, kernel) || !Hooks.meets(skb)) {
            return Outcome.UNTOUCHED;
        }
        Outcome error = errorForServer(Hook.FORWARD, skb, kernel);
        if (error != null) {
            return error;
        }
        Outcome answer = answer(Hook.FORWARD, skb, kernel);
        return answer != null ? answer : Outcome.UNTOUCHED;
    }

    private static boolean isNotConcerned(Skb skb, Kernel kernel) {
        return kernel.netns().ipvs().isEmpty()
                || skb.isArp()
                || skb.ipvs()
                || skb.packet().laterFragment();
    }

    /// The virtual server that IPVS sent this packet for, as `-m ipvs` asks.
    static @Nullable VirtualServer serverOf(Packet packet, Kernel kernel) {
        Tuple tuple = Tuples.of(packet);
        Connection c = table(kernel).answered(kernel.netns().id(), tuple.reversed(), kernel.micros());
        if (c == null) {
            c = table(kernel).answered(kernel.netns().id(), tuple, kernel.micros());
        }
        return c == null ? null : find(c.asked(), kernel);
    }

    private static @Nullable VirtualServer find(Tuple asked, Kernel kernel) {
        return kernel.netns().ipvs().find(asked.protocol(), asked.destination(), asked.destinationPort());
    }

    private static IpvsTable table(Kernel kernel) {
        return kernel.world().ipvs();
    }

    private static Draft step(Hook hook, Skb skb, String key, Object... arguments) {
        return Draft.of("ipvs " + hook, skb, Sentence.of(key, arguments));
    }

    // What real servers answer.

    /// Null if no connection of IPVS expects it (`ip_vs_out`).
    private static @Nullable Outcome answer(Hook hook, Skb skb, Kernel kernel) {
        if (skb.packet().payload() instanceof Payload.IcmpError error) {
            return errorAboutRequest(hook, skb, error, kernel);
        }
        Connection c = table(kernel).answered(kernel.netns().id(), Tuples.of(skb.packet()), kernel.micros());
        if (c == null) {
            return null;
        }
        Packet packet = Tuples.withSource(skb.packet(), c.asked().reversed());
        Skb after = handled(skb, packet, kernel);
        Step.Rewrite rewrite = Nat.rewrite(skb.packet(), packet, true);
        Draft step = step(hook, after, "ipvs.answer", skb.packet().sourceText(), packet.sourceText())
                .by(new Entries.OfIpvs(c))
                .rewriting(rewrite);
        State state = answered(c, packet);
        if (state != c.state()) {
            step = step.changing(new IpvsTable.Connected(kernel.netns().id(), c.to(state, kernel.micros()), false));
        }
        return onward(hook, after, step, kernel);
    }

    /// A connection counts as established from the server's answer on; the client's ACK, which completes the
    /// handshake, is not waited for.
    private static State answered(Connection c, Packet packet) {
        return switch (packet.payload()) {
            case Payload.Tcp tcp -> tcp.flags() == Payload.Tcp.Flags.RST ? State.CLOSE : State.ESTABLISHED;
            case Payload.Sctp sctp -> sctp.chunk() == Payload.Sctp.Chunk.ABORT ? State.CLOSE : State.ESTABLISHED;
            case Payload.Udp _, Payload.Echo _, Payload.IcmpError _, Payload.Ipip _, Payload.Neighbour _ -> c.state();
        };
    }

    /// An error about what IPVS sent to a real server: as if the virtual server said it (`ip_vs_out_icmp`).
    private static @Nullable Outcome errorAboutRequest(Hook hook, Skb skb, Payload.IcmpError error, Kernel kernel) {
        if (error.problem() == Problem.REDIRECT) {
            return null;
        }
        Tuple expected = Tuples.of(error.quoted()).reversed();
        Connection c = table(kernel).answered(kernel.netns().id(), expected, kernel.micros());
        if (c == null) {
            return null;
        }
        Packet quoted = Tuples.withDestination(error.quoted(), c.asked());
        Packet packet = skb.packet().withSource(c.asked().destination()).withPayload(error.withQuoted(quoted));
        Skb after = handled(skb, packet, kernel);
        return onward(
                hook,
                after,
                step(hook, after, "ipvs.error", c.asked().destination())
                        .by(new Entries.OfIpvs(c))
                        .rewriting(Nat.rewrite(skb.packet(), packet, true)),
                kernel);
    }

    /// Routed again from its new source, as a packet of this machine (`ip_vs_route_me_harder`); a bridge has chosen its
    /// port already.
    private static Outcome onward(Hook hook, Skb skb, Draft step, Kernel kernel) {
        Route route = skb.route();
        boolean stays =
                hook == Hook.INPUT || skb.physOut() != null || route != null && route.type() == Route.Type.LOCAL;
        if (stays) {
            return Outcome.Pass.of(skb, step);
        }
        return switch (RoutingOutput.again(skb, kernel)) {
            case Outcome.Untouched _ -> Outcome.Pass.of(skb, step);
            case Outcome.Pass pass -> new Outcome.Pass(pass.skb(), pass.effects(), before(step, pass.steps()));
            case Outcome.Drop drop ->
                new Outcome.Drop(drop.reason(), drop.text(), drop.effects(), before(step, drop.steps()));
            case Outcome.Turn turn -> turn;
            case Outcome.Done done -> done;
        };
    }

    private static List<Draft> before(Draft first, List<Draft> rest) {
        var all = new ArrayList<Draft>();
        all.add(first);
        all.addAll(rest);
        return all;
    }

    // What clients send.

    private static Outcome request(Hook hook, Skb skb, Kernel kernel) {
        Outcome error = errorForServer(hook, skb, kernel);
        if (error != null) {
            return error;
        }
        Tuple asked = Tuples.of(skb.packet());
        Connection known = table(kernel).asked(kernel.netns().id(), asked, kernel.micros());
        if (known != null && !beginsAnew(known, skb.packet())) {
            Draft step = step(hook, skb, "ipvs.known", skb.packet().destinationText(), at(known));
            return send(skb, known, step, kernel);
        }
        VirtualServer virtual = find(asked, kernel);
        return virtual == null || !begins(skb.packet()) || isAnswerHere(skb, kernel)
                ? Outcome.UNTOUCHED
                : schedule(hook, skb, virtual, kernel);
    }

    private static String at(Connection c) {
        return Packet.at(c.served().destination(), c.served().destinationPort());
    }

    /// Which packets may begin a connection (`conn_schedule` of ip_vs_proto_{tcp,udp,sctp}.c).
    private static boolean begins(Packet packet) {
        return switch (packet.payload()) {
            case Payload.Tcp tcp -> tcp.flags() == Payload.Tcp.Flags.SYN;
            case Payload.Udp _ -> true;
            case Payload.Sctp sctp -> sctp.chunk() == Payload.Sctp.Chunk.INIT;
            case Payload.Echo _, Payload.IcmpError _, Payload.Ipip _, Payload.Neighbour _ -> false;
        };
    }

    /// A SYN on a connection in TIME_WAIT is scheduled anew unless it is persistent (`is_new_conn_expected`,
    /// conn_reuse_mode 1).
    private static boolean beginsAnew(Connection known, Packet packet) {
        return known.state() == State.TIME_WAIT && !known.persistent() && begins(packet);
    }

    /// A real server of this machine answers over loopback; its answer is no request.
    private static boolean isAnswerHere(Skb skb, Kernel kernel) {
        boolean here = skb.in() == null || skb.in().equals("lo");
        Tuple reversed = Tuples.of(skb.packet()).reversed();
        return here && table(kernel).asked(kernel.netns().id(), reversed, kernel.micros()) != null;
    }

    private static Outcome schedule(Hook hook, Skb skb, VirtualServer virtual, Kernel kernel) {
        Packet packet = skb.packet();
        Door door = Door.of(kernel.netns().id(), virtual);
        List<Change> changes = new ArrayList<>();
        Template kept =
                virtual.persistence() == 0 ? null : table(kernel).template(door, packet.source(), kernel.micros());
        RealServer server;
        Draft step;
        if (kept != null) {
            server = new RealServer(kept.server(), kept.port(), 1);
            step = step(hook, skb, "ipvs.kept", origin(virtual), virtual, server, packet.source());
        } else {
            Schedulers.Choice choice =
                    Schedulers.choose(virtual, packet, table(kernel), door, kernel.micros(), kernel.dice());
            if (choice == null) {
                return nobody(hook, skb, virtual, kernel);
            }
            server = virtual.servers().get(choice.server());
            step = step(
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
        return send(skb, c, step.by(new Entries.OfVirtualServers(virtual)).changing(changes), kernel);
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
                List.of(step(hook, skb, "ipvs.nobody", origin(virtual), virtual)
                        .by(new Entries.OfVirtualServers(virtual))));
    }

    /// An error about what a client was answered goes to the real server that answered (`ip_vs_in_icmp`).
    private static @Nullable Outcome errorForServer(Hook hook, Skb skb, Kernel kernel) {
        if (!(skb.packet().payload() instanceof Payload.IcmpError error) || error.problem() == Problem.REDIRECT) {
            return null;
        }
        Tuple asked = Tuples.of(error.quoted()).reversed();
        Connection c = table(kernel).asked(kernel.netns().id(), asked, kernel.micros());
        if (c == null) {
            return null;
        }
        Packet quoted = Tuples.withSource(error.quoted(), c.served().reversed());
        Packet packet = skb.packet().withDestination(c.served().destination()).withPayload(error.withQuoted(quoted));
        Skb after = handled(skb, packet, kernel);
        Draft step = step(hook, after, "ipvs.error.server", at(c))
                .by(new Entries.OfIpvs(c))
                .rewriting(Nat.rewrite(skb.packet(), packet, false));
        return leave(skb, after, step, kernel);
    }

    // The way to the real server.

    /// `ip_vs_nat_xmit`: the destination is rewritten; a real server elsewhere is reached by this machine's own routes
    /// and through OUTPUT, one here goes on as before.
    private static Outcome send(Skb skb, Connection c, Draft step, Kernel kernel) {
        Packet packet = Tuples.withDestination(skb.packet(), c.served());
        Skb after = tracked(handled(skb, packet, kernel), c);
        Draft told = step.rewriting(Nat.rewrite(skb.packet(), packet, false)).showing(after);
        return leave(skb, after, told, kernel);
    }

    /// What IPVS has rewritten; without `vs.conntrack` conntrack lets it be from here on (`ip_vs_notrack`), so that
    /// nothing masquerades it.
    private static Skb handled(Skb skb, Packet packet, Kernel kernel) {
        Skb after = skb.with(packet).withIpvs(true);
        boolean tracks = kernel.netns().sysctl().of(CONNTRACK) != 0;
        return tracks || skb.tracked() == null
                ? after
                : after.with((Tracked) null).asUntracked();
    }

    /// Conntrack expects the answer from the real server (`ip_vs_update_conntrack`), so that a masquerade can follow.
    private static Skb tracked(Skb skb, Connection c) {
        Tracked tracked = skb.tracked();
        if (tracked == null || tracked.confirmed() || tracked.reply()) {
            return skb;
        }
        Tuple reply = tracked.connection().reply();
        Tuple answer = new Tuple(
                reply.protocol(),
                c.served().destination(),
                c.served().destinationPort(),
                reply.destination(),
                reply.destinationPort());
        return skb.with(tracked.with(tracked.connection().byIpvs(answer)));
    }

    /// @param before what errors quote: the route is looked up before the packet is rewritten
    private static Outcome leave(Skb before, Skb skb, Draft step, Kernel kernel) {
        Packet packet = skb.packet();
        Optional<Route> found = kernel.netns().fib().lookup(Fib.Query.to(packet.destination()));
        Route route = found.filter(r -> r.type() == Route.Type.UNICAST || r.type() == Route.Type.LOCAL)
                .orElse(null);
        if (route == null) {
            return lost(
                    Reason.NO_ROUTE,
                    Reason.NO_ROUTE.sentence(kernel.netns().name(), packet.destination()),
                    IcmpErrors.of(before, Problem.HOST_UNREACHABLE),
                    step,
                    null);
        }
        if (route.type() == Route.Type.LOCAL) {
            return Outcome.Pass.of(skb, step);
        }
        String out = String.valueOf(route.dev());
        if (packet.source().isLoopback()) {
            return lost(Reason.MARTIAN, Reason.MARTIAN.sentence(packet.source(), out), List.of(), step, null);
        }
        if (packet.ttl() <= 1) {
            return lost(
                    Reason.TTL_EXPIRED,
                    Reason.TTL_EXPIRED.sentence(kernel.netns().name()),
                    IcmpErrors.of(before, Problem.TTL_EXPIRED),
                    step,
                    null);
        }
        int mtu = kernel.netns().find(out).map(Interface::mtu).orElse(0);
        boolean whole = packet.df() || !packet.family().routersFragment();
        if (whole && packet.length() > mtu) {
            return lost(
                    Reason.TOO_BIG,
                    Reason.TOO_BIG.sentence(packet.length(), mtu, out),
                    IcmpErrors.tooBig(before, mtu),
                    step,
                    new Settings.OfDevices(out, mtu));
        }
        Ip hop = route.via() == null ? packet.destination() : route.via();
        Skb routed = skb.with(packet.withTtl(packet.ttl() - 1)).routed(route, hop, out);
        return new Outcome.Turn(Way.IPVS, routed, List.of(step, way(skb, route), ttl(routed, packet.ttl())));
    }

    private static Outcome lost(Reason reason, Sentence text, List<Effect> effects, Draft step, @Nullable Entry by) {
        return new Outcome.Drop(reason, text, effects, List.of(step), by);
    }

    private static Draft way(Skb skb, Route route) {
        return Draft.of("route", skb, Sentence.of("route.out", skb.packet().destination(), route))
                .by(new Entries.OfRoutes(route));
    }

    /// One less, also for the machine's own packets.
    private static Draft ttl(Skb routed, int before) {
        return Draft.of("ttl", routed, Sentence.of("forward.ttl", before, before - 1))
                .rewriting(new Step.Rewrite("ttl", before, before - 1));
    }
}
