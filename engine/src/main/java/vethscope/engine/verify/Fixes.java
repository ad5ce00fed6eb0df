package vethscope.engine.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import vethscope.engine.finding.Finding;
import vethscope.engine.finding.Finding.Fix;
import vethscope.engine.finding.Flaw;
import vethscope.engine.trace.Sentence;
import vethscope.model.Design;
import vethscope.model.Link;
import vethscope.model.address.Cidr;
import vethscope.model.edit.Edit;
import vethscope.model.edit.Generate;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.Machine;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;
import vethscope.model.element.Vpc;

/// Edits that mend a finding, best first; empty where only the author knows what was meant.
final class Fixes {

    private final Design design;
    private final Finding finding;
    private final List<String> said;

    private Fixes(Design design, Finding finding) {
        this.design = design;
        this.finding = finding;
        this.said = finding.message().arguments();
    }

    static List<Fix> of(Design design, Finding finding) {
        return Flaw.of(finding.code())
                .map(flaw -> new Fixes(design, finding).of(flaw).toList())
                .orElse(List.of());
    }

    private Stream<Fix> of(Flaw flaw) {
        return switch (flaw) {
            case DUPLICATE_ADDRESS, OUTSIDE_POD_CIDR, NO_ADDRESS, NOT_IN_POOL -> again("address");
            case DUPLICATE_MAC -> again("mac");
            case OVERLAPPING_POD_CIDRS, OVERLAY_INCOMPLETE -> again("podCIDR");
            case DEVICE_NAME_TAKEN -> again("device");
            case CLUSTER_IP_OUTSIDE, CLUSTER_IP_CLASH, NO_CLUSTER_IP -> again("clusterIP");
            case NO_GATEWAY -> bridgeAddress();
            case WRONG_PREFIX -> prefix();
            case HOST_NETWORK_ADDRESS -> withoutAddress();
            case LINK_TO_NOTHING -> unlink();
            case CONTAINER_MISSING -> toCanvas();
            case UNKNOWN_INTERFACE -> newInterface();
            case POD_NOT_WIRED -> wire();
            case MALFORMED_ROUTE,
                    INVALID_GATEWAY,
                    ROUTE_EXISTS,
                    ROUTE_DEVICE_UNKNOWN,
                    ROUTE_SOURCE_NOT_LOCAL,
                    MALFORMED_RULE,
                    MALFORMED_IPTABLES -> withoutLine();
            case NOT_FORWARDING, BRIDGE_NF_OFF, POLICY_BYPASSED -> sysctl(said.get(1));
            case NO_DEFAULT_ROUTE, NEXT_HOP_ABSENT -> bridgeAsGateway();
            case SOURCE_DEST_CHECK -> withoutCheck();
            case VPC_LACKS_ROUTE -> vpcRoute();
            case NOBODY_LISTENS, TARGET_PORT_UNKNOWN -> new ServiceFixes(design, finding).targetPort();
            case SELECTS_NOTHING -> new ServiceFixes(design, finding).selector();
            case LOCAL_POLICY_UNCHECKED -> new ServiceFixes(design, finding).healthCheck();
            case MTU_LARGER_THAN_PATH -> new WayFixes(design, finding).mtu();
            case RETURN_PATH_FILTERED -> new WayFixes(design, finding).looseFilter();
            case ROUTE_CIRCLE -> new WayFixes(design, finding).routeToOwner();
            case NO_MASQUERADE -> new WayFixes(design, finding).masquerade();
            case NODE_PORT_CLASH, NODE_PORT_OUT_OF_RANGE -> new ServiceFixes(design, finding).nodePort();
            case ENDPOINT_MISSING -> new ServiceFixes(design, finding).endpoint();
            case INGRESS_WITHOUT_BALANCER -> new IngressFix(design, finding).drawn();
            case PROBE_FROM_MISSING, PROBE_TO_MISSING ->
                Stream.of(fix("fix.probe", new Edit.RemoveProbe(said.getFirst()), said.getFirst()));
            case SUPPRESSION_IDLE -> unsuppress();
            case UNREADABLE,
                    SYSCTL_REFUSED,
                    MASQ_AGENT_RANGES,
                    RULE_NOT_SIMULATED,
                    OUTSIDE_SUBNET,
                    WRONG_PLACE,
                    DEVICE_NAME_TOO_LONG,
                    RANGES_OVERLAP,
                    POOL_EXHAUSTED,
                    LINK_CLASH,
                    CANNOT_WIRE,
                    UNPLUGGED,
                    LOOP,
                    AMBIGUOUS_END,
                    OUTSIDE_UNKNOWN,
                    MALFORMED_POLICY,
                    POLICY_REFUSED,
                    POLICY_SELECTS_NOTHING,
                    POLICY_PEER_ABSENT,
                    POLICY_TIE,
                    POLICY_FORGETS_DNS,
                    MALFORMED_CLOUD_RULE,
                    GROUPS_WITHOUT_VPC,
                    PORT_IN_USE,
                    ADDRESS_NOT_LOCAL,
                    HOST_PORT_CLASH,
                    SERVICE_PORT_CLASH,
                    SCHEDULER_UNKNOWN,
                    DETECTOR_WITHOUT_INTERFACE,
                    INGRESS_CLASS_MISSING,
                    INGRESS_WITHOUT_CLASS,
                    SEVERAL_DEFAULT_CLASSES,
                    TLS_HOST_UNUSED,
                    TLS_HOST_WITHOUT_CERTIFICATE,
                    TOO_FEW_ZONES,
                    ANNOTATION_OUT_OF_RANGE,
                    SCHEME_DIFFERS,
                    REFERENCE_NOT_GRANTED,
                    NAME_SERVER_IGNORED,
                    NO_NAME_SERVER,
                    BACKEND_MISSING,
                    REFERENCE_MISSING,
                    NO_TARGETS,
                    TARGET_MISSING,
                    TARGET_UNHEALTHY,
                    NO_HEALTHY_TARGET,
                    INSTANCE_WITHOUT_NODE_PORT,
                    BALANCER_NOT_PUBLIC,
                    ANNOTATION_MALFORMED,
                    PATH_PATTERN,
                    ACTION_MISSING -> Stream.empty();
        };
    }

