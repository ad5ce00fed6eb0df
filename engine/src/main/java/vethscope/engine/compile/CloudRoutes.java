package vethscope.engine.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Route;
import vethscope.engine.network.RouteRule;
import vethscope.engine.origin.Origin;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Host;
import vethscope.model.element.Internet;
import vethscope.model.element.InternetGateway;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.NatGateway;
import vethscope.model.element.Router;
import vethscope.model.element.Vpc;

/// The routes of vpcs, of the internet, and of the cloud's own boxes on them.
final class CloudRoutes {

    private static final Cidr DEFAULT = new Cidr(Ip.ANY, 0);

    /// The table and the rules for traffic that leaves a vpc with a public address.
    private static final int EGRESS_TABLE = 100;

    private static final int EGRESS_PRIORITY = 100;

    private final Cloud cloud;
    private final Notes notes;

    CloudRoutes(Cloud cloud, Notes notes) {
        this.cloud = cloud;
        this.notes = notes;
    }

    void addOn(RouteTables tables, Vpc vpc) {
        Origin author = Origin.routeTable(vpc.name());
        for (Attachment a : cloud.of(vpc.id())) {
            addMember(tables, a, author);
            a.secondary().forEach(ip -> tables.add(Route.MAIN, via(Cidr.host(ip), a.hop(), a.port(), author)));
        }
        // What lies in the vpc and belongs to no interface is nobody's: dropped in silence.
        vpc.cidr()
                .forEach(cidr -> tables.add(
                        Route.MAIN,
                        new Route(Route.Type.BLACKHOLE, cidr.network(), null, null, null, 0, false, author)));
        lines(vpc).forEach(line -> tables.run(List.of(line), author, notes));
        addEgress(tables, vpc);
    }

    private static void addMember(RouteTables tables, Attachment a, Origin author) {
        List<Ip> addresses =
                a.addressed() ? a.nic().addresses.stream().map(Cidr::ip).toList() : List.of(a.hop());
        for (Ip ip : addresses) {
            Ip src = ip.v6() == a.gateway().v6() ? a.gateway() : null;
            tables.add(Route.MAIN, link(Cidr.host(ip), a.port(), src, author));
        }
    }

    /// The vpc's lines with element ids replaced by their addresses; `10.0.0.0/16 local` says what holds anyway.
    private List<String> lines(Vpc vpc) {
        return vpc.routes().stream()
                .filter(line -> !line.strip().endsWith(" local"))
                .map(line -> resolved(vpc.id(), line))
                .toList();
    }

    private String resolved(Id vpc, String line) {
        List<String> words = new ArrayList<>(List.of(line.strip().split("\\s+")));
        int at = words.indexOf("via") + 1;
        if (at == 0 || at >= words.size()) {
            return line;
        }
        String target = words.get(at);
        return cloud.of(vpc).stream()
                .filter(a -> a.memberId().value().equals(target))
                .findFirst()
                .map(a -> {
                    words.set(at, a.hop() + " dev " + a.port().name);
                    return String.join(" ", words);
                })
                .orElse(line);
    }

    /// Who has a public address leaves by the internet gateway, whatever the default route says: in a cloud such
    /// interfaces stand in a public subnet with a route table of its own.
    private void addEgress(RouteTables tables, Vpc vpc) {
        Optional<Attachment> exit = cloud.of(vpc.id()).stream()
                .filter(a -> a.member() instanceof InternetGateway)
                .findFirst();
        if (exit.isEmpty()) {
            return;
        }
        var gateway = (InternetGateway) exit.get().member();
        List<Ip> inner = pairs(gateway).keySet().stream().filter(ip -> !ip.v6()).toList();
        if (inner.isEmpty()) {
            return;
        }
        inner.forEach(
                ip -> tables.add(new RouteRule(EGRESS_PRIORITY, Cidr.host(ip), null, null, null, 0, 0, EGRESS_TABLE)));
        prefixes(vpc)
                .forEach(prefix -> tables.add(
                        EGRESS_TABLE,
                        new Route(
                                Route.Type.THROW, prefix, null, null, null, 0, false, Origin.routeTable(vpc.name()))));
        tables.add(EGRESS_TABLE, via(DEFAULT, exit.get().hop(), exit.get().port(), Origin.routeTable(vpc.name())));
    }

