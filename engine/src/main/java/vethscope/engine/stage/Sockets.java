package vethscope.engine.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Facts;
import vethscope.engine.network.PathMtu;
import vethscope.engine.network.Proxy;
import vethscope.engine.network.Socket;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.packet.Problem;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Trace;
import vethscope.model.address.Ip;
import vethscope.model.element.Container;

/// The end of the way in: a server's socket, the waiting client, or nobody (net/ipv4/tcp_ipv4.c, udp.c, icmp.c).
public final class Sockets {

    /// Bytes behind the IP header of a SYN or SYN-ACK with the usual options, of a server's short answer over UDP and
    /// TCP, and of an SCTP ABORT.
    private static final int SYN_LENGTH = 40;

    private static final int ANSWER_LENGTH = 90;
    private static final int TCP_ANSWER_LENGTH = 66;
    private static final int ABORT_LENGTH = 16;

    private Sockets() {}

    static Outcome apply(Skb skb, Kernel kernel) {
        return switch (skb.packet().payload()) {
            case Payload.Tcp tcp -> tcp(skb, tcp, kernel);
            case Payload.Udp udp -> udp(skb, udp, kernel);
            case Payload.Sctp sctp -> sctp(skb, sctp, kernel);
            case Payload.Ipip ipip -> Tunnels.unwrap(skb, ipip, kernel);
            case Payload.Echo echo -> echo(skb, echo, kernel);
            case Payload.IcmpError error -> error(skb, error, kernel);
            case Payload.Neighbour message -> NeighbourDiscovery.apply(skb, message, kernel);
        };
    }

    /// What a client that is not drawn would be told by a packet addressed to it; empty if the packet is not its
    /// answer.
    public static Optional<Effect.Heard> overheard(ClientSocket client, Skb skb, Kernel kernel) {
        Packet packet = skb.packet();
        boolean concerned = packet.payload() instanceof Payload.IcmpError error
                ? sameFlow(client, error.quoted())
                : answers(client, packet);
        if (!concerned || !(apply(skb, kernel) instanceof Outcome.Done done)) {
            return Optional.empty();
        }
        return done.effects().stream()
                .filter(Effect.Heard.class::isInstance)
                .map(Effect.Heard.class::cast)
                .findFirst();
    }

    /// Whether a packet is what the waiting client sent.
    static boolean isRequestOf(ClientSocket client, Skb skb) {
        if (!(skb.frame().content() instanceof Packet packet) || packet.payload() instanceof Payload.IcmpError) {
            return false;
        }
        return sameFlow(client, packet);
    }

    /// Whether a packet on its way out is what the waiting client sent, also where NAT gave it another destination.
    static boolean isOwnRequest(Skb skb, Kernel kernel) {
        ClientSocket client = kernel.client();
        if (client == null || skb.in() != null) {
            return false;
        }
        Tracked tracked = skb.tracked();
        return isRequestOf(client, skb)
                || tracked != null
                        && !tracked.reply()
                        && tracked.info() != Tracked.Info.RELATED
                        && tracked.connection().original().destination().equals(client.remote())
                        && tracked.connection().original().sourcePort() == client.port();
    }

    private static boolean sameFlow(ClientSocket client, Packet packet) {
        boolean ports = packet.payload() instanceof Payload.Echo echo
                ? echo.id() == client.port()
                : packet.sourcePort() == client.port() && packet.destinationPort() == client.remotePort();
        return packet.protocol() == client.protocol()
                && packet.destination().equals(client.remote())
                && (packet.source().isAny() || packet.source().equals(client.local()))
                && ports;
    }

    /// Who here would get a packet of TCP or UDP (net/netfilter/nf_socket_ipv4.c nf_sk_lookup_slow_v4). Whoever
    /// accepted a connection is bound to one address.
    static Facts.Receiver receiver(Skb skb, Kernel kernel) {
        Packet packet = skb.packet();
        boolean later = packet.payload() instanceof Payload.Tcp tcp && tcp.flags() != Payload.Tcp.Flags.SYN;
        boolean asked = packet.payload() instanceof Payload.Tcp || packet.payload() instanceof Payload.Udp;
        if (!asked || packet.fragment() != null) {
            return Facts.Receiver.NONE;
        }
        if (answers(kernel.client(), packet)) {
            return Facts.Receiver.OTHER;
        }
        for (Socket socket : kernel.netns().bound()) {
            if (socket.accepts(packet.protocol(), packet.destination(), packet.destinationPort())) {
                return socket.bind().isAny() && !later ? Facts.Receiver.LISTENER_ON_ALL : Facts.Receiver.OTHER;
            }
        }
        boolean proxied = kernel.netns().proxies().stream()
                .anyMatch(p -> p.accepts(packet.protocol(), packet.destination(), packet.destinationPort()));
        return proxied ? later ? Facts.Receiver.OTHER : Facts.Receiver.LISTENER_ON_ALL : Facts.Receiver.NONE;
    }

