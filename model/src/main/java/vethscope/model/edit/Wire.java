package vethscope.model.edit;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.model.Choice;
import vethscope.model.Cni;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Link;
import vethscope.model.address.Mac;
import vethscope.model.address.Sha1;
import vethscope.model.element.BareNetns;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.Host;
import vethscope.model.element.Internet;
import vethscope.model.element.InternetGateway;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.NatGateway;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;
import vethscope.model.element.Switch;
import vethscope.model.element.Vpc;

/// Chooses the ends of a cable and makes the interfaces that it needs.
record Wire(Design design) {

    /// IFNAMSIZ of Linux without the final zero.
    private static final int MAX_NAME = 15;

    /// What a new element is joined to when it is placed.
    static Optional<Id> home(Design design, Element element) {
        return switch (element) {
            case Pod _, BareNetns _ -> inMachine(design, element);
            case KubeNode _ -> segment(design, element, Switch.class, Vpc.class);
            case Host _ -> segment(design, element, Switch.class, Internet.class);
            case InternetGateway _, NatGateway _, LoadBalancer _ -> segment(design, element, Vpc.class, Vpc.class);
            default -> Optional.empty();
        };
    }

    /// The first bridge of its machine; without one the node itself where pods are routed.
    private static Optional<Id> inMachine(Design design, Element element) {
        return element.in()
                .flatMap(in -> design.topology()
                        .children(in)
                        .filter(Bridge.class::isInstance)
                        .map(Element::id)
                        .findFirst()
                        .or(() -> design.topology()
                                .find(in, KubeNode.class)
                                .filter(node -> element instanceof BareNetns
                                        || !prefix(design, node).equals("veth"))
                                .map(Element::id)));
    }

    /// The nearest container of one of these kinds, else the only one beside it, else the only one at all.
    private static Optional<Id> segment(
            Design design, Element element, Class<? extends Element> first, Class<? extends Element> second) {
        List<Element> all = Stream.of(first, second)
                .distinct()
                .flatMap(kind -> design.topology().all(kind))
                .map(Element.class::cast)
                .toList();
        List<Element> around = all.stream()
                .filter(e -> design.topology().containers(element.id()).contains(e.id()))
                .toList();
        List<Element> beside =
                all.stream().filter(e -> e.in().equals(element.in())).toList();
        return Stream.of(around, beside, all)
                .filter(found -> found.size() == 1)
                .map(found -> found.getFirst().id())
                .findFirst();
    }

    /// The edits that join two elements; none if they cannot be.
    static List<Edit> join(Design design, Id from, Id to) {
        Optional<Element> a = design.topology().find(from);
        Optional<Element> b = design.topology().find(to);
        if (a.isEmpty() || b.isEmpty() || from.equals(to)) {
            return List.of();
        }
        boolean swap = rank(a.get()) > rank(b.get());
        return new Wire(design).join(swap ? b.get() : a.get(), swap ? a.get() : b.get());
    }

    /// Smaller for what brings an interface, larger for what grows a port.
    private static int rank(Element element) {
        return switch (element) {
            case Pod _ -> 0;
            case BareNetns _ -> 1;
            case LinuxBox _ -> 2;
            case Switch _ -> 3;
            case Bridge _ -> 4;
            case Vpc _, Internet _ -> 5;
            default -> 6;
        };
    }

    /// Whether an element makes a port for each cable of the other.
    static boolean growsPorts(Element element, Element other) {
        return rank(element) >= 3 || (element instanceof KubeNode && rank(other) < 2);
    }

    private List<Edit> join(Element low, Element high) {
        return switch (low) {
            case Pod pod when high instanceof Bridge -> podTo(pod, high, "veth", high.in());
            case Pod pod
            when high instanceof KubeNode node -> podTo(pod, node, prefix(design, node), Optional.of(node.id()));
            case BareNetns netns
            when high instanceof Bridge || high instanceof KubeNode -> boxTo(netns, high, nodeSide("veth", netns.id()));
            case LinuxBox box when high instanceof LinuxBox other -> boxToBox(box, other);
            case LinuxBox box
            when high instanceof Switch || (rank(high) == 5 && !(box instanceof BareNetns)) -> boxTo(box, high, null);
            case Switch _
            when high instanceof Switch ->
                List.of(new Edit.Connect(
                        new Link(new Link.End(low.id(), null), new Link.End(high.id(), null), null, true, "")));
            default -> List.of();
        };
    }

