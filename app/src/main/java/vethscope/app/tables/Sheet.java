package vethscope.app.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.VirtualServer;
import vethscope.engine.network.Change;
import vethscope.engine.network.Conntrack;
import vethscope.engine.network.ForwardingDatabase;
import vethscope.engine.network.Interface;
import vethscope.engine.network.IpvsTable;
import vethscope.engine.network.Neighbours;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.engine.network.World;
import vethscope.engine.trace.Step;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

/// A table as rows of text, with what the current step took or made marked.
///
/// @param heads keys of the columns' names
/// @param shares how much of the width each column takes
public record Sheet(List<String> heads, List<Integer> shares, List<Row> rows) {

    private static final int MOST_ROWS = 500;

    /// @param fresh made at this step; `matched` what decided it
    public record Row(List<String> cells, boolean fresh, boolean matched) {}

    /// What the sheets are made from.
    ///
    /// @param step null: none is current, or it is elsewhere
    public record Source(
            Design design,
            Netns netns,
            World world,
            @Nullable Step step) {

        private boolean made(String table, String entry) {
            return step != null
                    && step.changes().stream()
                            .anyMatch(c -> c.table().equals(table)
                                    && c.netns().equals(netns.id())
                                    && c.entry().equals(entry));
        }

        private boolean decided(String entry) {
            return step != null && entry.equals(step.rule());
        }
    }

    public static Sheet interfaces(Source source) {
        var rows = new ArrayList<Row>();
        for (Interface i : source.netns().interfaces().values()) {
            boolean used =
                    source.step() != null && i.name().equals(source.step().iface());
            String peer =
                    i.peer() == null ? "" : i.peer().netns() + " " + i.peer().iface();
            String addresses = i.addresses().stream().map(Object::toString).collect(Collectors.joining(", "));
            String kind = i.kind().name().toLowerCase(java.util.Locale.ROOT);
            String master = i.port() == null ? "" : i.port().bridge();
            rows.add(new Row(
                    List.of(
                            i.name(),
                            kind,
                            i.up() ? "UP" : "DOWN",
                            addresses,
                            i.mac().toString(),
                            String.valueOf(i.mtu()),
                            master,
                            peer),
                    false,
                    used));
        }
        return new Sheet(
                List.of("name", "kind", "state", "addresses", "mac", "mtu", "master", "peer"),
                List.of(3, 2, 1, 4, 4, 1, 2, 4),
                rows);
    }

    public static Sheet routes(Source source) {
        var rows = new ArrayList<Row>();
        new TreeMap<>(source.netns().fib().tables()).reversed().forEach((table, routes) -> {
            for (Route route : routes) {
                String text = route.toString();
                rows.add(new Row(List.of(name(table), text, route.author().toString()), false, source.decided(text)));
            }
        });
        rows.sort(java.util.Comparator.comparing((Row r) -> r.cells().getFirst().equals("local")));
        return new Sheet(List.of("table", "route", "author"), List.of(2, 8, 4), rows);
    }

    private static String name(int table) {
        return switch (table) {
            case Route.LOCAL -> "local";
            case Route.MAIN -> "main";
            case Route.DEFAULT -> "default";
            default -> String.valueOf(table);
        };
    }

    public static Sheet fdb(Source source) {
        var rows = new ArrayList<Row>();
        Id id = source.netns().id();
        source.world().fdb().ports().entrySet().stream()
                .filter(e -> e.getKey().netns().equals(id))
                .sorted(Map.Entry.comparingByKey(
                        java.util.Comparator.comparing(k -> k.mac().toString())))
                .forEach(e -> {
                    ForwardingDatabase.Key key = e.getKey();
                    String entry = key.mac() + " dev " + e.getValue() + " master " + key.bridge();
                    rows.add(new Row(
                            List.of(key.mac().toString(), e.getValue(), key.bridge(), "learned"),
                            source.made("fdb", entry),
                            source.decided(entry)));
                });
        source.netns()
                .permanent()
                .fdb()
                .forEach(p -> rows.add(new Row(
                        List.of(p.mac().toString(), p.dev(), p.remote().toString(), "permanent"), false, false)));
        return new Sheet(List.of("mac", "port", "master", "state"), List.of(4, 3, 3, 3), rows);
    }

    public static Sheet arp(Source source) {
        var rows = new ArrayList<Row>();
        Id id = source.netns().id();
        source.world().neighbours().entries().entrySet().stream()
                .filter(e -> e.getKey().netns().equals(id))
                .sorted(Map.Entry.comparingByKey(java.util.Comparator.comparing(k -> k.ip().toString())))
                .forEach(e -> rows.add(arp(source, e.getKey(), e.getValue())));
        source.netns()
                .permanent()
                .neighbours()
                .forEach(p -> rows.add(
                        new Row(List.of(p.ip().toString(), p.dev(), p.mac().toString(), "PERMANENT"), false, false)));
        return new Sheet(List.of("ip", "device", "mac", "state"), List.of(3, 3, 4, 3), rows);
    }

