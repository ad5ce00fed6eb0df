package vethscope.engine.compile.cloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.route.RouteTables;
import vethscope.engine.compile.site.Attachment;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Proxy.Target;
import vethscope.engine.network.Route;
import vethscope.engine.network.RouteRule;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Family;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.LoadBalancer.Listener;
import vethscope.model.element.LoadBalancer.Mode;
import vethscope.model.element.Vpc;

/// What load balancers run: address translation as lines of `iptables`, policy routing, or nothing, where a proxy
/// listens ([Proxies]). What a vpc does for them is in [BalancedFlows].
public final class Balancers {

    /// Routing tables of passthrough targets, one each.
    private static final int FIRST_TABLE = 1000;

    private static final int MARK_PRIORITY = 10;

    private final ListenerTargets targets;
    private final HealthChecks health;
    private final Zones zones;
    private final Cloud cloud;

    public Balancers(ListenerTargets targets, HealthChecks health, Zones zones, Cloud cloud) {
        this.targets = targets;
        this.health = health;
        this.zones = zones;
        this.cloud = cloud;
    }

    /// Where a listener is called, and whom it calls then.
    ///
    /// @param address null: every address of the balancer
    public record Door(@Nullable Ip address, List<Target> targets) {}

    /// One door; several where the balancer stands in several zones and each address serves its own. A proxy calls
    /// each target by its first address, if it speaks that family.
    public List<Door> doors(LoadBalancer balancer, Listener listener) {
        return doors(balancer, listener, only(balancer), addresses(balancer));
    }

    /// The doors of a family. What keeps addresses or rewrites them knows no other family behind them.
    public List<Door> doors(LoadBalancer balancer, Listener listener, Family family) {
        List<Ip> all = addresses(balancer);
        List<Ip> own = all.stream().filter(ip -> ip.v6() == family.v6()).toList();
        boolean served = listener.address() == null
                ? !own.isEmpty() || !family.v6() && all.isEmpty()
                : listener.address().v6() == family.v6();
        return served ? doors(balancer, listener, family, own) : List.of();
    }

    private List<Door> doors(LoadBalancer balancer, Listener listener, @Nullable Family family, List<Ip> all) {
        List<Target> used = health.used(balancer, targets.of(listener, family));
        List<Ip> own = listener.address() == null ? all : List.of(listener.address());
        // an ALB always crosses zones (Elastic Load Balancing User Guide, "Cross-zone load balancing")
        boolean crosses = balancer.cloud().crossZone() || balancer.layer() == 7;
        List<Door> doors = own.stream()
                .map(ip -> new Door(ip, crosses ? used : inZone(used, zones.of(ip))))
                .toList();
        boolean alike = doors.stream().map(Door::targets).distinct().count() <= 1;
        return alike
                ? List.of(new Door(
                        listener.address(),
                        doors.isEmpty() ? used : doors.getFirst().targets()))
                : doors;
    }

    /// The one family that a balancer speaks; null: both.
    public static @Nullable Family only(LoadBalancer balancer) {
        List<Family> families =
                addresses(balancer).stream().map(Family::of).distinct().toList();
        return families.size() == 1 ? families.getFirst() : null;
    }

    /// A target of which nobody says where it stands takes part everywhere.
    private List<Target> inZone(List<Target> all, @Nullable String zone) {
        return zone == null
                ? all
                : all.stream()
                        .filter(t -> {
                            String there = zones.of(t.ip());
                            return there == null || there.equals(zone);
                        })
                        .toList();
    }

    /// The addresses a balancer listens on, without the lengths of their prefixes.
    public static List<Ip> addresses(LoadBalancer balancer) {
        Stream<Cidr> drawn = balancer.machine().interfaces().stream().flatMap(nic -> nic.addresses().stream());
        return Stream.concat(drawn, Stream.ofNullable(balancer.address()))
                .map(Cidr::ip)
                .distinct()
                .toList();
    }

    /// Where a balancer is plugged into a vpc.
    Optional<Attachment> onVpc(LoadBalancer balancer) {
        return cloud.member(balancer.id()).stream()
                .filter(a -> a.cloud() instanceof Vpc && a.addressed())
                .findFirst();
    }

