package vethscope.engine.stage;

import java.util.Optional;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.Target;
import vethscope.engine.network.Conntrack.Connection;
import vethscope.engine.network.Conntrack.Tuple;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// Chooses the translated tuple of a new connection (net/netfilter/nf_nat_core.c get_unique_tuple,
/// nf_nat_l4proto_unique_tuple).
final class Translation {

    private Translation() {}

    /// No rule matched: the address is kept; the source port too, unless another connection has its answer's tuple.
    static Connection none(Tracked tracked, boolean source, Skb skb, Kernel kernel) {
        Tuple tuple = tracked.connection().reply().reversed();
        return source ? withSource(tracked.connection(), tuple.source(), Ports.keep(), kernel) : tracked.connection();
    }

    /// A translating target matched.
    static Connection of(Target target, Hook hook, Tracked tracked, Skb skb, Kernel kernel) {
        Connection c = tracked.connection();
        return switch (target) {
            case Target.Dnat dnat ->
                withDestination(c, dnat.first(), dnat.last(), dnat.firstPort(), dnat.lastPort(), kernel);
            case Target.Redirect redirect ->
                withDestination(
                        c, redirectAddress(hook, skb, kernel), null, redirect.firstPort(), redirect.lastPort(), kernel);
            case Target.Netmap netmap -> {
                Tuple tuple = c.reply().reversed();
                boolean source = hook == Hook.POSTROUTING || hook == Hook.INPUT;
                yield source
                        ? withSource(c, netmap.map(tuple.source()), Ports.keep(), kernel)
                        : withDestination(c, netmap.map(tuple.destination()), null, 0, 0, kernel);
            }
            case Target.Snat snat ->
                withSource(
                        c,
                        spread(snat.first(), snat.last(), c),
                        new Ports(snat.firstPort(), snat.lastPort(), snat.random() || snat.randomFully()),
                        kernel);
            case Target.Masquerade masquerade -> {
                String out = outOf(skb);
                yield withSource(
                                c,
                                Sources.of(
                                                kernel.netns(),
                                                out,
                                                nextHop(skb),
                                                skb.packet().destination())
                                        .orElse(c.original().source()),
                                new Ports(
                                        masquerade.firstPort(),
                                        masquerade.lastPort(),
                                        masquerade.random() || masquerade.randomFully()),
                                kernel)
                        .behind(out);
            }
            case Target.Accept t -> c;
            case Target.Drop t -> c;
            case Target.Return t -> c;
            case Target.Jump t -> c;
            case Target.Goto t -> c;
            case Target.Reject t -> c;
            case Target.MarkSet t -> c;
            case Target.ConnMarkSet t -> c;
            case Target.HashMark t -> c;
            case Target.TtlSet t -> c;
            case Target.NoTrack t -> c;
            case Target.ServiceSet t -> c;
            case Target.Aside t -> c;
            case Target.Log t -> c;
            case Target.NotSimulated t -> c;
        };
    }

    /// The device that a rule in POSTROUTING sees a packet leave by; a bridge's where it is switched.
    static String outOf(Skb skb) {
        return skb.out() == null ? String.valueOf(skb.in()) : skb.out();
    }

    private static Ip nextHop(Skb skb) {
        Ip hop = skb.nextHop();
        return hop == null ? skb.packet().destination() : hop;
    }

    /// Whether a target has an address to give: a packet is redirected to that of the device it came in by, and
    /// dropped where that has none (net/netfilter/nf_nat_redirect.c nf_nat_redirect_ipv4).
    static boolean isPossible(Target target, Hook hook, Skb skb, Kernel kernel) {
        return !(target instanceof Target.Redirect)
                || hook == Hook.OUTPUT
                || skb.packet().source().v6()
                || kernel.netns().find(skb.in()).flatMap(i -> i.primary(false)).isPresent();
    }

    private static Ip redirectAddress(Hook hook, Skb skb, Kernel kernel) {
        boolean v6 = skb.packet().source().v6();
        Ip loopback = skb.packet().family().loopback();
        return hook == Hook.OUTPUT
                ? loopback
                : kernel.netns().find(skb.in()).flatMap(i -> i.primary(v6)).orElse(loopback);
    }

    /// Which address of a range a source gets: the kernel hashes source and destination.
    private static Ip spread(Ip first, Ip last, Connection c) {
        long size = last.low() - first.low() + 1;
        return size <= 1
                ? first
                : first.plus(Long.remainderUnsigned(
                        c.original().source().low() * 31
                                + c.original().destination().low(),
                        size));
    }

