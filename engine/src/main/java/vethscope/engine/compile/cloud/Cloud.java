package vethscope.engine.compile.cloud;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vethscope.engine.compile.route.RouteLine;
import vethscope.engine.compile.site.Attachment;
import vethscope.engine.compile.site.Device;
import vethscope.engine.compile.site.Devices;
import vethscope.engine.compile.site.Line;
import vethscope.engine.compile.site.Site;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Interface;
import vethscope.engine.packet.Family;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Element;
import vethscope.model.element.Internet;
import vethscope.model.element.InternetGateway;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.NatGateway;
import vethscope.model.element.Vpc;

/// Plugs machines into vpcs and the internet: gives the cloud's ports their addresses, and gateways without drawn
/// addresses theirs.
///
/// A vpc is no layer 2 segment: each interface has a port of its own, the router answers ARP and neighbour
/// solicitations for every other address, and every packet between two interfaces is routed once. That is how a
/// cloud's mapping service looks from inside.
public final class Cloud {

    /// Between a gateway without addresses and the cloud: link-local, two for each.
    private static final Ip TRANSIT = Ip.parse("169.254.252.0");

    private static final int TRANSITS = 512;

    /// Where every IPv6 subnet has its router, too (amazon-vpc-cni-k8s, pkg/networkutils/network.go GetIPv6Gateway).
    public static final Ip LINK_ROUTER = Ip.parse("fe80:ec2::1");

    private final Devices devices;
    private final Notes notes;
    private final Set<Ip> own;
    private final Map<Id, List<Attachment>> byCloud = new LinkedHashMap<>();
    private final Map<Id, List<Attachment>> byMember = new LinkedHashMap<>();
    private int transits;

    private Cloud(Devices devices, Notes notes) {
        this.devices = devices;
        this.notes = notes;
        this.own = devices.addresses();
    }

    /// The vpcs of a drawing, their subnets and who is in them.
    public static Cloud of(Site site, Devices devices, Notes notes) {
        var cloud = new Cloud(devices, notes);
        for (Element element : site.design().topology().elements().values()) {
            if (element instanceof Vpc || element instanceof Internet) {
                List.copyOf(devices.of(element.id())).forEach(port -> cloud.attach(site, element, port));
            }
        }
        return cloud;
    }

    /// What is plugged into a vpc or the internet, in the order of the links.
    public List<Attachment> of(Id cloud) {
        return byCloud.getOrDefault(cloud, List.of());
    }

    /// Where a machine is plugged in.
    public List<Attachment> member(Id machine) {
        return byMember.getOrDefault(machine, List.of());
    }

    private void attach(Site site, Element cloud, Device port) {
        Interface.Peer peer = port.peer;
        if (peer == null || !(site.find(peer.netns()).orElse(null) instanceof LinuxBox member)) {
            return;
        }
        Device nic = devices.find(peer.netns(), peer.iface());
        if (nic == null) {
            return;
        }
        port.proxyArp = true;
        Optional<Attachment> attachment = !nic.branch.isEmpty()
                ? branch(cloud, port, member, nic)
                : nic.addresses.isEmpty() ? transit(cloud, port, member, nic) : addressed(cloud, port, member, nic);
        attachment.ifPresent(a -> {
            byCloud.computeIfAbsent(cloud.id(), k -> new ArrayList<>()).add(a);
            byMember.computeIfAbsent(member.id(), k -> new ArrayList<>()).add(a);
        });
    }

    /// A pod's own ENI: the node has only its hardware address.
    private Optional<Attachment> branch(Element cloud, Device port, LinuxBox member, Device nic) {
        if (!(cloud instanceof Vpc vpc)) {
            return Optional.empty();
        }
        var ends = new EnumMap<Family, Attachment.End>(Family.class);
        for (Cidr address : nic.branch.stream().filter(a -> !a.v6()).toList()) {
            subnets(vpc)
                    .filter(s -> s.contains(address.ip()))
                    .findFirst()
                    .ifPresentOrElse(
                            subnet -> {
                                Ip router = subnet.network().ip().plus(1);
                                port.addresses.add(Cidr.host(router));
                                ends.put(Family.of(address.v6()), new Attachment.End(address.ip(), router));
                            },
                            () -> notes.add(
                                    Flaw.OUTSIDE_SUBNET,
                                    member.id(),
                                    "interfaces",
                                    nic.name,
                                    address,
                                    member.name(),
                                    vpc.name()));
        }
        return ends.isEmpty()
                ? Optional.empty()
                : Optional.of(new Attachment(cloud, port, member, nic, List.copyOf(ends.values()), false));
    }

    private Optional<Attachment> addressed(Element cloud, Device port, LinuxBox member, Device nic) {
        return cloud instanceof Vpc vpc
                ? inSubnet(vpc, port, member, nic)
                : Optional.of(inPublic(cloud, port, member, nic));
    }

