package vethscope.engine.compile.route;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.site.Line;
import vethscope.engine.network.Route;
import vethscope.engine.packet.Family;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// A line for `ip route add`, read but not yet checked against the machine (ip-route(8)).
///
/// @param table number
public record RouteLine(
        Route.Type type,
        Cidr destination,
        @Nullable Ip via,
        @Nullable String dev,
        @Nullable Ip src,
        int metric,
        int table,
        boolean onlink,
        int mtu) {

    private static final Map<String, Integer> TABLES =
            Map.of("local", Route.LOCAL, "main", Route.MAIN, "default", Route.DEFAULT);

    /// Options that say nothing about where packets go.
    private static final Set<String> IGNORED = Set.of(
            "advmss",
            "pref",
            "realm",
            "realms",
            "window",
            "rtt",
            "rttvar",
            "hoplimit",
            "initcwnd",
            "initrwnd",
            "cwnd",
            "ssthresh",
            "reordering",
            "rto_min",
            "quickack",
            "congctl",
            "expires",
            "features",
            "ttl-propagate");

    /// Names of /etc/iproute2/rt_protos; a number does as well.
    private static final Set<String> PROTOCOLS = Set.of(
            "redirect",
            "kernel",
            "boot",
            "static",
            "gated",
            "ra",
            "mrt",
            "zebra",
            "bird",
            "dnrouted",
            "xorp",
            "ntk",
            "dhcp",
            "keepalived",
            "babel",
            "openr",
            "bgp",
            "isis",
            "ospf",
            "rip",
            "eigrp");

    private static final Set<String> SCOPES = Set.of("global", "universe", "site", "link", "host", "nowhere");

    private static final int LARGEST_BYTE = 255;

    /// Reads a line as `ip route` takes it.
    public static RouteLine read(String text) throws Line.Unreadable {
        Line line = Line.of(text, "ip", "-4", "-6", "route", "add");
        Route.Type type = type(line.peek());
        if (type != null) {
            line.next();
        }
        if (line.peek().equals("to")) {
            line.next();
        }
        String prefix = line.next();
        var options = new Options();
        while (line.hasNext()) {
            options.read(line);
        }
        options.v6 = isFor6(text);
        return options.line(type == null ? Route.Type.UNICAST : type, prefix);
    }

    /// Whether the line begins with `-6`, as in `ip -6 route add default dev eth0`.
    static boolean isFor6(String text) {
        return Line.of(text, "ip").peek().equals("-6");
    }

    private static Route.@Nullable Type type(String word) {
        return switch (word) {
            case "unicast" -> Route.Type.UNICAST;
            case "local" -> Route.Type.LOCAL;
            case "broadcast" -> Route.Type.BROADCAST;
            case "blackhole" -> Route.Type.BLACKHOLE;
            case "unreachable" -> Route.Type.UNREACHABLE;
            case "prohibit" -> Route.Type.PROHIBIT;
            case "throw" -> Route.Type.THROW;
            default -> null;
        };
    }

    /// A table's number by its name in /etc/iproute2/rt_tables, or written out.
    static int table(Line line) throws Line.Unreadable {
        Integer known = TABLES.get(line.peek().toLowerCase(Locale.ROOT));
        if (known == null) {
            return (int) line.number(Integer.MAX_VALUE);
        }
        line.next();
        return known;
    }

    private static final class Options {
        private @Nullable Ip via;
        private @Nullable String dev;
        private @Nullable Ip src;
        private int metric;
        private @Nullable Integer table;
        private boolean onlink;
        private String scope = "";
        private int mtu;
        private boolean v6;

        void read(Line line) throws Line.Unreadable {
            String word = line.next();
            switch (word) {
                case "via" -> {
                    if (via != null) {
                        throw new Line.Unreadable(word);
                    }
                    via = ip(line, "inet", "inet6");
                }
                case "dev", "oif" -> dev = line.next();
                case "src" -> src = ip(line);
                case "metric", "preference", "priority" -> metric = (int) line.number(Integer.MAX_VALUE);
                case "table" -> table = table(line);
                case "onlink" -> onlink = true;
                case "proto", "protocol" -> named(line, PROTOCOLS);
                case "scope" -> scope = named(line, SCOPES);
                case "tos", "dsfield" -> line.number(LARGEST_BYTE);
                case "mtu" -> {
                    if (line.peek().equals("lock")) {
                        line.next();
                    }
                    mtu = (int) line.number(Integer.MAX_VALUE);
                }
                default -> {
                    if (!IGNORED.contains(word)) {
                        throw new Line.Unreadable(word);
                    }
                    line.next();
                }
            }
        }

        private static String named(Line line, Set<String> names) throws Line.Unreadable {
            String word = line.peek();
            if (names.contains(word)) {
                return line.next();
            }
            return String.valueOf(line.number(LARGEST_BYTE));
        }

        private static Ip ip(Line line, String... families) throws Line.Unreadable {
            if (Set.of(families).contains(line.peek())) {
                line.next();
            }
            String word = line.next();
            return Ip.tryParse(word).orElseThrow(() -> new Line.Unreadable(word));
        }

        RouteLine line(Route.Type type, String prefix) throws Line.Unreadable {
            Cidr destination = destination(prefix);
            // Kernel: "Invalid prefix for given prefix length" (net/ipv4/fib_frontend.c, fib_table_insert).
            if (!destination.equals(destination.network()) || via != null && via.v6() != destination.v6()) {
                throw new Line.Unreadable(prefix);
            }
            // net/ipv4/fib_semantics.c: a way that leads nowhere has no gateway, a gateway is no neighbour of its own
            boolean near = scope.equals("link") || scope.equals("host") || scope.equals("nowhere");
            if (via != null && (near || !Route.Type.UNICAST.equals(type))) {
                throw new Line.Unreadable(near ? scope : "via");
            }
            // iproute2: local and broadcast routes go to the local table unless the line says another.
            boolean local = type == Route.Type.LOCAL || type == Route.Type.BROADCAST;
            int number = table == null ? local ? Route.LOCAL : Route.MAIN : table;
            return new RouteLine(type, destination, via, dev, src, metric, number, onlink, mtu);
        }

        private Cidr destination(String prefix) throws Line.Unreadable {
            return switch (prefix) {
                case "default", "all" ->
                    new Cidr(Family.of(v6 || via != null && via.v6()).any(), 0);
                default -> Cidr.tryParse(prefix).orElseThrow(() -> new Line.Unreadable(prefix));
            };
        }
    }
}
