package vethscope.model.edit;

import java.util.Optional;
import java.util.stream.Stream;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Link;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Element;
import vethscope.model.element.Host;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.Nic;
import vethscope.model.element.Router;
import vethscope.model.element.Vpc;
import vethscope.model.element.Zone;

/// Which network a machine stands in, and who leads out of it.
final class Subnets {

    private static final Cidr INSIDE = Cidr.parse("10.0.0.0/24");
    /// RFC 5737: for documentation, nobody's on the internet.
    private static final Cidr OUTSIDE = Cidr.parse("203.0.113.0/24");
    /// The lowest addresses of a subnet are its routers'.
    private static final int FIRST_MACHINE = 10;

    private Subnets() {}

    /// That of the nearest zone or vpc around it, else that of its like, else a usual one.
    static Optional<Cidr> of(Design design, LinuxBox box) {
        return around(design, box)
                .or(() -> alike(design, box))
                .or(() -> Optional.of(box instanceof Host ? OUTSIDE : INSIDE));
    }

    private static Optional<Cidr> around(Design design, Element element) {
        return Stream.concat(
                        element.in().stream(),
                        element.in().stream().flatMap(in -> design.topology().containers(in).stream()))
                .flatMap(id -> design.topology().find(id).stream())
                .flatMap(Subnets::given)
                .findFirst();
    }

    private static Stream<Cidr> given(Element element) {
        return switch (element) {
            case Zone zone -> zone.cidr().stream();
            case Vpc vpc -> vpc.subnets().stream().flatMap(subnet -> subnet.cidr().stream());
            default -> Stream.empty();
        };
    }

    /// That of a machine of the same sort, first of the same container.
    private static Optional<Cidr> alike(Design design, LinuxBox box) {
        Stream<LinuxBox> others = design.topology()
                .all(LinuxBox.class)
                .filter(other -> !other.id().equals(box.id()) && other instanceof Host == box instanceof Host)
                .filter(other -> other instanceof KubeNode || other instanceof Host);
        return others.sorted((a, b) -> Boolean.compare(b.in().equals(box.in()), a.in().equals(box.in())))
                .flatMap(Subnets::networks)
                .findFirst();
    }

    private static Stream<Cidr> networks(LinuxBox box) {
        return box.machine().interfaces().stream()
                .flatMap(nic -> nic.addresses().stream())
                .map(Cidr::network);
    }

    /// That of the machines on a switch, or of a vpc.
    static Optional<Cidr> on(Design design, Element segment) {
        return segment instanceof Vpc ? given(segment).findFirst() : onSwitch(design, segment.id());
    }

    private static Optional<Cidr> onSwitch(Design design, Id segment) {
        return design.topology().links().stream()
                .filter(link -> link.joins(segment))
                .map(link -> link.from().element().equals(segment) ? link.to() : link.from())
                .flatMap(end -> nics(design, end))
                .flatMap(nic -> nic.addresses().stream())
                .map(Cidr::network)
                .findFirst();
    }

    private static Stream<Nic> nics(Design design, Link.End end) {
        return design.topology().find(end.element(), LinuxBox.class).stream()
                .flatMap(box -> box.machine().interfaces().stream())
                .filter(nic -> end.port() == null || nic.name().equals(end.port()));
    }

    /// An address for a machine; small subnets have no room to be choosy.
    static Optional<Cidr> free(Design design, Cidr subnet) {
        Cidr network = subnet.network();
        var taken = new Taken(design);
        return taken.freeAddress(network, FIRST_MACHINE).or(() -> taken.freeAddress(network));
    }

    /// The router of a subnet: a drawn one, or the vpc.
    static Optional<Ip> gateway(Design design, LinuxBox box, Cidr address) {
        Stream<Ip> routers = design.topology()
                .all(Router.class)
                .filter(router -> !router.id().equals(box.id()))
                .flatMap(router -> router.machine().interfaces().stream())
                .flatMap(nic -> nic.addresses().stream())
                .map(Cidr::ip);
        Stream<Ip> vpcs = design.topology()
                .all(Vpc.class)
                .flatMap(Subnets::given)
                .map(subnet -> subnet.network().ip().plus(1));
        return Stream.concat(routers, vpcs).filter(address::contains).findFirst();
    }
}
