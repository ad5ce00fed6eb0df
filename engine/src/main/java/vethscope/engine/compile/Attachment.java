package vethscope.engine.compile;

import java.util.List;
import java.util.Objects;
import vethscope.model.Id;
import vethscope.model.address.Ip;
import vethscope.model.element.Element;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.Nic;

/// A machine's interface plugged into a vpc or the internet.
///
/// @param port the cloud's side
/// @param nic the machine's side
/// @param hop the address by which the cloud reaches the machine
/// @param gateway the cloud's address that the machine may use as its gateway
/// @param addressed whether the machine's interface had addresses of its own
record Attachment(Element cloud, Device port, LinuxBox member, Device nic, Ip hop, Ip gateway, boolean addressed) {

    Id memberId() {
        return member.id();
    }

    /// Whether the cloud drops what is not the interface's own. Gateways and balancers are the cloud's own boxes.
    boolean checked() {
        return switch (member) {
            case vethscope.model.element.InternetGateway _,
                    vethscope.model.element.NatGateway _,
                    vethscope.model.element.LoadBalancer _ -> false;
            default ->
                member.machine().interfaces().stream()
                        .filter(n -> n.name().equals(nic.name))
                        .anyMatch(Nic::sourceDestCheck);
        };
    }

    /// Further addresses that the cloud maps to the interface.
    List<Ip> secondary() {
        return member.machine().interfaces().stream()
                .filter(n -> n.name().equals(nic.name))
                .flatMap(n -> n.secondary().stream())
                .toList();
    }

    boolean to(Id id) {
        return Objects.equals(member.id(), id);
    }
}
