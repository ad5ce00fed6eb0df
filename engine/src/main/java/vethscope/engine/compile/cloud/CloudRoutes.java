package vethscope.engine.compile.cloud;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.route.RouteTables;
import vethscope.engine.compile.site.Attachment;
import vethscope.engine.compile.site.Device;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Route;
import vethscope.engine.network.RouteRule;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Family;
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
public final class CloudRoutes {

    private static final Cidr DEFAULT = new Cidr(Ip.ANY, 0);

    /// Not routed on the internet (RFC 4193).
    static final Cidr UNIQUE_LOCAL = Cidr.parse("fc00::/7");

    /// The table and the rules for traffic that leaves a vpc with a public address.
    private static final int EGRESS_TABLE = 100;

    private static final int EGRESS_PRIORITY = 100;

    private final Cloud cloud;
    private final Notes notes;

    public CloudRoutes(Cloud cloud, Notes notes) {
        this.cloud = cloud;
        this.notes = notes;
    }

    /// The route tables of a vpc, as the tables of its router.
    public void addOn(RouteTables tables, Vpc vpc) {
        Origin author = Origin.routeTable(vpc.name());
        for (Attachment a : cloud.of(vpc.id())) {
            addMember(tables, a, author);
            Stream.concat(a.secondary().stream().map(Cidr::host), a.prefixes().stream())
                    .forEach(to -> a.hop(Family.of(to.v6()))
                            .ifPresent(hop -> tables.add(Route.MAIN, via(to, hop, a.port(), author))));
        }
        // What lies in the vpc and belongs to no interface is nobody's: dropped in silence.
        vpc.cidr()
                .forEach(cidr -> tables.add(
                        Route.MAIN,
                        new Route(Route.Type.BLACKHOLE, cidr.network(), null, null, null, 0, false, author)));
        lines(vpc).forEach(line -> tables.run(List.of(line), author, notes));
        addEgress(tables, vpc);
    }

    /// Link-local addresses need no route: they are on the link.
    private static void addMember(RouteTables tables, Attachment a, Origin author) {
        Stream<Ip> addresses = a.addressed() ? a.nic().addresses.stream().map(Cidr::ip) : a.hop(Family.V4).stream();
        addresses.forEach(ip -> {
            Ip src = a.end(Family.of(ip)).map(Attachment.End::gateway).orElse(null);
            tables.add(Route.MAIN, link(Cidr.host(ip), a.port(), src, author));
        });
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
                .flatMap(a -> a.hop(Family.of(isFor6(words.getFirst()))).map(hop -> hop + " dev " + a.port().name))
                .map(hop -> {
                    words.set(at, hop);
                    return String.join(" ", words);
                })
                .orElse(line);
    }