    /// @param key of the title
    static Fix fix(String key, Edit edit, Object... arguments) {
        return new Fix(Sentence.of(Flaw.BUNDLE, key, arguments), edit);
    }

    private Optional<Element> element() {
        return Optional.ofNullable(finding.where()).flatMap(design.topology()::find);
    }

    private <E extends Element> Stream<E> element(Class<E> kind) {
        return element().filter(kind::isInstance).map(kind::cast).stream();
    }

    private Stream<Fix> again(String key) {
        return element().stream()
                .flatMap(e -> Generate.again(design, e, key).stream()
                        .filter(next -> !next.equals(e))
                        .map(next -> fix("fix.generate", new Edit.Put(next), key, e.name())));
    }

    private Stream<Fix> bridgeAddress() {
        return element(Pod.class)
                .flatMap(pod -> bridges(pod)
                        .flatMap(bridge -> Generate.again(design, bridge, "address").stream()
                                .map(next -> fix("fix.generate", new Edit.Put(next), "address", bridge.name()))));
    }

    private Stream<Bridge> bridges(Pod pod) {
        return design.topology()
                .all(Bridge.class)
                .filter(b -> b.in().isPresent() && b.in().equals(pod.in()))
                .limit(1);
    }

    private Stream<Fix> prefix() {
        int prefix = Cidr.tryParse(said.get(2)).map(c -> c.prefix()).orElse(0);
        UnaryOperator<List<Cidr>> mend = list -> list.stream()
                .map(a -> a.toString().equals(said.get(1)) ? new Cidr(a.ip(), prefix) : a)
                .toList();
        Stream<? extends Element> mended = Stream.of(
                        element(Pod.class)
                                .map(p -> p.withNetwork(p.network()
                                        .withAddresses(mend.apply(p.network().addresses())))),
                        element(LinuxBox.class)
                                .map(b -> box(b, nics(b, n -> n.withAddresses(mend.apply(n.addresses()))))))
                .flatMap(s -> s);
        return mended.map(e -> fix("fix.prefix", new Edit.Put(e), said.get(1), prefix));
    }

    private Stream<Fix> withoutAddress() {
        return element(Pod.class)
                .map(pod -> fix(
                        "fix.clear-address",
                        new Edit.Put(pod.withNetwork(pod.network().withAddresses(List.of()))),
                        pod.name()));
    }

    private Stream<Fix> unlink() {
        return Stream.of(said.get(0), said.get(1))
                .map(Link.End::parse)
                .filter(end -> end.element().value().equals(said.get(2)))
                .limit(1)
                .map(end -> fix("fix.link", new Edit.Disconnect(end), said.get(0), said.get(1)));
    }

