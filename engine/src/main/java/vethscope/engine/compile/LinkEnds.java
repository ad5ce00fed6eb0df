package vethscope.engine.compile;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.cni.AwsVpcCni;
import vethscope.engine.compile.site.Device;
import vethscope.engine.compile.site.Devices;
import vethscope.engine.compile.site.Site;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Interface;
import vethscope.model.Cni;
import vethscope.model.Id;
import vethscope.model.Link;
import vethscope.model.address.Cidr;
import vethscope.model.address.Mac;
import vethscope.model.element.BareNetns;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.Internet;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;
import vethscope.model.element.Switch;
import vethscope.model.element.Vpc;

/// Finds or makes the device at one end of a drawn link.
final class LinkEnds {

    /// What an end is to a cable. The order is that of [#rank].
    private enum Role {
        POD,
        NETNS,
        BOX,
        SWITCH,
        BRIDGE,
        VPC,
        INTERNET,
        NONE
    }

    /// A socket for a cable.
    record Plug(Id space, Device device) {}

    private final Site site;
    private final Devices devices;
    private final Notes notes;

    LinkEnds(Site site, Devices devices, Notes notes) {
        this.site = site;
        this.devices = devices;
        this.notes = notes;
    }

    private static Role role(Element element) {
        return switch (element) {
            case Pod pod -> pod.network().hostNetwork() ? Role.NONE : Role.POD;
            case BareNetns _ -> Role.NETNS;
            case LinuxBox _ -> Role.BOX;
            case Switch _ -> Role.SWITCH;
            case Bridge _ -> Role.BRIDGE;
            case Vpc _ -> Role.VPC;
            case Internet _ -> Role.INTERNET;
            default -> Role.NONE;
        };
    }

    /// Smaller for an end that brings an interface, larger for one that grows a port.
    static int rank(Element element) {
        return role(element).ordinal();
    }

    static boolean canWire(Element from, Element to) {
        Element low = rank(from) <= rank(to) ? from : to;
        Element high = low == from ? to : from;
        Role there = role(high);
        return !from.id().equals(to.id())
                && switch (role(low)) {
                    case POD -> there == Role.BRIDGE || high instanceof KubeNode;
                    case NETNS ->
                        there == Role.BRIDGE || there == Role.NETNS || there == Role.BOX || there == Role.SWITCH;
                    case BOX ->
                        there == Role.BOX || there == Role.SWITCH || there == Role.VPC || there == Role.INTERNET;
                    case SWITCH -> there == Role.SWITCH;
                    case BRIDGE, VPC, INTERNET, NONE -> false;
                };
    }

    /// A veth pair cannot leave the machine that a pod runs on.
    boolean sameMachine(Element from, Element to) {
        Element pod = role(from) == Role.POD ? from : to;
        Element other = pod == from ? to : from;
        return role(pod) != Role.POD
                || pod.in().isEmpty()
                || site.nodeOf(pod).isEmpty()
                || pod.in().get().equals(site.homes().get(other.id()));
    }

    /// @param other what the cable leads to
    /// @param there the other end's socket if it is known already
    Optional<Plug> plug(Element element, Link.End end, Element other, @Nullable Plug there) {
        return switch (element) {
            case Pod pod -> podPlug(pod, end.port(), other);
            case LinuxBox box when other instanceof Pod pod -> nodePlug(box, end.port(), pod);
            case LinuxBox box
            when other instanceof BareNetns && !(box instanceof BareNetns) && !draws(box, end.port()) ->
                port(
                        box.id(),
                        end.port() == null ? Devices.generated("veth", other.id()) : end.port(),
                        Nic.DEFAULT_MTU,
                        null);
            case LinuxBox box -> boxPlug(box, end.port());
            case Switch lan ->
                port(lan.id(), wish(end, there), lan.mtu(), new Interface.BridgePort(Wiring.SWITCH_DEVICE, false));
            case Bridge bridge -> bridgePlug(bridge, end.port(), other, there);
            case Vpc _, Internet _ ->
                port(element.id(), wish(end, there), there == null ? Nic.DEFAULT_MTU : there.device().mtu, null);
            default -> Optional.empty();
        };
    }

    private static boolean draws(LinuxBox box, @Nullable String name) {
        return box.machine().interfaces().stream().anyMatch(n -> n.name().equals(name));
    }

    private String wish(Link.End end, @Nullable Plug there) {
        if (end.port() != null) {
            return end.port();
        }
        return devices.free(end.element(), there == null ? "port" : there.space() + "." + there.device().name);
    }

    private Optional<Plug> podPlug(Pod pod, @Nullable String name, Element other) {
        Id machine = other instanceof KubeNode ? other.id() : site.homes().getOrDefault(other.id(), pod.id());
        boolean first = devices.of(pod.id()).size() == 1;
        String device = name == null ? "eth0" : name;
        return podDevice(pod, device, machine, first);
    }

    /// An unwired pod still has the interface that its CNI would give it.
    void unwired(Pod pod) {
        podDevice(pod, "eth0", pod.in().orElse(pod.id()), true);
    }

