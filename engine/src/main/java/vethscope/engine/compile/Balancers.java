package vethscope.engine.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vethscope.engine.compile.Site.NodeSite;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Proxy.Target;
import vethscope.engine.network.RouteRule;
import vethscope.engine.origin.Origin;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Element;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.LoadBalancer.Listener;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

/// What load balancers run: address translation as lines of `iptables`, policy routing, or nothing, where a proxy
/// listens ([Proxies]).
final class Balancers {

    /// Routing tables of passthrough targets, one each.
    private static final int FIRST_TABLE = 1000;

    private static final int MARK_PRIORITY = 10;

    private final Site site;
    private final ServiceTargets targets;

    Balancers(Site site, ServiceTargets targets) {
        this.site = site;
        this.targets = targets;
    }

    List<String> lines(LoadBalancer balancer) {
        var lines = new ArrayList<String>();
        int mark = 0;
        for (Listener listener : balancer.listeners()) {
            List<Target> targets = ipv4(targets(balancer, listener));
            switch (listener.mode()) {
                case DNAT -> addDnat(lines, listener, targets);
                case PASSTHROUGH -> {
                    addMarks(lines, listener, targets, mark);
                    mark += targets.size();
                }
                case PROXY -> {}
            }
        }
        return lines;
    }

    /// Passthrough: a mark chooses the next hop, before the balancer looks whether the address is its own.
    void addRoutes(RouteTables tables, LoadBalancer balancer, Notes notes) {
        int mark = 0;
        for (Listener listener : balancer.listeners()) {
            for (Target target : listener.mode() == LoadBalancer.Mode.PASSTHROUGH
                    ? ipv4(targets(balancer, listener))
                    : List.<Target>of()) {
                mark++;
                int table = FIRST_TABLE + mark;
                tables.add(new RouteRule(MARK_PRIORITY, null, null, null, null, mark, -1, table));
                tables.run(
                        List.of("default via " + target.ip() + " table " + table),
                        Origin.program(balancer.name()),
                        notes);
            }
        }
        if (mark > 0) {
            tables.lookUpLocalAt(MARK_PRIORITY + 1);
        }
    }

    private static List<Target> ipv4(List<Target> targets) {
        return targets.stream().filter(t -> !t.ip().v6()).toList();
    }

    /// A hash of the flow draws a target. Nothing may be remembered of the connection: where targets answer past the
    /// balancer, conntrack sees half of a handshake and calls the rest invalid.
    private static void addMarks(List<String> lines, Listener listener, List<Target> targets, int first) {
        if (!targets.isEmpty()) {
            lines.add("-t mangle -A PREROUTING " + match(listener)
                    + " -j HMARK --hmark-src-prefix 32 --hmark-sport-mask 0xffff --hmark-rnd 0x00000001 --hmark-mod "
                    + targets.size() + " --hmark-offset " + (first + 1));
        }
    }

    private static String match(Listener listener) {
        return (listener.address() == null ? "-m addrtype --dst-type LOCAL" : "-d " + listener.address()) + " -p "
                + listener.protocol().lower() + " --dport " + listener.port();
    }

    private static String chance(int left) {
        return left == 1
                ? ""
                : String.format(Locale.ROOT, " -m statistic --mode random --probability %.11f", 1.0 / left);
    }

    /// One rule per target, each with its share of what the rules before it left.
    private static void addDnat(List<String> lines, Listener listener, List<Target> targets) {
        String protocol = listener.protocol().lower();
        String match = match(listener);
        for (int i = 0; i < targets.size(); i++) {
            String chance = chance(targets.size() - i);
            lines.add("-t nat -A PREROUTING " + match + chance + " -j DNAT --to-destination " + targets.get(i));
        }
        if (listener.snat()) {
            targets.forEach(t -> lines.add("-t nat -A POSTROUTING -d " + t.ip() + " -p " + protocol + " --dport "
                    + t.port() + " -j MASQUERADE"));
        }
    }

    /// Where a listener sends to, in the order given.
    List<Target> targets(LoadBalancer balancer, Listener listener) {
        LoadBalancer.Backend backend = listener.backend();
        if (backend == null) {
            return listener.targets().stream()
                    .flatMap(text -> target(text, listener.protocol()).stream())
                    .toList();
        }
        return site.design().topology().find(backend.id(), Service.class).stream()
                .flatMap(service -> service.ports().stream()
                        .filter(p -> p.protocol() == listener.protocol() && p.port() == listener.port())
                        .flatMap(p ->
                                targets.healthy(targets.nodePorts(p), service, p, balancer.healthCheck()).stream()))
                .toList();
    }

    private Optional<Target> target(String text, Protocol protocol) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return podTarget(text, protocol);
        }
        Optional<Integer> port = port(text.substring(colon + 1));
        String host = text.substring(0, colon);
        Optional<Ip> ip = Ip.tryParse(host).or(() -> Id.legal(host) ? addressOf(Id.of(host)) : Optional.empty());
        return ip.flatMap(i -> port.map(p -> new Target(i, p)));
    }

    private Optional<Target> podTarget(String text, Protocol protocol) {
        if (!Id.legal(text)) {
            return Optional.empty();
        }
        return site.design()
                .topology()
                .find(Id.of(text), Pod.class)
                .flatMap(pod -> addressOf(pod.id())
                        .flatMap(ip -> pod.containers().stream()
                                .flatMap(c -> c.ports().stream())
                                .filter(p -> p.protocol() == protocol)
                                .findFirst()
                                .map(p -> new Target(ip, p.port()))));
    }

    private static Optional<Integer> port(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(Integer.parseInt(text)).filter(p -> p > 0 && p < 65536) : Optional.empty();
    }

    /// The address by which a target is registered.
    private Optional<Ip> addressOf(Id id) {
        Optional<Element> element = site.find(id);
        NodeSite node = site.nodes().get(site.homes().getOrDefault(id, id));
        return element.flatMap(e -> switch (e) {
            case Pod pod
            when !pod.network().hostNetwork() ->
                pod.network().addresses().stream().map(Cidr::ip).findFirst();
            case Pod _ ->
                node == null ? Optional.empty() : node.addresses().stream().findFirst();
            case vethscope.model.element.KubeNode _ ->
                node == null ? Optional.empty() : node.addresses().stream().findFirst();
            case LinuxBox box ->
                box.machine().interfaces().stream()
                        .map(Nic::addresses)
                        .flatMap(List::stream)
                        .map(Cidr::ip)
                        .findFirst();
            default -> Optional.empty();
        });
    }
}
