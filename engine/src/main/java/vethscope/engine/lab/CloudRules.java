package vethscope.engine.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.CloudFilter;
import vethscope.engine.network.CloudFilter.Direction;
import vethscope.engine.network.CloudFilter.Guard;
import vethscope.engine.network.CloudFilter.Line;
import vethscope.engine.network.CloudFilter.Plug;
import vethscope.engine.network.CloudFilter.Rules;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// A vpc's security groups and network ACLs as rules of iptables: what a Linux machine can do in the place of a
/// cloud. Each decision is a chain that returns what may pass and drops the rest.
final class CloudRules {

    private final CloudFilter filter;
    private final List<String> chains = new ArrayList<>();
    private final List<String> rules = new ArrayList<>();

    private CloudRules(CloudFilter filter) {
        this.filter = filter;
    }

    /// For `iptables-restore --noflush`; empty where everything passes.
    static String of(CloudFilter filter) {
        if (filter.isEmpty()) {
            return "";
        }
        var text = new CloudRules(filter);
        text.forward();
        var all = new StringBuilder("*filter\n");
        text.chains.forEach(chain -> all.append(':').append(chain).append(" - [0:0]\n"));
        text.rules.forEach(rule -> all.append(rule).append('\n'));
        return all.append("COMMIT\n").toString();
    }

    /// In the order of the way: the sender's groups and ACL, the receiver's ACL and groups.
    private void forward() {
        List<String> ports = List.copyOf(filter.plugs().keySet());
        ports.forEach(port -> groups(port, Direction.EGRESS, ports.indexOf(port)));
        ports.forEach(port -> acl(port, Direction.EGRESS, ports.indexOf(port)));
        ports.forEach(port -> acl(port, Direction.INGRESS, ports.indexOf(port)));
        ports.forEach(port -> groups(port, Direction.INGRESS, ports.indexOf(port)));
    }

    private Plug plug(String port) {
        return Objects.requireNonNull(filter.plugs().get(port));
    }

    private void groups(String port, Direction direction, int number) {
        List<Guard> guards = plug(port).guards();
        if (guards.isEmpty()) {
            return;
        }
        String own = chain("SG", direction, number);
        rules.add("-A FORWARD " + near(direction) + " " + port + " -j " + own);
        for (int i = 0; i < guards.size(); i++) {
            String chain = chain("SG", direction, number) + "-" + i;
            chains.add(chain);
            rules.add("-A " + chain + " -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN");
            guards.get(i).groups().forEach(group -> entries(chain, group, direction));
            rules.add("-A " + chain + " -j DROP");
            Set<Ip> of = guards.get(i).of();
            for (String whose : of.isEmpty()
                    ? List.of("")
                    : of.stream().sorted().map(ip -> own(direction) + ip).toList()) {
                rules.add("-A " + own + whose + " -j " + chain);
                rules.add("-A " + own + whose + " -j RETURN");
            }
        }
        chains.add(own);
    }

    private void acl(String port, Direction direction, int number) {
        Rules acl = plug(port).acl();
        if (acl == null) {
            return;
        }
        String chain = chain("ACL", direction, number);
        chains.add(chain);
        filter.plugs().forEach((other, plug) -> {
            if (!Objects.equals(plug.subnet(), plug(port).subnet())) {
                rules.add("-A FORWARD " + near(direction) + " " + port + " " + far(direction) + " " + other + " -j "
                        + chain);
            }
        });
        entries(chain, acl, direction);
        rules.add("-A " + chain + " -j DROP");
    }

    private static String chain(String kind, Direction direction, int number) {
        return kind + "-" + (direction == Direction.INGRESS ? "IN" : "OUT") + "-" + number;
    }

    private static String near(Direction direction) {
        return direction == Direction.INGRESS ? "-o" : "-i";
    }

    private static String far(Direction direction) {
        return direction == Direction.INGRESS ? "-i" : "-o";
    }

    private static String own(Direction direction) {
        return direction == Direction.INGRESS ? " -d " : " -s ";
    }

    private static String peer(Direction direction) {
        return direction == Direction.INGRESS ? " -s " : " -d ";
    }

    private void entries(String chain, Rules from, Direction direction) {
        for (Line entry : direction == Direction.INGRESS ? from.ingress() : from.egress()) {
            String target = entry.allow() ? " -j RETURN" : " -j DROP";
            for (String peer : peers(entry.peer(), direction)) {
                protocols(entry).forEach(protocol -> rules.add("-A " + chain + peer + protocol + target));
            }
        }
    }

    /// Ports without a protocol are those of every protocol that has ports.
    private static List<String> protocols(Line entry) {
        CloudFilter.Ports ports = entry.ports();
        @Nullable Protocol protocol = entry.protocol();
        if (ports == null) {
            return List.of(protocol == null ? "" : " -p " + protocol.lower());
        }
        Stream<Protocol> all =
                protocol == null ? Stream.of(Protocol.values()).filter(Protocol::hasPorts) : Stream.of(protocol);
        return all.map(p -> " -p " + p.lower() + " --dport " + ports.first() + ":" + ports.last())
                .toList();
    }

    private static List<String> peers(CloudFilter.Peer peer, Direction direction) {
        return switch (peer) {
            case CloudFilter.Anyone _ -> List.of("");
            case CloudFilter.Range range -> range.cidr().v6() ? List.of() : List.of(peer(direction) + range.cidr());
            case CloudFilter.Members members ->
                Stream.concat(
                                members.addresses().stream()
                                        .filter(ip -> !ip.v6())
                                        .sorted()
                                        .map(ip -> peer(direction) + ip),
                                members.ports().stream().sorted().map(port -> " " + far(direction) + " " + port))
                        .toList();
        };
    }
}
