package vethscope.engine.succession;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import vethscope.engine.compile.kubeproxy.Proxied;
import vethscope.engine.compile.kubeproxy.ServiceEndpoint;
import vethscope.engine.compile.kubeproxy.ServicePort;
import vethscope.engine.network.Conntrack;
import vethscope.engine.network.Conntrack.Tuple;
import vethscope.engine.network.World;
import vethscope.engine.packet.Packet;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// kube-proxy's clean-up of conntrack after services or endpoints of UDP changed (pkg/proxy/conntrack/cleanup.go
/// CleanStaleEntries): what was sent to an address of a service, or to any address on its node port, and is not
/// answered by one of its serving endpoints is deleted. A service without serving endpoints is passed over.
/// Terminating endpoints that still serve count, traffic policies do not. Connections of other protocols are left
/// to themselves.
///
/// Up to Kubernetes 1.31 all UDP connections to the cluster IP of a service port that is gone were deleted too; since
/// 1.32 they time out. They are deleted here.
final class ConntrackCleaner {

    private record Door(Protocol protocol, Ip address, int port) {}

    private record NodeDoor(Protocol protocol, int port) {}

    /// The service ports of one family by their doors.
    private static final class Doors {
        final Map<Door, ServicePort> addresses = new HashMap<>();
        final Map<NodeDoor, ServicePort> nodePorts = new HashMap<>();
        final Map<Ip, ServicePort.Name> gone = new HashMap<>();
        final boolean changed;

        Doors(Proxied before, Proxied after, boolean v6) {
            List<ServicePort> was = udp(before, v6);
            changed = !was.equals(udp(after, v6));
            for (ServicePort port : after.services().ports(v6)) {
                ServicePort.Doors doors = port.doors();
                Stream.of(Stream.of(doors.clusterIp()), doors.loadBalancerIps().stream(), doors.externalIps().stream())
                        .flatMap(each -> each)
                        .forEach(ip -> addresses.put(new Door(port.protocol(), ip, doors.port()), port));
                if (doors.nodePort() != 0) {
                    nodePorts.put(new NodeDoor(port.protocol(), doors.nodePort()), port);
                }
            }
            var names = new HashSet<ServicePort.Name>();
            udp(after, v6).forEach(port -> names.add(port.name()));
            was.stream()
                    .filter(port -> !names.contains(port.name()))
                    .forEach(port -> gone.put(port.doors().clusterIp(), port.name()));
        }

        private static List<ServicePort> udp(Proxied proxied, boolean v6) {
            return proxied.services().ports(v6).stream()
                    .filter(port -> port.protocol() == Protocol.UDP)
                    .toList();
        }

        /// The service ports that were asked: by an address, and by a node port on whichever address.
        List<ServicePort> of(Tuple asked) {
            int port = asked.destinationPort();
            return Stream.of(
                            addresses.get(new Door(asked.protocol(), asked.destination(), port)),
                            nodePorts.get(new NodeDoor(asked.protocol(), port)))
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    private final Proxied before;
    private final Proxied after;
    private final Lasting lasting;
    private final Doors four;
    private final Doors six;
    private final Reactions reactions = new Reactions(Reaction.Program.KUBE_PROXY);

    private ConntrackCleaner(Proxied before, Proxied after, Lasting lasting) {
        this.before = before;
        this.after = after;
        this.lasting = lasting;
        this.four = new Doors(before, after, false);
        this.six = new Doors(before, after, true);
    }

    static List<Reaction> react(Proxied before, Proxied after, Lasting lasting, World world) {
        var cleaner = new ConntrackCleaner(before, after, lasting);
        world.entries().stream()
                .filter(Conntrack.Recorded.class::isInstance)
                .map(Conntrack.Recorded.class::cast)
                .forEach(cleaner::look);
        return cleaner.reactions.all();
    }

    private void look(Conntrack.Recorded entry) {
        Id node = entry.netns();
        if (!after.modes().containsKey(node) || !lasting.has(node)) {
            return;
        }
        Tuple asked = entry.connection().original();
        Doors doors = asked.destination().v6() ? six : four;
        if (asked.protocol() == Protocol.UDP) {
            if (doors.changed || isNew(node)) {
                udp(entry, doors);
            }
        } else {
            doors.of(asked).stream()
                    .filter(port -> entry.connection().isRedirected() && !isServedBy(port, entry))
                    .forEach(port -> reactions.keeps(
                            entry, node, Causes.of("kept", port.name().ofService(), answers(entry))));
        }
    }

    /// kube-proxy cleans up whenever it starts.
    private boolean isNew(Id node) {
        return !Objects.equals(before.modes().get(node), after.modes().get(node));
    }

    private void udp(Conntrack.Recorded entry, Doors doors) {
        Tuple asked = entry.connection().original();
        ServicePort.Name gone = doors.gone.get(asked.destination());
        if (gone != null) {
            reactions.forgets(entry, entry.netns(), Causes.of("gone", gone.ofService(), asked.destination()));
            return;
        }
        doors.of(asked).stream()
                .filter(port -> !isServedBy(port, entry))
                .findFirst()
                .ifPresent(port -> {
                    boolean served = port.endpoints().stream().anyMatch(ServiceEndpoint::serving);
                    String service = port.name().ofService();
                    if (served) {
                        reactions.forgets(entry, entry.netns(), Causes.of("stale", service, answers(entry)));
                    } else if (entry.connection().isRedirected()) {
                        reactions.keeps(entry, entry.netns(), Causes.of("unserved", service, answers(entry)));
                    }
                });
    }

    private static boolean isServedBy(ServicePort port, Conntrack.Recorded entry) {
        Tuple reply = entry.connection().reply();
        return port.endpoints().stream()
                .anyMatch(e -> e.serving() && e.port() == reply.sourcePort() && e.ip().equals(reply.source()));
    }

    /// Who answers: the translated destination.
    private static String answers(Conntrack.Recorded entry) {
        Tuple reply = entry.connection().reply();
        return Packet.at(reply.source(), reply.sourcePort());
    }
}