    private static boolean isFor6(String destination) {
        return Cidr.tryParse(destination).filter(Cidr::v6).isPresent();
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
        exit.get()
                .hop(Family.V4)
                .ifPresent(hop ->
                        tables.add(EGRESS_TABLE, via(DEFAULT, hop, exit.get().port(), Origin.routeTable(vpc.name()))));
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

    /// The internet knows where each public address lives.
    public void addOn(RouteTables tables, Internet internet) {
        Origin author = Origin.program(internet.name());
        for (Attachment a : cloud.of(internet.id())) {
            addMember(tables, a, author);
            if (a.member() instanceof InternetGateway gateway) {
                for (Ip outer :
                        pairs(gateway).values().stream().distinct().sorted().toList()) {
                    a.hop(Family.of(outer))
                            .ifPresent(hop -> tables.add(
                                    Route.MAIN,
                                    a.addressed() || hop.v6()
                                            ? via(Cidr.host(outer), hop, a.port(), author)
                                            : link(Cidr.host(outer), a.port(), null, author)));
                }
            }
        }
        addPrefixes(tables, internet, author);
    }

    /// Without NAT the internet must know the way to what is behind a gateway. Where several have it, an internet
    /// gateway is it.
    private void addPrefixes(RouteTables tables, Internet internet, Origin author) {
        List<Attachment> gateways = cloud.of(internet.id()).stream()
                .filter(a -> switch (a.member()) {
                    case InternetGateway _, NatGateway _, Router _ -> true;
                    default -> false;
                })
                .sorted(Comparator.comparing(a -> !(a.member() instanceof InternetGateway)))
                .toList();
        for (Attachment a : gateways) {
            for (Cidr prefix : behind(a)) {
                a.hop(Family.V6)
                        .filter(hop -> tables.isFree(prefix) && !prefix.contains(hop))
                        .ifPresent(hop -> tables.add(Route.MAIN, via(prefix, hop, a.port(), author)));
            }
        }
    }

    /// The global IPv6 prefixes that a machine leads to: those of its vpcs, of its other links, and of its routes.
    private List<Cidr> behind(Attachment outside) {
        LinuxBox box = outside.member();
        Stream<Cidr> vpcs = cloud.member(box.id()).stream()
                .flatMap(a -> a.cloud() instanceof Vpc vpc ? vpc.cidr().stream() : Stream.of());
        Stream<Cidr> links = box.machine().interfaces().stream()
                .filter(nic -> !nic.name().equals(outside.nic().name))
                .flatMap(nic -> nic.addresses().stream());
        Stream<Cidr> routes = box.machine().routes().stream()
                .flatMap(line -> Cidr.tryParse(line.strip().split("\\s+", 2)[0]).stream())
                .filter(to -> to.prefix() > 0);
        return Stream.of(vpcs, links, routes)
                .flatMap(s -> s)
                .map(Cidr::network)
                .filter(to -> to.ip().isGlobal6())
                .distinct()
                .toList();
    }

    /// What a gateway or balancer without routes of its own needs to know.
    public void addOnMember(RouteTables tables, LinuxBox box) {
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
            for (Attachment.End end : a.ends()) {
                Family family = Family.of(end.hop());
                if (a.cloud() instanceof Vpc vpc) {
                    prefixes(vpc).stream()
                            .filter(p -> p.v6() == family.v6()
                                    && a.nic().addresses.stream()
                                            .noneMatch(n -> n.network().equals(p)))
                            .forEach(p -> tables.add(Route.MAIN, onlink(p, end, a, Origin.given(vpc.name()))));
                }
                Cidr all = new Cidr(family.any(), 0);
                if (exit && tables.isFree(all)) {
                    tables.add(
                            Route.MAIN,
                            onlink(all, end, a, Origin.given(a.cloud().name())));
                }
            }
        }
    }

    /// Private to public: what the gateway says itself, then the public addresses of nodes and NAT gateways on its
    /// vpcs.
    public Map<Ip, Ip> pairs(InternetGateway gateway) {
        var pairs = new LinkedHashMap<>(gateway.nat());
        for (Attachment here : cloud.member(gateway.id())) {
            for (Attachment other :
                    here.cloud() instanceof Vpc ? cloud.of(here.cloud().id()) : List.<Attachment>of()) {
                Ip outer = publicAddress(other);
                if (outer != null && other.addressed()) {
                    other.hop(Family.of(outer)).ifPresent(inner -> pairs.putIfAbsent(inner, outer));
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
    public boolean oneArmed(NatGateway gateway) {
        return gateway.outside() == null
                && cloud.member(gateway.id()).stream().noneMatch(a -> a.cloud() instanceof Internet)
                && cloud.member(gateway.id()).size() == 1;
    }

    /// The interface that faces the internet: the one named, else the one that is plugged into it.
    public Optional<String> outside(LinuxBox box, @Nullable String named) {
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

    private static Route onlink(Cidr to, Attachment.End end, Attachment a, Origin author) {
        return new Route(Route.Type.UNICAST, to, end.gateway(), a.nic().name, null, 0, true, author);
    }
}
