package vethscope.engine.compile.cloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vethscope.engine.compile.route.RouteTables;
import vethscope.engine.compile.site.Attachment;
import vethscope.engine.network.Proxy.Target;
import vethscope.engine.network.Route;
import vethscope.engine.network.RouteRule;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Family;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.LoadBalancer.Listener;
import vethscope.model.element.LoadBalancer.Mode;

/// What a vpc does for the load balancers on it, as marks and policy routing of its router.
///
/// A target that sees the client's address answers to the client, past a balancer that rewrote the destination.
/// So the vpc remembers which flows a balancer began and brings the answers back to it (Elastic Load Balancing
/// User Guide, "Client IP preservation"). And it delivers what a passthrough balancer hands it to a target,
/// wherever that stands: next hops mean nothing on a network without a link.
public final class BalancedFlows {

    private static final int FIRST_TABLE = 2000;

    private static final int PRIORITY = 90;

    private final Cloud cloud;
    private final Balancers balancers;

    public BalancedFlows(Cloud cloud, Balancers balancers) {
        this.cloud = cloud;
        this.balancers = balancers;
    }

    /// A balancer's port of the vpc, and the marks of flows through it: one for the answers that come back to
    /// it, one for each target of each passthrough door.
    private record Served(Attachment at, LoadBalancer balancer, boolean answers, int mark, List<Pass> passes) {}

    private record Pass(Ip vip, Listener listener, List<Target> targets, int firstMark) {
        Family family() {
            return Family.of(vip);
        }
    }

    private List<Served> served(Id vpc) {
        var all = new ArrayList<Served>();
        int mark = 0;
        for (Attachment a : cloud.of(vpc)) {
            if (a.member() instanceof LoadBalancer balancer && a.addressed()) {
                int own = ++mark;
                var passes = new ArrayList<Pass>();
                for (Pass pass : passes(a, balancer)) {
                    passes.add(new Pass(pass.vip, pass.listener, pass.targets, mark));
                    mark += pass.targets.size();
                }
                boolean answers = balancer.listeners().stream().anyMatch(l -> l.mode() == Mode.DNAT && !l.snat());
                all.add(new Served(a, balancer, answers, own, passes));
            }
        }
        return all;
    }

    private List<Pass> passes(Attachment a, LoadBalancer balancer) {
        var passes = new ArrayList<Pass>();
        for (Listener listener : balancer.listeners()) {
            for (Family family : listener.mode() == Mode.PASSTHROUGH ? Family.values() : new Family[0]) {
                for (Balancers.Door door : balancers.doors(balancer, listener, family)) {
                    Optional.ofNullable(door.address())
                            .or(() -> a.hop(family))
                            .ifPresent(vip -> passes.add(new Pass(vip, listener, door.targets(), 0)));
                }
            }
        }
        return passes;
    }

    /// The marks by which a vpc's router knows the answers of balanced connections.
    public List<String> lines(Id vpc) {
        var lines = new ArrayList<String>();
        for (Served s : served(vpc)) {
            String port = s.at.port().name;
            for (Pass pass : s.passes) {
                String match = "-t mangle -A PREROUTING -i " + port + " -d " + pass.vip + " -p "
                        + pass.listener.protocol().lower() + " --dport " + pass.listener.port();
                Balancers.addMarks(lines, match, pass.family(), pass.targets, pass.firstMark);
            }
            for (Attachment.End end : s.answers ? s.at.ends() : List.<Attachment.End>of()) {
                String command = Balancers.command(Family.of(end.hop()));
                lines.add(command + "-t mangle -A PREROUTING -i " + port
                        + " -m conntrack --ctstate NEW -m connmark --mark 0x0 -j CONNMARK --set-mark " + s.mark);
                lines.add(command + "-t mangle -A PREROUTING ! -i " + port + " -m connmark --mark " + s.mark
                        + " -j MARK --set-mark " + s.mark);
            }
        }
        return lines;
    }

    /// The tables that bring those answers back to their balancers.
    public void addRoutes(RouteTables tables, Id vpc, Origin author) {
        for (Served s : served(vpc)) {
            if (s.answers) {
                add(tables, s.mark, s.at, author);
            }
            for (Pass pass : s.passes) {
                int mark = pass.firstMark;
                for (Target target : pass.targets) {
                    int own = ++mark;
                    holder(vpc, target.ip()).ifPresent(a -> add(tables, own, a, author));
                }
            }
        }
    }

    private static void add(RouteTables tables, int mark, Attachment a, Origin author) {
        int table = FIRST_TABLE + mark;
        tables.add(new RouteRule(PRIORITY, null, null, null, null, mark, -1, table));
        for (Attachment.End end : a.ends()) {
            Cidr all = new Cidr(Family.of(end.hop()).any(), 0);
            tables.add(table, new Route(Route.Type.UNICAST, all, end.hop(), a.port().name, null, 0, false, author));
        }
    }

    private Optional<Attachment> holder(Id vpc, Ip target) {
        return cloud.of(vpc).stream()
                .filter(a -> a.own().stream().anyMatch(c -> c.contains(target)))
                .findFirst();
    }

    /// The balancers' addresses under which an interface is called and answers: passthrough leaves them as they
    /// are.
    public Map<Attachment, List<Ip>> vips(Id vpc) {
        var vips = new java.util.LinkedHashMap<Attachment, List<Ip>>();
        for (Served s : served(vpc)) {
            for (Pass pass : s.passes) {
                for (Target target : pass.targets) {
                    holder(vpc, target.ip())
                            .ifPresent(a -> vips.computeIfAbsent(a, k -> new ArrayList<>())
                                    .add(pass.vip));
                }
            }
        }
        return vips;
    }
}