    private Stream<Fix> toCanvas() {
        return element().stream()
                .map(e -> fix("fix.canvas", new Edit.Put(e.withHead(e.head().withIn(null))), e.name()));
    }

    private Stream<Fix> newInterface() {
        return element(LinuxBox.class).map(box -> {
            var nics = new ArrayList<>(box.machine().interfaces());
            nics.add(Nic.of(said.getFirst()));
            return fix("fix.interface", new Edit.Put(box(box, nics)), said.getFirst(), box.name());
        });
    }

    private Stream<Fix> wire() {
        return element(Pod.class)
                .flatMap(pod -> bridges(pod)
                        .map(bridge -> fix(
                                "fix.wire",
                                Generate.connect(design, pod.id(), bridge.id()),
                                pod.name(),
                                bridge.name())));
    }

    private Stream<Fix> withoutLine() {
        String line = said.getFirst();
        return element().stream()
                .flatMap(e -> switch (e) {
                    case LinuxBox box -> Stream.<Element>of(box.withMachine(without(box.machine(), line)));
                    case Vpc vpc ->
                        Stream.<Element>of(vpc.withRoutes(vpc.routes().stream()
                                .filter(r -> !r.equals(line))
                                .toList()));
                    default -> Stream.<Element>empty();
                })
                .filter(next -> !element().map(next::equals).orElse(true))
                .map(next -> fix("fix.remove-line", new Edit.Put(next), line));
    }

    private static Machine without(Machine m, String line) {
        return new Machine(
                m.interfaces(),
                m.routes().stream().filter(l -> !l.equals(line)).toList(),
                m.rules().stream().filter(l -> !l.equals(line)).toList(),
                m.sysctl(),
                m.iptables().stream().filter(l -> !l.equals(line)).toList(),
                m.containers());
    }

    /// Back to what nodes have.
    private Stream<Fix> sysctl(String key) {
        return element(KubeNode.class).map(node -> {
            Machine m = node.machine();
            Map<String, String> sysctl = new LinkedHashMap<>(m.sysctl());
            sysctl.remove(key);
            var mended = new Machine(m.interfaces(), m.routes(), m.rules(), sysctl, m.iptables(), m.containers());
            return fix("fix.sysctl", new Edit.Put(node.withMachine(mended)), key, 1);
        });
    }

    private Stream<Fix> bridgeAsGateway() {
        return element(Pod.class)
                .filter(pod -> !(pod.network().gateway() instanceof Pod.Gateway.Default))
                .map(pod -> {
                    Pod.Network n = pod.network();
                    var network = new Pod.Network(
                            n.addresses(),
                            n.mac(),
                            n.mtu(),
                            new Pod.Gateway.Default(),
                            n.routes(),
                            n.sysctl(),
                            n.hostNetwork());
                    return fix("fix.gateway", new Edit.Put(pod.withNetwork(network)), pod.name());
                });
    }

    private Stream<Fix> withoutCheck() {
        String name = said.getFirst();
        UnaryOperator<Nic> mend = n -> n.name().equals(name) ? n.withSourceDestCheck(false) : n;
        return element(LinuxBox.class)
                .map(box -> fix("fix.check", new Edit.Put(box(box, nics(box, mend))), name, box.name()));
    }

    private Stream<Fix> vpcRoute() {
        return element(Vpc.class)
                .flatMap(vpc -> design.topology()
                        .all(KubeNode.class)
                        .filter(node -> node.podCidr().stream()
                                .anyMatch(c -> c.toString().equals(said.get(1))))
                        .limit(1)
                        .map(node -> {
                            var routes = new ArrayList<>(vpc.routes());
                            routes.add(said.get(1) + " via " + node.id());
                            return fix("fix.route", new Edit.Put(vpc.withRoutes(routes)), routes.getLast(), vpc.name());
                        }));
    }

    private Stream<Fix> unsuppress() {
        return design.suppressions().stream()
                .filter(s -> s.code().equals(said.getFirst()) && s.at().value().equals(said.get(1)))
                .map(s -> fix("fix.unsuppress", new Edit.Unsuppress(s), s.code(), s.at()));
    }

    private static List<Nic> nics(LinuxBox box, UnaryOperator<Nic> change) {
        return box.machine().interfaces().stream().map(change).toList();
    }

    private static LinuxBox box(LinuxBox box, List<Nic> nics) {
        return box.withMachine(box.machine().withInterfaces(nics));
    }
}
