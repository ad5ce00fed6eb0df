package vethscope.engine.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Conditions.TcpFlag;
import vethscope.engine.netfilter.Match.AddrType;
import vethscope.engine.netfilter.Match.CtState;
import vethscope.engine.netfilter.Match.PhysDev;
import vethscope.engine.netfilter.Match.PortRange;
import vethscope.engine.netfilter.Match.RecentList;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Ruleset.Policy;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

class RoundTripTest {

    private static final Arbitrary<Boolean> YES_NO = Arbitraries.of(true, false);

    @Property(tries = 100)
    void readingWhatWasPrintedGivesTheSameRules(@ForAll("rulesets") Ruleset ruleset) {
        assertEquals(new Applied.Done(ruleset), IptablesText.parse(IptablesText.print(ruleset)));
    }

    @Provide
    static Arbitrary<Ruleset> rulesets() {
        Arbitrary<Policy> policies = Arbitraries.of(Policy.values());
        return Combinators.combine(rules(Table.FILTER), rules(Table.FILTER), rules(Table.NAT), policies)
                .as((a, b, nat, policy) -> Ruleset.EMPTY
                        .with(
                                false,
                                Table.FILTER,
                                new Chain(
                                        "FORWARD", policy, List.of(new Rule(List.of(), new Target.Jump("OWN"), null))))
                        .with(false, Table.FILTER, new Chain("OWN", null, a))
                        .with(false, Table.FILTER, new Chain("OTHER", null, b))
                        .with(false, Table.NAT, new Chain("OWN", null, nat)));
    }

    private static Arbitrary<List<Rule>> rules(Table table) {
        return rule(table).list().ofMaxSize(4);
    }

    private static Arbitrary<Rule> rule(Table table) {
        Arbitrary<Protocol> protocols = Arbitraries.of(Protocol.SPOKEN);
        return protocols
                .injectNull(0.3)
                .flatMap(protocol -> Combinators.combine(header(), modules(protocol), target(table, protocol))
                        .as((header, modules, target) -> {
                            var matches = new ArrayList<>(header);
                            if (protocol != null) {
                                matches.add(new Match.Proto(false, protocol));
                            }
                            matches.addAll(modules);
                            return new Rule(matches, target, null);
                        }));
    }

    private static Arbitrary<List<Match>> header() {
        Arbitrary<Cidr> cidrs = Combinators.combine(
                        Arbitraries.longs().between(0, 0xffffffffL),
                        Arbitraries.integers().between(1, 32))
                .as((bits, prefix) -> new Cidr(Ip.v4(bits), prefix).network());
        Arbitrary<Match> source = Combinators.combine(YES_NO, cidrs).as(Match.Source::new);
        Arbitrary<Match> destination = Combinators.combine(YES_NO, cidrs).as(Match.Destination::new);
        Arbitrary<String> devices = Arbitraries.of("eth0", "cni0", "veth+", "cali12345678901");
        Arbitrary<Match> in = Combinators.combine(YES_NO, devices).as(Match.In::new);
        Arbitrary<Match> out = Combinators.combine(YES_NO, devices).as(Match.Out::new);
        return Combinators.combine(
                        source.injectNull(0.5), destination.injectNull(0.5), in.injectNull(0.7), out.injectNull(0.7))
                .as((a, b, c, d) -> Arrays.asList(a, b, c, d).stream()
                        .filter(m -> m != null)
                        .toList());
    }

    private static Arbitrary<List<Match>> modules(@Nullable Protocol protocol) {
        var kinds = new ArrayList<>(List.of(states(), marks(), types(), physDevs(), recents(), others()));
        if (protocol == Protocol.TCP) {
            kinds.add(flags());
        }
        if (protocol == Protocol.ICMP) {
            kinds.add(Combinators.combine(
                            YES_NO,
                            Arbitraries.integers().between(0, 255),
                            Arbitraries.integers().between(-1, 255))
                    .as(Match.IcmpType::new));
        } else if (protocol != null) {
            kinds.add(Combinators.combine(YES_NO, ports()).as(Match.SourcePorts::new));
            kinds.add(Combinators.combine(YES_NO, ports()).as(Match.DestinationPorts::new));
        }
        return Arbitraries.oneOf(kinds)
                .list()
                .ofMaxSize(3)
                .filter(RoundTripTest::isOnceEach)
                .map(RoundTripTest::sourceFirst);
    }