    private static Connection withDestination(
            Connection c,
            @org.jspecify.annotations.Nullable Ip first,
            @org.jspecify.annotations.Nullable Ip last,
            int firstPort,
            int lastPort,
            Kernel kernel) {
        Tuple tuple = c.reply().reversed();
        Ip to = first == null ? tuple.destination() : last == null ? first : spread(first, last, c);
        int port = firstPort == 0 || !tuple.protocol().hasPorts()
                ? tuple.destinationPort()
                : firstPort == lastPort || lastPort == 0 ? firstPort : port(tuple, to, firstPort, lastPort, c, kernel);
        return with(c, new Tuple(tuple.protocol(), tuple.source(), tuple.sourcePort(), to, port));
    }

    /// One of a range for a destination: its own if that is in the range and free (get_unique_tuple).
    private static int port(Tuple tuple, Ip to, int first, int last, Connection own, Kernel kernel) {
        int asked = tuple.destinationPort();
        var kept = new Tuple(tuple.protocol(), tuple.source(), tuple.sourcePort(), to, asked);
        return asked >= first && asked <= last && isFree(kept, own, kernel)
                ? asked
                : kernel.dice().port(first, last);
    }

    private static Connection withSource(Connection c, Ip source, Ports ports, Kernel kernel) {
        Tuple tuple = c.reply().reversed();
        Tuple kept = new Tuple(
                tuple.protocol(), source, tuple.sourcePort(), tuple.destination(), echo(tuple, tuple.sourcePort()));
        Optional<Tuple> same = ports.random() ? Optional.empty() : sameSource(tuple, source, ports, c, kernel);
        if (same.isPresent()) {
            return with(c, same.get());
        }
        if (!ports.random() && ports.allows(tuple.sourcePort()) && isFree(kept, c, kernel)) {
            return with(c, kept);
        }
        int low = ports.first(tuple);
        int high = ports.last(tuple);
        Tuple candidate = kept;
        for (int round = 128; round >= 16; round /= 2) {
            int start = kernel.dice().port(low, high);
            for (int i = 0; i < round; i++) {
                int port = low + (start - low + i) % (high - low + 1);
                candidate = new Tuple(tuple.protocol(), source, port, tuple.destination(), echo(tuple, port));
                if (isFree(candidate, c, kernel)) {
                    return with(c, candidate);
                }
            }
        }
        return with(c, candidate);
    }

    /// The mapping that the same source has already for another connection (find_appropriate_src).
    private static Optional<Tuple> sameSource(Tuple tuple, Ip source, Ports ports, Connection own, Kernel kernel) {
        if (source.equals(tuple.source()) || tuple.protocol() == Protocol.ICMP) {
            return Optional.empty();
        }
        return kernel
                .world()
                .conntrack()
                .from(kernel.netns().id(), tuple.protocol(), tuple.source(), tuple.sourcePort())
                .stream()
                .filter(c -> c.id() != own.id() && c.reply().destination().equals(source))
                .mapToInt(c -> c.reply().destinationPort())
                .filter(ports::allows)
                .mapToObj(
                        port -> new Tuple(tuple.protocol(), source, port, tuple.destination(), tuple.destinationPort()))
                .filter(candidate -> isFree(candidate, own, kernel))
                .findFirst();
    }

    /// An ICMP id stands in both ports of its tuple.
    private static int echo(Tuple tuple, int id) {
        return tuple.protocol() == Protocol.ICMP ? id : tuple.destinationPort();
    }

    private static Connection with(Connection c, Tuple tuple) {
        Tuple reply = tuple.reversed();
        return reply.equals(c.reply()) ? c : c.withReply(reply);
    }

    /// No other connection expects the same answer, be it finished, unless it asks the same
    /// (nf_conntrack_tuple_taken).
    private static boolean isFree(Tuple tuple, Connection own, Kernel kernel) {
        Optional<Connection> other = Optional.ofNullable(
                kernel.world().conntrack().find(kernel.netns().id(), tuple.reversed()));
        return other.isEmpty()
                || other.get().id() == own.id()
                || other.get().original().equals(own.original());
    }

    /// The ports that a rule allows; first 0: any.
    private record Ports(int given, int upTo, boolean random) {

        static Ports keep() {
            return new Ports(0, 0, false);
        }

        boolean allows(int port) {
            return given == 0 || port >= given && port <= Math.max(given, upTo);
        }

        int first(Tuple tuple) {
            if (given != 0) {
                return given;
            }
            int port = tuple.sourcePort();
            return tuple.protocol() == Protocol.ICMP ? 0 : port < 512 ? 1 : port < 1024 ? 600 : 1024;
        }

        int last(Tuple tuple) {
            if (given != 0) {
                return Math.max(given, upTo);
            }
            int port = tuple.sourcePort();
            return tuple.protocol() == Protocol.ICMP ? 65535 : port < 512 ? 511 : port < 1024 ? 1023 : 65535;
        }
    }
}