    private Optional<Plug> podDevice(Pod pod, String name, Id machine, boolean first) {
        Integer own = pod.network().mtu();
        Mac given = first ? pod.network().mac() : null;
        List<Cidr> addresses = first ? AwsVpcCni.addresses(site.cniOf(machine), pod, 0) : List.of();
        return added(
                pod.id(),
                new Device(
                        name,
                        Interface.Kind.ETHERNET,
                        given == null ? Mac.generated(pod.id().value(), name) : given,
                        own == null ? site.cniOf(machine).mtu() : own,
                        addresses));
    }

    /// A further interface of a pod with the addresses that it is for, and its node's end, as the AWS VPC CNI makes
    /// them
    /// (cmd/routed-eni-cni-plugin/cni.go, containerVethNamePrefix).
    void further(NodeSite node, Pod pod, int index) {
        var addresses = AwsVpcCni.addresses(site.cniOf(node.id()), pod, index);
        String name = "mNicIf" + index;
        int mtu = pod.network().mtu() == null
                ? site.cniOf(node.id()).mtu()
                : pod.network().mtu();
        var eth =
                new Device(name, Interface.Kind.ETHERNET, Mac.generated(pod.id().value(), name), mtu, addresses);
        eth.index = index;
        nodePlug(node.node(), devices.free(node.id(), Devices.generated("eni", Id.of(pod.id() + "." + index))), pod)
                .ifPresent(host -> added(pod.id(), eth)
                        .ifPresent(here -> Devices.plug(here.space(), here.device(), host.space(), host.device())));
    }

    /// The node's end of a pod's veth pair, straight into the node: what a routing CNI makes.
    private Optional<Plug> nodePlug(LinuxBox node, @Nullable String name, Pod pod) {
        if (draws(node, name)) {
            return boxPlug(node, name);
        }
        Cni.Type type = site.cniOf(node.id()).type();
        String prefix = switch (type) {
            case BRIDGE -> "veth";
            case PTP -> "cali";
            case AWS_VPC -> AwsVpcCni.prefix(site.nodes().get(node.id()), pod);
        };
        String device = name == null ? Devices.generated(prefix, pod.id()) : name;
        Integer own = pod.network().mtu();
        int mtu = own == null ? site.cniOf(node.id()).mtu() : own;
        Mac mac = device.startsWith("cali") ? Mac.CALI : Mac.generated(node.id().value(), device);
        var cali = new Device(device, Interface.Kind.ETHERNET, mac, mtu, List.of());
        cali.routed = true;
        cali.proxyArp = type != Cni.Type.AWS_VPC;
        return added(node.id(), cali);
    }

    private Optional<Plug> bridgePlug(Bridge bridge, @Nullable String name, Element other, @Nullable Plug there) {
        Id machine = site.homes().get(bridge.id());
        if (machine == null) {
            return Optional.empty();
        }
        int mtu = there == null ? site.cniOf(machine).mtu() : there.device().mtu;
        var port = new Interface.BridgePort(bridge.device(), Wiring.hairpin(site, bridge));
        return port(machine, name == null ? Devices.generated("veth", other.id()) : name, mtu, port);
    }

    private Optional<Plug> port(Id space, String name, int mtu, Interface.@Nullable BridgePort port) {
        var device = new Device(name, Interface.Kind.ETHERNET, Mac.generated(space.value(), name), mtu, List.of());
        device.port = port;
        return added(space, device);
    }

    private Optional<Plug> added(Id space, Device device) {
        if (!devices.add(space, device)) {
            notes.add(Flaw.LINK_CLASH, space, "links", device.name, space);
            return Optional.empty();
        }
        return Optional.of(new Plug(space, device));
    }

    /// The drawn interface of that name; without a name the only one, or the first that is free.
    private Optional<Plug> boxPlug(LinuxBox box, @Nullable String name) {
        if (name == null) {
            return Optional.of(freePlug(box));
        }
        Device device = devices.find(box.id(), name);
        if (device == null) {
            notes.add(Flaw.UNKNOWN_INTERFACE, box.id(), "interfaces", name, box.name());
            return port(box.id(), name, Nic.DEFAULT_MTU, null);
        }
        if (device.plugged() || device.kind != Interface.Kind.ETHERNET) {
            notes.add(Flaw.LINK_CLASH, box.id(), "links", name, box.name());
            return Optional.empty();
        }
        return Optional.of(new Plug(box.id(), device));
    }

    private Plug freePlug(LinuxBox box) {
        List<Device> free = devices.of(box.id()).stream()
                .filter(d -> d.kind == Interface.Kind.ETHERNET && !d.plugged())
                .toList();
        if (free.isEmpty()) {
            int n = 0;
            while (devices.find(box.id(), "eth" + n) != null) {
                n++;
            }
            return port(box.id(), "eth" + n, Nic.DEFAULT_MTU, null).orElseThrow();
        }
        if (free.size() > 1) {
            notes.add(Flaw.AMBIGUOUS_END, box.id(), "links", box.name(), free.getFirst().name);
        }
        return new Plug(box.id(), free.getFirst());
    }
}