    private static boolean answers(@Nullable ClientSocket client, Packet packet) {
        if (client == null || client.deaf() || packet.protocol() != client.protocol()) {
            return false;
        }
        boolean ports = packet.payload() instanceof Payload.Echo echo
                ? echo.id() == client.port()
                : packet.sourcePort() == client.remotePort() && packet.destinationPort() == client.port();
        return ports
                && packet.source().equals(client.remote())
                && packet.destination().equals(client.local());
    }

    private static Outcome tcp(Skb skb, Payload.Tcp tcp, Kernel kernel) {
        return switch (tcp.flags()) {
            case SYN ->
                serve(
                        skb,
                        kernel,
                        SYN_LENGTH,
                        new Payload.Tcp(tcp.destinationPort(), tcp.sourcePort(), Payload.Tcp.Flags.SYN_ACK),
                        new Effect.Originate(reset(skb.packet()), null));
            case ACK, DATA, ANSWER -> segment(skb, tcp, kernel);
            case SYN_ACK ->
                answers(kernel.client(), skb.packet())
                        ? heard(skb, Fate.DELIVERED, kernel)
                        : unexpected(skb, new Effect.Originate(reset(skb.packet()), null));
            case RST -> {
                HalfOpen open = kernel.halfOpen();
                yield answers(kernel.client(), skb.packet())
                        ? heard(skb, Fate.REFUSED, kernel)
                        : open != null && open.takes(skb.packet())
                                ? new Outcome.Done(List.of(new Effect.Aborted()), List.of())
                                : ignored();
            }
        };
    }

    /// It asks for the same service as what it answers (tcp_v4_send_reset).
    private static Packet reset(Packet about) {
        return Resets.of(about).withTos(about.tos());
    }