    /// The lines of iptables that a box of this balancer runs.
    public List<String> lines(LoadBalancer balancer) {
        var lines = new ArrayList<String>();
        int mark = 0;
        for (Serving s : serving(balancer)) {
            List<Target> targets = s.door.targets();
            String match = match(s);
            if (s.listener.mode() == Mode.DNAT) {
                addDnat(lines, match, s, targets);
            } else if (onVpc(balancer).isEmpty()) {
                addMarks(lines, command(s.family) + "-t mangle -A PREROUTING " + match, s.family, targets, mark);
                mark += targets.size();
            } else if (!targets.isEmpty()) {
                lines.add(command(s.family) + "-t mangle -A PREROUTING " + match + " -j MARK --set-mark " + ++mark);
            }
        }
        return lines;
    }

    /// A door of a listener that is no proxy, in one family.
    private record Serving(Listener listener, Family family, Door door) {}

    private List<Serving> serving(LoadBalancer balancer) {
        var all = new ArrayList<Serving>();
        for (Listener listener : balancer.listeners()) {
            for (Family family : listener.mode() == Mode.PROXY ? new Family[0] : Family.values()) {
                doors(balancer, listener, family).forEach(door -> all.add(new Serving(listener, family, door)));
            }
        }
        return all;
    }

    /// Passthrough: a mark chooses the next hop, before the balancer looks whether the address is its own. On a
    /// vpc the next hop is the vpc, which brings the packet to a target ([BalancedFlows]).
    public void addRoutes(RouteTables tables, LoadBalancer balancer, Notes notes) {
        int mark = 0;
        Optional<Attachment> vpc = onVpc(balancer);
        for (Serving s : serving(balancer)) {
            if (s.listener.mode() != Mode.PASSTHROUGH) {
                continue;
            }
            List<Target> targets = s.door.targets();
            for (Target target :
                    vpc.isEmpty() ? targets : targets.stream().limit(1).toList()) {
                int table = FIRST_TABLE + ++mark;
                tables.add(new RouteRule(MARK_PRIORITY, null, null, null, null, mark, -1, table));
                vpc.ifPresentOrElse(
                        a -> a.end(s.family)
                                .ifPresent(end -> tables.add(table, onward(a, end, Origin.program(balancer.name())))),
                        () -> tables.run(
                                List.of("default via " + target.ip() + " table " + table),
                                Origin.program(balancer.name()),
                                notes));
            }
        }
        if (mark > 0) {
            tables.lookUpLocalAt(MARK_PRIORITY + 1);
        }
    }

    private static Route onward(Attachment a, Attachment.End end, Origin author) {
        Cidr all = new Cidr(Family.of(end.gateway()).any(), 0);
        return new Route(Route.Type.UNICAST, all, end.gateway(), a.nic().name, null, 0, true, author);
    }

    /// What a line begins with that names no address.
    static String command(Family family) {
        return family.v6() ? "ip6tables " : "";
    }

    /// A hash of the flow draws a target. Nothing may be remembered of the connection: where targets answer
    /// past the balancer, conntrack sees half of a handshake and calls the rest invalid.
    ///
    /// @param match table, chain and conditions
    /// @param first the last mark that is taken
    static void addMarks(List<String> lines, String match, Family family, List<Target> targets, int first) {
        if (!targets.isEmpty()) {
            lines.add(match
                    + " -j HMARK --hmark-src-prefix " + family.any().bits()
                    + " --hmark-sport-mask 0xffff --hmark-rnd 0x00000001 --hmark-mod "
                    + targets.size() + " --hmark-offset " + (first + 1));
        }
    }

    private static String match(Serving s) {
        Ip address = s.door.address();
        return (address == null ? "-m addrtype --dst-type LOCAL" : "-d " + address) + " -p "
                + s.listener.protocol().lower() + " --dport " + s.listener.port();
    }

    private static String chance(int left) {
        return left == 1
                ? ""
                : String.format(Locale.ROOT, " -m statistic --mode random --probability %.11f", 1.0 / left);
    }

    /// One rule per target, each with its share of what the rules before it left.
    private static void addDnat(List<String> lines, String match, Serving s, List<Target> targets) {
        String protocol = s.listener.protocol().lower();
        String command = command(s.family);
        for (int i = 0; i < targets.size(); i++) {
            String chance = chance(targets.size() - i);
            lines.add(
                    command + "-t nat -A PREROUTING " + match + chance + " -j DNAT --to-destination " + targets.get(i));
        }
        if (s.listener.snat()) {
            targets.forEach(t -> lines.add(command + "-t nat -A POSTROUTING -d " + t.ip() + " -p " + protocol
                    + " --dport " + t.port() + " -j MASQUERADE"));
        }
    }
}
