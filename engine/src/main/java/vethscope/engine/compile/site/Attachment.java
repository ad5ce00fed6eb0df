package vethscope.engine.compile.site;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vethscope.engine.packet.Family;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Element;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.Nic;

/// A machine's interface plugged into a vpc or the internet.
///
/// @param port the cloud's side
/// @param nic the machine's side
/// @param ends how they reach each other, one for each family that they speak, never empty
/// @param addressed whether the machine's interface had addresses of its own
public record Attachment(Element cloud, Device port, LinuxBox member, Device nic, List<End> ends, boolean addressed) {

    /// @param hop the address by which the cloud reaches the machine
    /// @param gateway the cloud's address that the machine may use as its gateway
    public record End(Ip hop, Ip gateway) {}

    public Attachment {
        ends = List.copyOf(ends);
    }

    public Id memberId() {
        return member.id();
    }

    /// The end of that family, if the attachment has an address of it.
    public Optional<End> end(Family family) {
        return ends.stream().filter(end -> end.hop.v6() == family.v6()).findFirst();
    }

    /// The address of the family by which the cloud reaches the machine.
    public Optional<Ip> hop(Family family) {
        return end(family).map(End::hop);
    }

    /// The address by which the machine is known: IPv4's unless it speaks IPv6 only.
    public Ip hop() {
        return ends.getFirst().hop;
    }

    /// Whether the cloud drops what is not the interface's own. Gateways and balancers are the cloud's own boxes.
    public boolean checked() {
        return switch (member) {
            case vethscope.model.element.InternetGateway _,
                    vethscope.model.element.NatGateway _,
                    vethscope.model.element.LoadBalancer _ -> false;
            default -> drawn().anyMatch(Nic::sourceDestCheck);
        };
    }

    /// Further addresses that the cloud maps to the interface.
    public List<Ip> secondary() {
        return drawn().flatMap(n -> n.secondary().stream()).toList();
    }

    /// The ranges that the cloud delegates to the interface.
    public List<Cidr> prefixes() {
        return drawn().flatMap(n -> n.prefixes().stream()).map(Cidr::network).toList();
    }

    /// All that the cloud brings to the interface.
    public List<Cidr> own() {
        Stream<Cidr> hosts = Stream.concat(nic.addresses.stream().map(Cidr::ip), secondary().stream())
                .map(Cidr::host);
        return Stream.concat(hosts, prefixes().stream()).distinct().toList();
    }

    private Stream<Nic> drawn() {
        return member.machine().interfaces().stream().filter(n -> n.name().equals(nic.name));
    }
}