    private static Row arp(Source source, Neighbours.Key key, Neighbours.Entry entry) {
        boolean fresh = source.step() != null
                && source.step().changes().stream()
                        .anyMatch(c -> c instanceof Neighbours.Learned l
                                && l.netns().equals(key.netns())
                                && l.ip().equals(key.ip()));
        return new Row(
                List.of(
                        key.ip().toString(),
                        key.dev(),
                        String.valueOf(entry.mac()),
                        entry.state().name()),
                fresh,
                false);
    }

    public static Sheet conntrack(Source source) {
        List<Row> rows = connections(source).stream()
                .map(c -> new Row(
                        List.of(
                                c.original().protocol().lower(),
                                c.original().toString(),
                                c.reply().toString(),
                                c.state().name()),
                        fresh(source, c).isPresent(),
                        false))
                .toList();
        return new Sheet(List.of("protocol", "original", "reply", "state"), List.of(1, 5, 5, 2), rows);
    }

    /// The connections that a namespace knows, the newest first.
    static List<Conntrack.Connection> connections(Source source) {
        Conntrack conntrack = source.world().conntrack();
        Set<Long> ids = conntrack.tuples().entrySet().stream()
                .filter(e -> e.getKey().netns().equals(source.netns().id()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
        return ids.stream()
                .sorted(java.util.Comparator.reverseOrder())
                .flatMap(id -> Optional.ofNullable(conntrack.connections().get(id)).stream())
                .toList();
    }

    /// The change by which the current step made or changed the connection.
    static Optional<Conntrack.Recorded> fresh(Source source, Conntrack.Connection connection) {
        if (source.step() == null) {
            return Optional.empty();
        }
        for (Change change : source.step().changes()) {
            if (change instanceof Conntrack.Recorded recorded
                    && recorded.netns().equals(source.netns().id())
                    && recorded.connection().id() == connection.id()) {
                return Optional.of(recorded);
            }
        }
        return Optional.empty();
    }

    /// Virtual servers with their real servers, and what each has to do. At most so many as a reader looks at: a large
    /// cluster has thousands on every node.
    public static Sheet ipvs(Source source) {
        var rows = new ArrayList<Row>();
        Id id = source.netns().id();
        for (VirtualServer server : source.netns().ipvs().all()) {
            if (rows.size() >= MOST_ROWS) {
                break;
            }
            boolean decided = source.decided("ipvs " + server);
            String origin = server.origin() == null ? "" : server.origin().toString();
            rows.add(new Row(List.of(server.toString(), "", "", "", "", origin), false, decided));
            for (VirtualServer.RealServer real : server.servers()) {
                IpvsTable.Load load = source.world()
                        .ipvs()
                        .load(
                                IpvsTable.Door.of(id, server),
                                real,
                                source.world().micros());
                rows.add(new Row(
                        List.of(
                                "",
                                real.toString(),
                                String.valueOf(real.weight()),
                                String.valueOf(load.active()),
                                String.valueOf(load.inactive()),
                                ""),
                        decided && connects(source, real),
                        false));
            }
        }
        return new Sheet(
                List.of("virtual", "real", "weight", "active", "inactive", "service"), List.of(5, 4, 1, 1, 1, 4), rows);
    }

    /// Whether the current step gave the real server a connection.
    private static boolean connects(Source source, VirtualServer.RealServer real) {
        return source.step() != null
                && source.step().changes().stream()
                        .anyMatch(c -> c instanceof IpvsTable.Connected connected
                                && connected.connection().leadsTo(real));
    }

    public static Sheet endpoints(Source source) {
        var rows = new ArrayList<Row>();
        Design design = source.design();
        design.topology()
                .all(Service.class)
                .forEach(service -> design.topology()
                        .all(Pod.class)
                        .filter(pod -> selects(service, pod))
                        .forEach(pod -> {
                            String address = pod.network().addresses().stream()
                                    .findFirst()
                                    .map(c -> c.ip().toString())
                                    .orElse("");
                            String condition = pod.status().terminating()
                                    ? "terminating"
                                    : pod.status().ready() ? "ready" : "not ready";
                            String ports = service.ports().stream()
                                    .map(p -> p.port() + " → " + (p.targetPort() == null ? p.port() : p.targetPort()))
                                    .collect(Collectors.joining(", "));
                            rows.add(new Row(
                                    List.of(service.name(), pod.name(), address, ports, condition), false, false));
                        }));
        return new Sheet(List.of("service", "pod", "ip", "ports", "state"), List.of(3, 3, 3, 3, 3), rows);
    }

    private static boolean selects(Service service, Pod pod) {
        Map<String, String> selector = service.selector();
        return selector != null
                && !selector.isEmpty()
                && service.namespace().equals(pod.namespace())
                && pod.labels().entrySet().containsAll(selector.entrySet());
    }
}