    /// All that a vpc can reach without its default route.
    private static List<Cidr> prefixes(Vpc vpc) {
        Stream<Cidr> routed = vpc.routes().stream()
                .flatMap(line -> Cidr.tryParse(line.strip().split("\\s+", 2)[0]).stream())
                .filter(c -> c.prefix() > 0);
        return Stream.concat(vpc.cidr().stream(), routed)
                .map(Cidr::network)
                .distinct()
                .toList();
    }

    void addOn(RouteTables tables, Internet internet) {
        Origin author = Origin.program(internet.name());
        for (Attachment a : cloud.of(internet.id())) {
            addMember(tables, a, author);
            if (a.member() instanceof InternetGateway gateway) {
                for (Ip outer :
                        pairs(gateway).values().stream().distinct().sorted().toList()) {
                    tables.add(
                            Route.MAIN,
                            a.addressed()
                                    ? via(Cidr.host(outer), a.hop(), a.port(), author)
                                    : link(Cidr.host(outer), a.port(), null, author));
                }
            }
        }
    }

    /// What a gateway or balancer without routes of its own needs to know.
    void addOnMember(RouteTables tables, LinuxBox box) {
        boolean own = switch (box) {
            case KubeNode _, Host _, Router _, vethscope.model.element.BareNetns _ -> false;
            default -> box.machine().routes().isEmpty();
        };
        if (!own) {
            return;
        }
        boolean public_ = cloud.member(box.id()).stream().anyMatch(a -> a.cloud() instanceof Internet);
        for (Attachment a : cloud.member(box.id())) {
            boolean exit = a.cloud() instanceof Internet || !public_;
            if (a.cloud() instanceof Vpc vpc) {
                prefixes(vpc).stream()
                        .filter(p -> !p.v6()
                                && a.nic().addresses.stream()
                                        .noneMatch(n -> n.network().equals(p)))
                        .forEach(p -> tables.add(Route.MAIN, onlink(p, a, Origin.given(vpc.name()))));
            }
            if (exit && tables.isFree(DEFAULT)) {
                tables.add(Route.MAIN, onlink(DEFAULT, a, Origin.given(a.cloud().name())));
            }
        }
    }

    /// Private to public: what the gateway says itself, then the public addresses of nodes and NAT gateways on its
    /// vpcs.
    Map<Ip, Ip> pairs(InternetGateway gateway) {
        var pairs = new LinkedHashMap<>(gateway.nat());
        for (Attachment here : cloud.member(gateway.id())) {
            for (Attachment other :
                    here.cloud() instanceof Vpc ? cloud.of(here.cloud().id()) : List.<Attachment>of()) {
                Ip outer = publicAddress(other);
                if (outer != null && other.addressed()) {
                    pairs.putIfAbsent(other.hop(), outer);
                }
            }
        }
        return pairs;
    }

    private @Nullable Ip publicAddress(Attachment a) {
        return switch (a.member()) {
            case KubeNode node -> node.status().publicAddress();
            case NatGateway nat when oneArmed(nat) -> nat.publicAddress();
            default -> null;
        };
    }

    /// Whether a NAT gateway goes out by the interface that its clients come in by.
    boolean oneArmed(NatGateway gateway) {
        return gateway.outside() == null
                && cloud.member(gateway.id()).stream().noneMatch(a -> a.cloud() instanceof Internet)
                && cloud.member(gateway.id()).size() == 1;
    }

    /// The interface that faces the internet: the one named, else the one that is plugged into it.
    Optional<String> outside(LinuxBox box, @Nullable String named) {
        if (named != null) {
            return Optional.of(named);
        }
        return cloud.member(box.id()).stream()
                .filter(a -> a.cloud() instanceof Internet || box instanceof NatGateway nat && oneArmed(nat))
                .map(a -> a.nic().name)
                .findFirst();
    }

    private static Route link(Cidr to, Device port, @Nullable Ip src, Origin author) {
        return new Route(Route.Type.UNICAST, to, null, port.name, src, 0, false, author);
    }

    private static Route via(Cidr to, Ip hop, Device port, Origin author) {
        return new Route(Route.Type.UNICAST, to, hop, port.name, null, 0, false, author);
    }

    private static Route onlink(Cidr to, Attachment a, Origin author) {
        return new Route(Route.Type.UNICAST, to, a.gateway(), a.nic().name, null, 0, true, author);
    }
}