    private Optional<Attachment> transit(Element cloud, Device port, LinuxBox member, Device nic) {
        if (!(member instanceof InternetGateway || member instanceof NatGateway)) {
            notes.add(Flaw.NO_ADDRESS, member.id(), "interfaces", member.name() + " " + nic.name);
            return Optional.empty();
        }
        int pair = 2 * (transits++ % TRANSITS);
        Ip gateway = TRANSIT.plus(pair);
        Ip hop = ownPublic(cloud, member).orElse(TRANSIT.plus(pair + 1));
        port.addresses.add(Cidr.host(gateway));
        if (!(cloud instanceof Internet && member instanceof InternetGateway)) {
            nic.addresses.add(Cidr.host(hop));
        }
        return Optional.of(
                attachment(cloud, port, member, nic, Map.of(Family.V4, new Attachment.End(hop, gateway)), false));
    }

    /// A NAT gateway faces the internet with its public address.
    private static Optional<Ip> ownPublic(Element cloud, LinuxBox member) {
        return cloud instanceof Internet && member instanceof NatGateway nat
                ? Optional.ofNullable(nat.publicAddress())
                : Optional.empty();
    }

    /// Where IPv6 has no address of its own on a cable, the link-local ones are its ends.
    private Attachment attachment(
            Element cloud,
            Device port,
            LinuxBox member,
            Device nic,
            Map<Family, Attachment.End> found,
            boolean addressed) {
        var ends = new EnumMap<Family, Attachment.End>(Family.class);
        ends.putAll(found);
        if (devices.speakIpv6()) {
            ends.putIfAbsent(Family.V6, new Attachment.End(nic.mac.linkLocal(), port.mac.linkLocal()));
        }
        return new Attachment(cloud, port, member, nic, List.copyOf(ends.values()), addressed);
    }

    /// The router is the first address of the subnet that holds the interface's.
    private Optional<Attachment> inSubnet(Vpc vpc, Device port, LinuxBox member, Device nic) {
        var ends = new EnumMap<Family, Attachment.End>(Family.class);
        for (Cidr address : nic.addresses) {
            Optional<Cidr> subnet =
                    subnets(vpc).filter(s -> s.contains(address.ip())).findFirst();
            if (subnet.isEmpty()) {
                notes.add(Flaw.OUTSIDE_SUBNET, member.id(), "interfaces", nic.name, address, member.name(), vpc.name());
                continue;
            }
            Ip router = subnet.get().network().ip().plus(1);
            give(port, router);
            if (router.v6()) {
                give(port, LINK_ROUTER);
            }
            if (address.prefix() != subnet.get().prefix() && !isLeased(address)) {
                notes.add(
                        Flaw.WRONG_PREFIX,
                        member.id(),
                        "interfaces",
                        member.name(),
                        address,
                        subnet.get().network());
            }
            ends.putIfAbsent(Family.of(router), new Attachment.End(address.ip(), router));
        }
        return ends.isEmpty() ? Optional.empty() : Optional.of(attachment(vpc, port, member, nic, ends, true));
    }

    private static void give(Device port, Ip ip) {
        if (!port.addresses.contains(Cidr.host(ip))) {
            port.addresses.add(Cidr.host(ip));
        }
    }

    /// As DHCPv6 gives addresses, which knows no prefixes.
    private static boolean isLeased(Cidr address) {
        return address.v6() && address.prefix() == address.ip().bits();
    }

    private static java.util.stream.Stream<Cidr> subnets(Vpc vpc) {
        return vpc.subnets().isEmpty()
                ? vpc.cidr().stream()
                : vpc.subnets().stream().flatMap(s -> s.cidr().stream());
    }

    /// The internet is whatever gateway a machine's own routes name, unless that is somebody else's address.
    private Attachment inPublic(Element internet, Device port, LinuxBox member, Device nic) {
        List<Ip> gateways = member.machine().routes().stream()
                .flatMap(line -> via(line).stream())
                .toList();
        for (Ip gateway : gateways) {
            boolean near = nic.addresses.stream().anyMatch(a -> a.contains(gateway));
            if (near && !own.contains(gateway)) {
                give(port, gateway);
            }
        }
        var ends = new EnumMap<Family, Attachment.End>(Family.class);
        for (Cidr address : nic.addresses) {
            Ip gateway = port.addresses.stream()
                    .map(Cidr::ip)
                    .filter(ip -> ip.v6() == address.v6())
                    .findFirst()
                    .orElseGet(() -> address.network().ip().plus(1));
            ends.putIfAbsent(Family.of(gateway), new Attachment.End(address.ip(), gateway));
        }
        return attachment(internet, port, member, nic, ends, true);
    }

    private static Optional<Ip> via(String line) {
        try {
            return Optional.ofNullable(RouteLine.read(line).via());
        } catch (Line.Unreadable e) {
            return Optional.empty();
        }
    }
}
