package vethscope.engine.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Evaluation;
import vethscope.engine.netfilter.Facts;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.IpSet;
import vethscope.engine.netfilter.Match.AddrType;
import vethscope.engine.netfilter.Match.CtState;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Target;
import vethscope.engine.netfilter.Verdict;
import vethscope.engine.netfilter.VirtualServer;
import vethscope.engine.network.Change;
import vethscope.engine.network.Conntrack;
import vethscope.engine.network.Counters;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Recent;
import vethscope.engine.network.Route;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// One table of iptables at one hook (net/ipv4/netfilter/ip_tables.c ipt_do_table).
final class Hooks {

    private static final Set<CtState.State> UNTRACKED = Set.of(CtState.State.UNTRACKED);
    private static final Set<CtState.State> INVALID = Set.of(CtState.State.INVALID);

    /// By [Tracked.Info], then by translation.
    private static final List<Set<CtState.State>> STATES = Arrays.stream(Tracked.Info.values())
            .flatMap(info -> states(
                    switch (info) {
                        case NEW -> CtState.State.NEW;
                        case ESTABLISHED -> CtState.State.ESTABLISHED;
                        case RELATED -> CtState.State.RELATED;
                    })
                    .stream())
            .toList();

    private Hooks() {}

    static Stage hook(Table table, Hook hook) {
        return table == Table.NAT
                ? Stage.on(Duty.NAT, (skb, kernel) -> Nat.apply(hook, skb, kernel))
                : Stage.on(Duty.at(table, hook), (skb, kernel) -> filter(table, hook, skb, kernel));
    }

    /// A frame on its way out of a bridge port meets the hooks only if it came in by a port and bridges call
    /// iptables; ARP never does.
    static boolean meets(Skb skb) {
        return !skb.isArp() && (skb.physOut() == null || skb.physIn() != null && skb.prerouted());
    }

    private static Outcome filter(Table table, Hook hook, Skb skb, Kernel kernel) {
        if (!meets(skb)
                || kernel.netns().ruleset().isEmpty(skb.packet().family().v6(), table, hook)) {
            return Outcome.UNTOUCHED;
        }
        Verdict verdict = Evaluation.walk(kernel.netns().ruleset(), table, hook, facts(hook, skb, kernel));
        Skb seen = verdict.packet() == skb.packet() ? skb : skb.with(verdict.packet());
        Skb marked = verdict.noTrack() && skb.tracked() == null
                ? seen.withMark(verdict.mark()).asUntracked()
                : seen.withMark(verdict.mark());
        List<Change> changes = remembered(verdict, skb, kernel);
        Tracked tracked = skb.tracked();
        if (tracked != null && verdict.connMark() != connMark(skb)) {
            Tracked changed = tracked.withMark(verdict.connMark());
            marked = marked.with(changed);
            if (tracked.confirmed()) {
                var more = new ArrayList<>(changes);
                more.add(new Conntrack.Recorded(kernel.netns().id(), changed.connection(), false));
                changes = List.copyOf(more);
            }
        }
        return switch (verdict.decision()) {
            case Verdict.Decision.Accept accept ->
                Outcome.Pass.of(
                        marked,
                        new Accepted(
                                table,
                                hook,
                                marked.packet().family(),
                                marked.frame(),
                                verdict,
                                rewrite(skb.packet(), verdict.packet()),
                                changes));
            case Verdict.Decision.Translate translate -> Outcome.Pass.of(marked);
            case Verdict.Decision.Drop drop -> dropped(table, hook, skb, kernel, verdict);
            case Verdict.Decision.Reject reject -> rejected(table, hook, skb, kernel, verdict, reject.with());
        };
    }

    /// What a target changed of the packet's header.
    private static Step.@Nullable Rewrite rewrite(Packet before, Packet after) {
        if (before.ttl() != after.ttl()) {
            return new Step.Rewrite("ttl", before.ttl(), after.ttl());
        }
        return before.tos() == after.tos() ? null : new Step.Rewrite("tos", hex(before.tos()), hex(after.tos()));
    }