    /// A segment of a connection that its sender has for open. Who knows nothing of it answers with a reset
    /// (tcp_v4_send_reset); a server speaks as soon as the client's first segment, whichever that is, has ended the
    /// handshake.
    private static Outcome segment(Skb skb, Payload.Tcp tcp, Kernel kernel) {
        Packet packet = skb.packet();
        if (tcp.flags() == Payload.Tcp.Flags.ANSWER && answers(kernel.client(), packet)) {
            return heard(skb, Fate.DELIVERED, kernel);
        }
        HalfOpen open = kernel.halfOpen();
        if (open == null || !open.takes(packet)) {
            return new Outcome.Drop(
                    Reason.UNKNOWN_CONNECTION,
                    Reason.UNKNOWN_CONNECTION.sentence(kernel.netns().name(), packet.from(), packet.to()),
                    List.of(new Effect.Originate(reset(packet), null)),
                    List.of());
        }
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Accepted());
        if (!open.silent()) {
            var answer = new Payload.Tcp(tcp.destinationPort(), tcp.sourcePort(), Payload.Tcp.Flags.ANSWER);
            effects.add(
                    new Effect.Originate(answer(packet, packet.destination(), true, TCP_ANSWER_LENGTH, answer), null));
        }
        return new Outcome.Done(effects, List.of());
    }

    private static Outcome sctp(Skb skb, Payload.Sctp sctp, Kernel kernel) {
        Packet packet = skb.packet();
        return switch (sctp.chunk()) {
            case INIT -> {
                var abort = new Payload.Sctp(sctp.destinationPort(), sctp.sourcePort(), Payload.Sctp.Chunk.ABORT);
                yield serve(
                        skb,
                        kernel,
                        SYN_LENGTH,
                        new Payload.Sctp(sctp.destinationPort(), sctp.sourcePort(), Payload.Sctp.Chunk.INIT_ACK),
                        new Effect.Originate(answer(packet, packet.destination(), true, ABORT_LENGTH, abort), null));
            }
            case INIT_ACK -> answers(kernel.client(), packet) ? heard(skb, Fate.DELIVERED, kernel) : ignored();
            case ABORT -> answers(kernel.client(), packet) ? heard(skb, Fate.REFUSED, kernel) : ignored();
        };
    }

    private static Outcome udp(Skb skb, Payload.Udp udp, Kernel kernel) {
        Payload.Vxlan vxlan = udp.vxlan();
        if (vxlan != null) {
            return Tunnels.unwrap(skb, udp, vxlan, kernel).orElseGet(() -> closed(skb, kernel, null));
        }
        if (udp.answer()) {
            return answers(kernel.client(), skb.packet())
                    ? heard(skb, Fate.DELIVERED, kernel)
                    : closed(skb, kernel, null);
        }
        return serve(
                skb,
                kernel,
                ANSWER_LENGTH,
                new Payload.Udp(udp.destinationPort(), udp.sourcePort(), true, udp.content()),
                null);
    }

    /// @param content bytes behind the IP header
    private static Packet answer(Packet to, Ip from, boolean df, int content, Payload payload) {
        return new Packet(from, to.source(), 64, df, to.family().header() + content, null, payload);
    }

    /// @param refusal what a closed port sends; null: ICMP port unreachable
    private static Outcome serve(
            Skb skb, Kernel kernel, int length, Payload answer, Effect.@Nullable Originate refusal) {
        Packet packet = skb.packet();
        List<Proxy> proxies = kernel.netns().proxies();
        for (int i = 0; i < proxies.size(); i++) {
            Proxy proxy = proxies.get(i);
            if (proxy.accepts(packet.protocol(), packet.destination(), packet.destinationPort())) {
                return proxied(skb, proxy, kernel, length, answer);
            }
        }
        List<Socket> bound = kernel.netns().bound();
        for (int i = 0; i < bound.size(); i++) {
            Socket socket = bound.get(i);
            if (socket.accepts(packet.protocol(), packet.destination(), packet.destinationPort())) {
                return delivered(skb, socket, kernel, length, answer);
            }
        }
        return closed(skb, kernel, refusal);
    }

    private static Outcome delivered(Skb skb, Socket socket, Kernel kernel, int length, Payload answer) {
        Packet packet = skb.packet();
        boolean silent = socket.reply() == Container.Reply.SILENT;
        var at =
                new Trace.Arrival(socket.element(), socket.container(), packet.destination(), packet.destinationPort());
        var served = new Effect.Served(at, packet.from(), silent, halfOpen(packet, silent, kernel));
        boolean handshake = !(answer instanceof Payload.Udp);
        List<Effect> effects = handshake || !silent
                ? List.of(served, answered(packet, socket, handshake, length, answer))
                : List.of(served);
        return new Outcome.Done(effects, List.of(new Delivered(skb.frame(), socket)));
    }

    private static Effect answered(Packet packet, Socket socket, boolean handshake, int length, Payload answer) {
        Ip from = !handshake && socket.replyFrom() == Container.ReplyFrom.ROUTE
                ? packet.family().any()
                : packet.destination();
        return new Effect.Originate(answer(packet, from, handshake, length, answer), null);
    }

    private static @Nullable HalfOpen halfOpen(Packet packet, boolean silent, Kernel kernel) {
        return packet.payload() instanceof Payload.Tcp
                ? new HalfOpen(kernel.netns().id(), packet.to(), packet.from(), silent)
                : null;
    }

    /// A proxy finishes its client's handshake; what is asked then decides.
    private static Outcome proxied(Skb skb, Proxy proxy, Kernel kernel, int length, Payload answer) {
        Packet packet = skb.packet();
        var handshake = new Effect.Originate(answer(packet, packet.destination(), true, length, answer), null);
        Proxying.Decision decision = Proxying.decide(proxy, packet, kernel);
        Effect then = switch (decision) {
            case Proxying.Relay relay -> new Effect.Relay(relay.target());
            case Proxying.Close _ -> new Effect.Close();
            case Proxying.Answer own -> {
                var at = new Trace.Arrival(
                        proxy.element(), null, packet.destination(), packet.destinationPort(), own.status());
                yield new Effect.Served(at, packet.from(), false, halfOpen(packet, false, kernel));
            }
        };
        Draft step = Draft.of("proxy", skb, decision.text()).by(decision.rule());
        List<Draft> steps = Proxying.certificate(proxy, kernel.request())
                .map(text -> List.of(Draft.of("proxy", skb, text), step))
                .orElseGet(() -> List.of(step));
        return new Outcome.Done(List.of(handshake, then), steps);
    }

    private static Outcome closed(Skb skb, Kernel kernel, Effect.@Nullable Originate refusal) {
        List<Effect> effects = refusal == null ? IcmpErrors.of(skb, Problem.PORT_UNREACHABLE) : List.of(refusal);
        return new Outcome.Drop(
                Reason.PORT_CLOSED,
                Reason.PORT_CLOSED.sentence(kernel.netns().name(), skb.packet().destinationText()),
                effects,
                List.of());
    }

    private static Outcome echo(Skb skb, Payload.Echo echo, Kernel kernel) {
        Packet packet = skb.packet();
        if (echo.reply()) {
            return answers(kernel.client(), packet) ? heard(skb, Fate.DELIVERED, kernel) : ignored();
        }
        String key = packet.family().v6() ? "net.ipv6.icmp.echo_ignore_all" : "net.ipv4.icmp_echo_ignore_all";
        if (kernel.netns().sysctl().of(key) != 0) {
            return new Outcome.Drop(
                    Reason.ECHO_IGNORED,
                    Reason.ECHO_IGNORED.sentence(kernel.netns().name(), key),
                    List.of(),
                    List.of(),
                    new Settings.OfSysctls(kernel.netns().sysctl().setting(key)));
        }
        Packet answer = new Packet(
                packet.destination(),
                packet.source(),
                64,
                false,
                packet.length(),
                null,
                new Payload.Echo(true, echo.id()),
                packet.tos());
        var at = new Trace.Arrival(kernel.netns().id(), null, packet.destination(), 0);
        return new Outcome.Done(
                List.of(new Effect.Served(at, null, false, null), new Effect.Originate(answer, null)),
                List.of(Draft.of("deliver", skb, Sentence.of("deliver.echo", packet.destination()))));
    }

    private static Outcome heard(Skb skb, Fate fate, Kernel kernel) {
        ClientSocket client = kernel.client();
        boolean open = client != null && client.connected();
        String key = fate == Fate.DELIVERED ? "deliver.answer" : open ? "deliver.reset" : "deliver.refused";
        Fate told = open && fate == Fate.REFUSED ? Fate.RESET : fate;
        return new Outcome.Done(
                List.of(new Effect.Heard(told, skb.packet().from())),
                List.of(Draft.of("deliver", skb, Sentence.of(key, skb.packet().from()))
                        .by(Settings.client(client))));
    }

    private static Outcome unexpected(Skb skb, Effect answer) {
        return new Outcome.Drop(
                Reason.UNKNOWN_ANSWER,
                Reason.UNKNOWN_ANSWER.sentence(skb.packet().sourceText()),
                List.of(answer),
                List.of());
    }

    private static Outcome ignored() {
        return new Outcome.Done(List.of(), List.of());
    }

    private static Outcome error(Skb skb, Payload.IcmpError error, Kernel kernel) {
        Packet quoted = error.quoted();
        if (error.problem() == Problem.REDIRECT) {
            return RedirectInput.apply(skb, error, kernel);
        }
        List<Draft> steps = new ArrayList<>();
        Draft step = Draft.of(
                "deliver",
                skb,
                Sentence.of(
                        "deliver.error" + error.named(),
                        skb.packet().source(),
                        error.type(),
                        error.code(),
                        error.mtu()));
        if (error.problem() == Problem.TOO_BIG) {
            step = step.changing(
                    PathMtu.Learned.now(kernel.netns().id(), quoted.destination(), error.mtu(), kernel.micros()));
        }
        ClientSocket client = kernel.client();
        boolean mine = client != null && !client.deaf() && sameFlow(client, quoted);
        steps.add(mine ? step.by(Settings.client(client)) : step);
        List<Effect> effects = mine
                ? fate(error)
                        .<List<Effect>>map(f -> List.of(new Effect.Heard(f, null)))
                        .orElse(List.of())
                : List.of();
        return new Outcome.Done(effects, steps);
    }

    /// What the application is told (net/ipv4/icmp.c icmp_err_convert, net/ipv6/icmp.c tab_unreach).
    private static Optional<Fate> fate(Payload.IcmpError error) {
        boolean v6 = error.quoted().family().v6();
        return switch (error.problem()) {
            case NO_ROUTE -> Optional.of(Fate.NET_UNREACHABLE);
            case UNREACHABLE_ROUTE -> Optional.of(v6 ? Fate.NET_UNREACHABLE : Fate.HOST_UNREACHABLE);
            case HOST_UNREACHABLE, BEYOND_SCOPE -> Optional.of(Fate.HOST_UNREACHABLE);
            case PORT_UNREACHABLE -> Optional.of(Fate.REFUSED);
            case TOO_BIG -> Optional.of(Fate.MESSAGE_TOO_LONG);
            case TTL_EXPIRED -> Optional.of(Fate.TTL_EXCEEDED);
            // EACCES over IPv6
            case PROHIBITED_ROUTE, HOST_PROHIBITED, ADMIN_PROHIBITED ->
                Optional.of(v6 ? Fate.DENIED_LOCALLY : Fate.HOST_UNREACHABLE);
            case PROTOCOL_UNREACHABLE -> Optional.of(v6 ? Fate.DENIED_LOCALLY : Fate.REFUSED);
            case NET_PROHIBITED -> Optional.of(v6 ? Fate.DENIED_LOCALLY : Fate.NET_UNREACHABLE);
            case REDIRECT -> Optional.empty();
        };
    }
}
