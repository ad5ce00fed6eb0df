package vethscope.engine.compile;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.cni.AwsVpcCni;
import vethscope.engine.compile.cni.BranchEnis;
import vethscope.engine.compile.site.Device;
import vethscope.engine.compile.site.Devices;
import vethscope.engine.compile.site.Site;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Interface;
import vethscope.model.Id;
import vethscope.model.Link;
import vethscope.model.address.Cidr;
import vethscope.model.address.Mac;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.InternetGateway;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.NatGateway;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;
import vethscope.model.element.Switch;
import vethscope.model.element.Vpc;

/// Makes every namespace's devices and plugs in the drawn cables: veth pairs, bridge ports, physical links. What cannot
/// be wired is a finding and is left out.
final class Wiring {

    /// The bridge device of a switch.
    static final String SWITCH_DEVICE = "sw0";

    private final Site site;
    private final Notes notes;
    private final Devices devices = new Devices();
    private final LinkEnds ends;

    private Wiring(Site site, Notes notes) {
        this.site = site;
        this.notes = notes;
        this.ends = new LinkEnds(site, devices, notes);
    }

    static Devices of(Site site, Notes notes) {
        var wiring = new Wiring(site, notes);
        wiring.unpack();
        site.design().topology().links().forEach(wiring::connect);
        wiring.connectRoutedPods();
        wiring.connectFurtherInterfaces();
        wiring.connectCloudBoxes();
        wiring.site.nodes().values().forEach(node -> BranchEnis.wire(node, wiring.devices));
        wiring.checkUnplugged();
        return wiring.devices;
    }

    /// The devices that stand in the drawing, before any cable.
    private void unpack() {
        site.kinds().keySet().forEach(id -> {
            devices.open(id);
            site.find(id).ifPresent(this::unpack);
        });
        site.bridges()
                .forEach((machine, bridges) -> bridges.forEach(bridge -> {
                    int mtu = bridge.mtu() == null ? site.cniOf(machine).mtu() : bridge.mtu();
                    Mac mac = bridge.mac() == null ? Mac.generated(machine.value(), bridge.device()) : bridge.mac();
                    add(
                            machine,
                            bridge,
                            new Device(bridge.device(), Interface.Kind.BRIDGE, mac, mtu, bridge.addresses()));
                }));
    }

    private void unpack(Element element) {
        switch (element) {
            case Switch lan -> {
                Mac mac = Mac.generated(lan.id().value(), SWITCH_DEVICE);
                add(lan.id(), lan, new Device(SWITCH_DEVICE, Interface.Kind.BRIDGE, mac, lan.mtu(), List.of()));
            }
            case LinuxBox box ->
                nics(box).forEach(nic -> {
                    Mac mac = nic.mac() == null ? Mac.generated(box.id().value(), nic.name()) : nic.mac();
                    add(
                            box.id(),
                            box,
                            new Device(nic.name(), Interface.Kind.ETHERNET, mac, nic.mtu(), nic.addresses()));
                });
            default -> {}
        }
    }

    private void add(Id space, Element owner, Device device) {
        if (device.name.length() > Devices.LONGEST_NAME) {
            notes.add(Flaw.DEVICE_NAME_TOO_LONG, owner.id(), "interfaces", device.name, owner.name());
        }
        if (!devices.add(space, device)) {
            notes.add(Flaw.DEVICE_NAME_TAKEN, owner.id(), "device", device.name, owner.name());
        }
    }

    /// The drawn interfaces of a machine; a gateway or balancer that gives just an address has one called eth0.
    private static List<Nic> nics(LinuxBox box) {
        if (!box.machine().interfaces().isEmpty()) {
            return box.machine().interfaces();
        }
        Optional<Cidr> address = switch (box) {
            case NatGateway gateway -> Optional.ofNullable(gateway.address());
            case LoadBalancer balancer -> Optional.ofNullable(balancer.address());
            default -> Optional.empty();
        };
        return address.map(a -> List.of(Nic.of("eth0", a.toString()))).orElse(List.of());
    }