    private static String hex(int octet) {
        return "0x" + Integer.toHexString(octet);
    }

    private static int connMark(Skb skb) {
        return skb.tracked() == null ? 0 : skb.tracked().connection().mark();
    }

    static Draft step(Table table, Hook hook, Skb skb, Verdict verdict, Sentence text) {
        Entry by = verdict.hit() == null ? new Settings.OfPolicies(hook) : entry(verdict.hit(), skb);
        return Draft.of(table.at(hook), skb, text).by(by).checking(verdict.checks());
    }

    private static @Nullable Entry entry(Verdict.@Nullable Hit hit, Skb skb) {
        return hit == null ? null : new Entries.OfRules(hit, skb.packet().family());
    }

    private static Outcome dropped(Table table, Hook hook, Skb skb, Kernel kernel, Verdict verdict) {
        boolean policy = verdict.hit() == null || verdict.hit().rule() == null;
        String chain = verdict.hit() == null ? hook.name() : verdict.hit().chain();
        Reason reason = policy ? Reason.POLICY_DROP : Reason.RULE_DROP;
        Sentence text = reason.sentence(table.lower(), chain, kernel.netns().name());
        return new Outcome.Drop(
                reason,
                text,
                deniedLocally(hook, skb, kernel),
                List.of(step(table, hook, skb, verdict, Sentence.of("hook.drop"))
                        .changing(remembered(verdict, skb, kernel))));
    }

    private static Outcome rejected(
            Table table, Hook hook, Skb skb, Kernel kernel, Verdict verdict, Target.Reject.With with) {
        List<Effect> effects = new ArrayList<>(deniedLocally(hook, skb, kernel));
        if (with.problem() == null) {
            effects.addAll(Resets.answer(skb, kernel));
        } else if (skb.packet().fragment() == null) {
            // the checksum of a part is wrong (net/ipv4/netfilter/nf_reject_ipv4.c nf_send_unreach)
            effects.addAll(IcmpErrors.of(skb, with.problem()));
        }
        Sentence text = Reason.RULE_REJECT.sentence(
                table.lower(),
                verdict.hit() == null ? hook.name() : verdict.hit().chain(),
                kernel.netns().name());
        return new Outcome.Drop(
                Reason.RULE_REJECT,
                text,
                effects,
                List.of(step(
                                table,
                                hook,
                                skb,
                                verdict,
                                Sentence.of(
                                        "hook.reject", with.option(skb.packet().family())))
                        .changing(remembered(verdict, skb, kernel))));
    }

    /// A UDP or ICMP sender learns at once that its packet was dropped on the way out (EPERM); TCP ignores it.
    static List<Effect> deniedLocally(Hook hook, Skb skb, Kernel kernel) {
        boolean out = hook == Hook.OUTPUT || hook == Hook.POSTROUTING;
        return out && Sockets.isOwnRequest(skb, kernel) && skb.packet().protocol() != Protocol.TCP
                ? List.of(new Effect.Heard(vethscope.engine.trace.Fate.DENIED_LOCALLY, null))
                : List.of();
    }

    static List<Change> remembered(Verdict verdict, Skb skb, Kernel kernel) {
        if (verdict.remembered().isEmpty() && verdict.counted().isEmpty()) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        Id netns = kernel.netns().id();
        for (Verdict.Remembered each : verdict.remembered()) {
            changes.add(
                    each.forgotten()
                            ? new Change.Removed(new Recent.Seen(netns, each.list(), each.address(), kernel.micros()))
                            : new Recent.Seen(netns, each.list(), each.address(), kernel.micros()));
        }
        verdict.counted().forEach((rule, number) -> changes.add(new Counters.Counted(netns, rule, number)));
        return Collections.unmodifiableList(changes);
    }