    /// A pod that stands nowhere moves into the machine, and gets its address there.
    private List<Edit> podTo(Pod pod, Element other, String prefix, Optional<Id> machine) {
        if (pod.network().hostNetwork()) {
            return List.of();
        }
        var edits = new ArrayList<Edit>();
        if (pod.in().isEmpty() && machine.isPresent()) {
            edits.add(new Edit.Reparent(Set.of(pod.id()), machine.get()));
            Pod moved = pod.withHead(pod.head().withIn(machine.get()));
            if (pod.network().addresses().isEmpty()) {
                Defaults.again(design, moved, "address").ifPresent(e -> edits.add(new Edit.Put(e)));
            }
        }
        edits.add(new Edit.Connect(
                Generate.link(pod.id(), freePort(pod.id(), Set.of()), other.id(), nodeSide(prefix, pod.id()))));
        return edits;
    }

    private List<Edit> boxTo(LinuxBox box, Element segment, @Nullable String port) {
        Nic nic = freeNic(box, segment);
        String switchPort = segment instanceof Switch ? switchPort(box.id(), nic.name()) : port;
        var edits = withNic(box, nic);
        edits.add(new Edit.Connect(
                new Link(new Link.End(box.id(), nic.name()), new Link.End(segment.id(), switchPort), null, true, "")));
        return edits;
    }

    private List<Edit> boxToBox(LinuxBox box, LinuxBox other) {
        Nic here = freeNic(box, other);
        Nic there = freeNic(other, box);
        var edits = withNic(box, here);
        edits.addAll(withNic(other, there));
        edits.add(new Edit.Connect(Generate.link(box.id(), here.name(), other.id(), there.name())));
        return edits;
    }

    /// The first drawn interface without a cable, else a new one with an address of the segment's network.
    private Nic freeNic(LinuxBox box, Element segment) {
        Set<String> used = usedPorts(box.id());
        return box.machine().interfaces().stream()
                .filter(nic -> !used.contains(nic.name()))
                .findFirst()
                .orElseGet(() -> {
                    String name = freePort(
                            box.id(),
                            Set.copyOf(box.machine().interfaces().stream()
                                    .map(Nic::name)
                                    .toList()));
                    return Nic.of(name)
                            .withMac(Mac.generated(box.id().value(), name))
                            .withAddresses(Subnets.on(design, segment)
                                    .flatMap(subnet -> Subnets.free(design, subnet))
                                    .map(List::of)
                                    .orElse(List.of()));
                });
    }

    private static List<Edit> withNic(LinuxBox box, Nic nic) {
        var edits = new ArrayList<Edit>();
        if (!box.machine().interfaces().contains(nic)) {
            var all = new ArrayList<>(box.machine().interfaces());
            all.add(nic);
            edits.add(new Edit.Put(box.withMachine(box.machine().withInterfaces(all))));
        }
        return edits;
    }

    private Set<String> usedPorts(Id element) {
        return Set.copyOf(design.topology().links().stream()
                .flatMap(link -> Stream.of(link.from(), link.to()))
                .filter(end -> end.element().equals(element))
                .flatMap(end -> Stream.ofNullable(end.port()))
                .distinct()
                .toList());
    }

    private String freePort(Id element, Set<String> drawn) {
        Set<String> used = usedPorts(element);
        return Stream.iterate(0, n -> n + 1)
                .map(n -> "eth" + n)
                .filter(name -> !used.contains(name) && !drawn.contains(name))
                .findFirst()
                .orElseThrow();
    }

    static String switchPort(Id box, @Nullable String nic) {
        String name = box + "." + nic;
        return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
    }

    private static String prefix(Design design, KubeNode node) {
        Cni cni = node.cni() instanceof Choice.Own<Cni>(var own)
                ? own
                : design.cluster().cni();
        return switch (cni.type()) {
            case BRIDGE -> "veth";
            case PTP -> "cali";
            case AWS_VPC -> "eni";
        };
    }

    /// Prefix and id; where that is too long for Linux, the first 8 digits of the id's SHA-1.
    static String nodeSide(String prefix, Id pod) {
        String name = prefix + pod;
        return name.length() <= MAX_NAME ? name : prefix + HexFormat.of().formatHex(Sha1.of(pod.value()), 0, 4);
    }
}