    private void connect(Link link) {
        @Nullable Element from = existing(link, link.from());
        @Nullable Element to = existing(link, link.to());
        if (from == null || to == null) {
            return;
        }
        if (!LinkEnds.canWire(from, to) || !ends.sameMachine(from, to)) {
            notes.add(Flaw.CANNOT_WIRE, from.id(), null, from.name(), to.name());
            return;
        }
        // The end that brings its own interface first: the other end's port may be named after it.
        boolean forward = LinkEnds.rank(from) <= LinkEnds.rank(to);
        Optional<LinkEnds.Plug> here =
                forward ? ends.plug(from, link.from(), to, null) : ends.plug(to, link.to(), from, null);
        if (here.isPresent()) {
            (forward ? ends.plug(to, link.to(), from, here.get()) : ends.plug(from, link.from(), to, here.get()))
                    .ifPresent(there -> connect(link, here.get(), there));
        }
    }

    private @Nullable Element existing(Link link, Link.End end) {
        Optional<Element> found = site.find(end.element());
        if (found.isEmpty()) {
            notes.add(Flaw.LINK_TO_NOTHING, null, "links", link.from(), link.to(), end.element());
        }
        return found.orElse(null);
    }

    private static void connect(Link link, LinkEnds.Plug here, LinkEnds.Plug there) {
        Devices.plug(here.space(), here.device(), there.space(), there.device());
        for (Device device : List.of(here.device(), there.device())) {
            device.mtu = link.mtu() == null ? device.mtu : link.mtu();
            device.up = link.up();
        }
    }

    /// A routed pod's cable to its node is the CNI's own and need not be drawn.
    private void connectRoutedPods() {
        site.nodes().values().stream()
                .filter(node -> node.cni() != null && node.cni().type() != vethscope.model.Cni.Type.BRIDGE)
                .forEach(node -> node.pods().stream()
                        .filter(pod -> devices.of(pod.id()).stream().noneMatch(Device::plugged))
                        .forEach(pod -> connect(new Link(
                                new Link.End(pod.id(), null), new Link.End(node.id(), null), null, true, ""))));
    }

    /// A pod with several addresses of a family has an interface for each under the AWS VPC CNI.
    private void connectFurtherInterfaces() {
        for (NodeSite node : site.nodes().values()) {
            if (AwsVpcCni.runsOn(node)) {
                node.pods().forEach(pod -> {
                    for (int i = 1;
                            !AwsVpcCni.addresses(site.cniOf(node.id()), pod, i).isEmpty();
                            i++) {
                        ends.further(node, pod, i);
                    }
                });
            }
        }
    }

    /// A gateway or balancer that stands in a vpc is on it.
    private void connectCloudBoxes() {
        site.design().topology().all(LinuxBox.class).forEach(box -> {
            boolean cloudOwn =
                    box instanceof InternetGateway || box instanceof NatGateway || box instanceof LoadBalancer;
            Optional<Id> vpc = box.in().filter(id -> site.find(id).orElse(null) instanceof Vpc);
            if (cloudOwn && vpc.isPresent() && !isPlugged(box.id(), vpc.get())) {
                connect(new Link(new Link.End(box.id(), null), new Link.End(vpc.get(), null), null, true, ""));
            }
        });
    }

    private boolean isPlugged(Id box, Id cloud) {
        return devices.of(box).stream()
                .anyMatch(d -> d.peer != null && d.peer.netns().equals(cloud));
    }

    private void checkUnplugged() {
        for (Id id : site.kinds().keySet()) {
            switch (site.find(id).orElseThrow()) {
                case Pod pod -> {
                    if (devices.of(id).stream().noneMatch(Device::plugged)) {
                        ends.unwired(pod);
                        notes.add(Flaw.POD_NOT_WIRED, id, null, pod.name());
                    }
                }
                case LinuxBox box ->
                    nics(box).forEach(nic -> {
                        Device device = devices.find(id, nic.name());
                        if (device != null && !device.plugged()) {
                            notes.add(Flaw.UNPLUGGED, id, "interfaces", nic.name(), box.name());
                        }
                    });
                default -> {}
            }
        }
    }

    /// Whether a bridge's ports send a frame back where it came from.
    static boolean hairpin(Site site, Bridge bridge) {
        return bridge.hairpinMode() == null
                ? site.cniOf(site.homes().getOrDefault(bridge.id(), bridge.id()))
                        .hairpinMode()
                : bridge.hairpinMode();
    }
}