    static Facts facts(Hook hook, Skb skb, Kernel kernel) {
        boolean bridged = skb.physOut() != null;
        String in = hook == Hook.POSTROUTING || hook == Hook.OUTPUT ? null : skb.in();
        String out = hook == Hook.PREROUTING || hook == Hook.INPUT ? null : bridged ? skb.in() : skb.out();
        return new Facts(
                skb.packet(),
                in,
                out,
                skb.physIn(),
                skb.physOut(),
                skb.mark(),
                connMark(skb),
                states(skb),
                new Around(kernel, skb, isOfSocket(skb)));
    }

    /// Errors, resets and answers to pings are sent by sockets of the kernel that no process owns.
    private static boolean isOfSocket(Skb skb) {
        return skb.in() == null
                && switch (skb.packet().payload()) {
                    case Payload.Tcp tcp -> tcp.flags() != Payload.Tcp.Flags.RST;
                    case Payload.Udp _ -> true;
                    case Payload.Sctp sctp -> sctp.chunk() != Payload.Sctp.Chunk.ABORT;
                    case Payload.Echo echo -> !echo.reply();
                    case Payload.IcmpError _, Payload.Ipip _, Payload.Neighbour _ -> false;
                };
    }

    private static Set<CtState.State> states(Skb skb) {
        Tracked tracked = skb.tracked();
        if (skb.packet().payload() instanceof Payload.Neighbour) {
            return UNTRACKED;
        }
        if (tracked == null) {
            return skb.untracked() ? UNTRACKED : INVALID;
        }
        int translated =
                (tracked.connection().snat() ? 1 : 0) + (tracked.connection().dnat() ? 2 : 0);
        return STATES.get(tracked.info().ordinal() * 4 + translated);
    }

    /// What conntrack calls a connection, with none, one and both of its translations.
    private static List<Set<CtState.State>> states(CtState.State state) {
        return List.of(
                EnumSet.of(state),
                EnumSet.of(state, CtState.State.SNAT),
                EnumSet.of(state, CtState.State.DNAT),
                EnumSet.of(state, CtState.State.SNAT, CtState.State.DNAT));
    }

    /// What the namespace knows beyond the packet.
    private record Around(Kernel kernel, Skb skb, boolean ofSocket) implements Facts.Surroundings {

        @Override
        public AddrType.Type typeOf(Ip ip) {
            return typeOf(ip, null);
        }

        /// `__inet_dev_addr_type` (net/ipv4/fib_frontend.c).
        @Override
        public AddrType.Type typeOf(Ip ip, @Nullable String device) {
            if (ip.isAny()) {
                return AddrType.Type.UNSPEC;
            }
            if (ip.isMulticast()) {
                return AddrType.Type.MULTICAST;
            }
            if (ip.equals(Ip.BROADCAST)) {
                return AddrType.Type.BROADCAST;
            }
            // fib_lookup in the local table alone (inet_addr_type): all that is not listed there is unicast
            Optional<Route> route = kernel.netns().fib().lookup(Fib.Query.to(ip));
            return route.filter(r -> device == null || device.equals(r.dev()))
                    .map(r -> switch (r.type()) {
                        case LOCAL -> AddrType.Type.LOCAL;
                        case BROADCAST -> AddrType.Type.BROADCAST;
                        case UNICAST, BLACKHOLE, UNREACHABLE, PROHIBIT, THROW -> AddrType.Type.UNICAST;
                    })
                    .orElse(AddrType.Type.UNICAST);
        }

        @Override
        public int recent(String list, Ip address, int seconds) {
            return kernel.world().recent().times(kernel.netns().id(), list, address, kernel.micros(), seconds);
        }

        @Override
        public long counted(String rule) {
            return kernel.world().counters().of(kernel.netns().id(), rule);
        }

        @Override
        public Facts.@Nullable Connection connection() {
            Tracked tracked = skb.tracked();
            if (tracked == null) {
                return null;
            }
            Conntrack.Connection c = tracked.connection();
            return new Facts.Connection(
                    direction(c.original()),
                    direction(c.reply()),
                    tracked.reply(),
                    c.original().protocol(),
                    stamp(c),
                    statuses(c, tracked.confirmed()));
        }