    /// iptables reads an option of a kind once in a module.
    private static boolean isOnceEach(List<Match> matches) {
        return matches.stream().map(Object::getClass).distinct().count() == matches.size();
    }

    /// One module prints source port, destination port and flags in this order.
    private static List<Match> sourceFirst(List<Match> matches) {
        return matches.stream()
                .sorted((a, b) -> Integer.compare(order(a), order(b)))
                .toList();
    }

    private static int order(Match match) {
        return match instanceof Match.SourcePorts
                ? 1
                : match instanceof Match.DestinationPorts ? 2 : match instanceof Match.TcpFlags ? 3 : 0;
    }

    private static Arbitrary<List<PortRange>> ports() {
        Arbitrary<Integer> port = Arbitraries.integers().between(0, 65535);
        return Combinators.combine(port, port)
                .as((a, b) -> new PortRange(Math.min(a, b), Math.max(a, b)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(7);
    }

    private static <E extends Enum<E>> Arbitrary<Set<E>> some(Class<E> type) {
        return Arbitraries.of(type.getEnumConstants()).set().ofMinSize(1);
    }

    private static Arbitrary<Match> states() {
        return Combinators.combine(YES_NO, some(CtState.State.class)).as(CtState::new);
    }

    private static Arbitrary<Match> marks() {
        return Combinators.combine(YES_NO, Arbitraries.integers(), Arbitraries.integers(), YES_NO)
                .as((not, value, mask, connection) ->
                        connection ? new Match.ConnMark(not, value, mask) : new Match.Mark(not, value, mask));
    }

    private static Arbitrary<Match> types() {
        Arbitrary<AddrType.Type> type = Arbitraries.of(AddrType.Type.values());
        return Combinators.combine(
                        YES_NO,
                        type,
                        type,
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(AddrType.Limit.values()))
                .as((not, a, b, which, limit) -> new AddrType(
                        not, which == 0 ? Set.of() : EnumSet.of(a, b), which == 1 ? Set.of() : Set.of(b), limit));
    }

    private static Arbitrary<Match> physDevs() {
        Arbitrary<String> port = Arbitraries.of("vetha", "vethb+");
        return Combinators.combine(YES_NO, port.injectNull(0.5), port.injectNull(0.5), YES_NO, YES_NO)
                .as((not, in, out, isIn, isOut) -> new PhysDev(not, in, out, true, isIn, isOut));
    }

    private static Arbitrary<Match> recents() {
        return Combinators.combine(
                        YES_NO,
                        Arbitraries.of(RecentList.Mode.values()),
                        Arbitraries.integers().between(0, 9),
                        YES_NO)
                .as((not, mode, seconds, reap) -> new RecentList(not, "LIST", mode, seconds, reap && seconds > 0));
    }

    private static Arbitrary<Match> flags() {
        Arbitrary<Set<String>> names =
                Arbitraries.of(TcpFlag.values()).map(Enum::name).set().ofMaxSize(6);
        return Combinators.combine(YES_NO, names, names).as(Match.TcpFlags::new);
    }

    private static Arbitrary<Match> others() {
        Arbitrary<Match> comment =
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(20).map(Match.Comment::new);
        Arbitrary<Match> chance =
                Combinators.combine(YES_NO, Arbitraries.doubles().between(0, 1)).as(Match.Probability::new);
        Arbitrary<Match> opaque = Arbitraries.of("-m string --string \"a b\" --algo bm", "-m cpu --cpu 1")
                .map(Match.NotSimulated::new);
        Ip first = Ip.parse("10.0.0.1");
        Ip last = Ip.parse("10.0.0.9");
        Arbitrary<Match> exact = Combinators.combine(
                        YES_NO, YES_NO, YES_NO, Arbitraries.integers().between(0, 8))
                .as((not, a, b, kind) -> switch (kind) {
                    case 0 -> new Match.AddressRange(not, a, first, b ? first : last);
                    case 1 -> new Match.Length(not, 60, a ? 60 : 1500);
                    case 2 -> new Match.Ttl(not, Match.Ttl.Compare.values()[a ? 0 : b ? 1 : 2], 63);
                    case 3 ->
                        new Match.ConnAddress(not, a, b, new vethscope.model.address.Cidr(first, a ? 32 : 8).network());
                    case 4 -> new Match.ConnPort(not, a, b, new PortRange(80, a ? 80 : 90));
                    case 5 -> new Match.ConnDirection(not, a);
                    case 6 -> new Match.Nth(not, 3, a ? 0 : 2);
                    case 7 -> new RateLimit(new Rate(b ? 120_000 : 10_000, 10_000, a ? 5 : 3));
                    default ->
                        new RecentList(
                                not,
                                "L",
                                RecentList.Mode.UPDATE,
                                60,
                                a,
                                b ? 4 : 0,
                                a,
                                a ? Ip.parse("255.255.255.0") : null);
                });
        Arbitrary<Match> set = Combinators.combine(
                        YES_NO,
                        Arbitraries.of(IpSet.Side.class).list().ofMinSize(1).ofMaxSize(3))
                .as((not, sides) -> new Match.InSet(not, "blocked", sides));
        Arbitrary<Match> virtual = Combinators.combine(
                        YES_NO, Arbitraries.of(Protocol.TCP, Protocol.UDP).injectNull(0.5))
                .as((not, protocol) -> new Match.OfVirtualServer(not, null, protocol, 0));
        Arbitrary<Match> owner = Combinators.combine(YES_NO, Arbitraries.of(Match.Owner.What.values()), YES_NO)
                .as((not, what, range) -> what == Match.Owner.What.SOCKET
                        ? new Match.Owner(not, what, 0, 0)
                        : new Match.Owner(not, what, 5, range ? 9 : 5));
        return Arbitraries.oneOf(List.of(comment, chance, opaque, exact, set, virtual, owner));
    }

    private static Arbitrary<Target> target(Table table, @Nullable Protocol protocol) {
        Arbitrary<Target> marks = Combinators.combine(Arbitraries.integers(), Arbitraries.integers())
                .as(Target.MarkSet::new);
        Arbitrary<Target> connMarks = Arbitraries.of(Target.ConnMarkSet.Mode.values())
                .map(mode -> new Target.ConnMarkSet(mode, mode == Target.ConnMarkSet.Mode.SET ? 5 : 0xf0, 0xff));
        Arbitrary<Target> plain = Arbitraries.of(
                new Target.Accept(),
                new Target.Return(),
                new Target.Log("--log-prefix \"x y\""),
                new Target.NotSimulated("NFQUEUE --queue-num 3"),
                new Target.Aside("NFLOG --nflog-group 2"));
        Arbitrary<Target> own = table == Table.NAT ? nat(protocol) : filter(protocol);
        return Arbitraries.oneOf(List.of(marks, connMarks, plain, own)).injectNull(0.1);
    }

    private static Arbitrary<Target> filter(@Nullable Protocol protocol) {
        Arbitrary<Target> reject = Arbitraries.of(Target.Reject.With.values())
                .filter(with -> with != Target.Reject.With.TCP_RESET || protocol == Protocol.TCP)
                .map(Target.Reject::new);
        Arbitrary<Target> jump = Arbitraries.of(new Target.Drop(), new Target.Jump("OTHER"), new Target.Goto("OTHER"));
        return Arbitraries.oneOf(List.of(reject, jump));
    }

    private static Arbitrary<Target> nat(@Nullable Protocol protocol) {
        int port = protocol != null && protocol.hasPorts() ? 8080 : 0;
        Ip one = Ip.parse("10.0.0.1");
        Ip two = Ip.parse("10.0.0.9");
        return Combinators.combine(
                        YES_NO, YES_NO, YES_NO, Arbitraries.integers().between(0, 5))
                .as((a, b, range, kind) -> switch (kind) {
                    case 5 -> new Target.Netmap(new vethscope.model.address.Cidr(one, range ? 32 : 8).network());
                    case 0 -> new Target.Dnat(one, range ? two : one, port, port == 0 ? 0 : 9000, a, b);
                    case 1 -> new Target.Snat(one, range ? two : one, port, port, a, b, false);
                    case 2 -> new Target.Masquerade(port, port, a, b);
                    case 3 -> new Target.Dnat(port == 0 ? one : null, port == 0 ? one : null, port, port, false, false);
                    default -> new Target.Redirect(port, port, a);
                });
    }
}