        /// Tells it from another that had its id before all were forgotten.
        private static long stamp(Conntrack.Connection c) {
            return c.id() << 32 | c.original().hashCode() & 0xffff_ffffL;
        }

        /// A connection of TCP is assured once its handshake is complete (nf_conntrack_tcp_packet).
        private static Set<Facts.Status> statuses(Conntrack.Connection c, boolean confirmed) {
            Set<Facts.Status> statuses = EnumSet.noneOf(Facts.Status.class);
            if (confirmed) {
                statuses.add(Facts.Status.CONFIRMED);
            }
            if (c.seenReply()) {
                statuses.add(Facts.Status.SEEN_REPLY);
            }
            if (c.state() == Conntrack.State.ESTABLISHED && c.original().protocol() == Protocol.TCP) {
                statuses.add(Facts.Status.ASSURED);
            }
            return statuses;
        }

        @Override
        public @Nullable Mac sender() {
            Interface device = kernel.netns().find(skb.in()).orElse(null);
            boolean ethernet = device != null
                    && switch (device.kind()) {
                        case ETHERNET, BRIDGE, VLAN, VXLAN, DUMMY -> true;
                        case LOOPBACK, IPIP -> false;
                    };
            return ethernet ? skb.frame().source() : null;
        }

        @Override
        public Facts.Cast cast() {
            Mac to = skb.frame().destination();
            return skb.in() == null || !to.isMulticast()
                    ? Facts.Cast.UNICAST
                    : to.equals(Mac.BROADCAST) ? Facts.Cast.BROADCAST : Facts.Cast.MULTICAST;
        }

        /// `rpfilter_mt`: over IPv6 the way is looked for among those of the device.
        @Override
        public boolean leadsBack(boolean loose, boolean acceptLocal, int mark) {
            Packet packet = skb.packet();
            Ip source = packet.source();
            String in = HardwareAddress.in(skb);
            if (kernel.netns().iface(in).kind() == Interface.Kind.LOOPBACK || source.isAny()) {
                return true;
            }
            boolean near = source.v6() && (!loose || source.isLinkLocal());
            boolean single =
                    !packet.destination().isMulticast() && !packet.destination().equals(Ip.BROADCAST);
            Route back = kernel.netns()
                    .fib()
                    .lookup(new Fib.Query(source, single ? packet.destination() : null, null, near ? in : null, mark))
                    .orElse(null);
            boolean local = back != null && back.type() == Route.Type.LOCAL;
            if (back == null || back.type() != Route.Type.UNICAST && !(local && acceptLocal)) {
                return false;
            }
            return loose || in.equals(back.dev()) || local && source.v6();
        }

        @Override
        public Facts.Receiver receiver() {
            return Sockets.receiver(skb, kernel);
        }

        @Override
        public long micros() {
            return kernel.micros();
        }

        /// A connection that a probe opened counts as closed after it (nf_conncount.c already_closed).
        @Override
        public boolean isOpen(long connection) {
            Conntrack.Connection c = kernel.world().conntrack().connections().get(connection >>> 32);
            return c != null
                    && stamp(c) == connection
                    && c.expires() > kernel.micros()
                    && (c.original().protocol() != Protocol.TCP || c.state() == Conntrack.State.SYN_SENT);
        }

        private static Facts.Direction direction(Conntrack.Tuple tuple) {
            return new Facts.Direction(
                    tuple.source(), tuple.sourcePort(), tuple.destination(), tuple.destinationPort());
        }

        @Override
        public @Nullable IpSet set(String name) {
            return kernel.netns().ruleset().sets().get(name);
        }

        @Override
        public @Nullable VirtualServer virtualServer(Packet packet) {
            return skb.ipvs() ? Ipvs.serverOf(packet, kernel) : null;
        }

        @Override
        public int choose(double[] weights) {
            return kernel.dice().choose(weights);
        }

        @Override
        public int choose(Object flow, double[] weights) {
            return kernel.dice().choose(List.of(kernel.netns().id(), flow), weights);
        }
    }
}
