package vethscope.engine.compile;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import vethscope.engine.netfilter.IptablesText;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Proxy;
import vethscope.engine.network.Route;
import vethscope.engine.network.RouteRule;
import vethscope.engine.network.Socket;
import vethscope.engine.origin.Origin;
import vethscope.engine.verify.Findings;
import vethscope.model.Design;

/// Machines as an administrator would print them, and what is wrong with the drawing; for golden files.
final class Machines {

    private final StringBuilder text = new StringBuilder();

    private Machines() {}

    static String print(Design design) {
        Compiled compiled = Compiler.compile(design);
        var machines = new Machines();
        Findings.of(design, compiled)
                .forEach(f -> machines.line("! " + f.code() + " " + f.message().in(Locale.ENGLISH)));
        compiled.network().spaces().values().forEach(machines::print);
        return machines.text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private void print(Netns netns) {
        line("");
        line("[" + netns.id() + "] "
                + netns.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        netns.interfaces().values().stream().filter(d -> !d.name().equals("lo")).forEach(d -> line("  " + device(d)));
        netns.fib().rules().stream()
                .filter(r -> !Fib.STANDARD_RULES.contains(r))
                .forEach(r -> line("  rule " + rule(r)));
        netns.fib()
                .tables()
                .forEach((table, routes) -> routes.stream()
                        .filter(r -> table != Route.LOCAL || !r.author().equals(Origin.KERNEL))
                        .forEach(r ->
                                line("  " + r + (table == Route.MAIN ? "" : " table " + table) + "  # " + r.author())));
        netns.permanent()
                .neighbours()
                .forEach(n -> line("  neighbour " + n.ip() + " dev " + n.dev() + " lladdr " + n.mac()));
        netns.permanent().fdb().forEach(f -> line("  fdb " + f.mac() + " dev " + f.dev() + " dst " + f.remote()));
        netns.bound()
                .forEach(s -> line("  listen " + s.protocol().lower() + " " + Socket.text(s.bind(), s.port()) + " "
                        + s.element() + "/" + s.container()));
        netns.proxies().forEach(this::proxy);
        netns.sysctl().values().forEach((key, value) -> {
            if (key.endsWith("proxy_arp")) {
                line("  " + key + "=" + value);
            }
        });
        rules(netns);
    }

    private void proxy(Proxy p) {
        line("  proxy " + p.protocol().lower() + " " + p.bind() + ":" + p.port() + " " + p.element() + " "
                + p.kind().name().toLowerCase(Locale.ROOT));
        p.rules()
                .forEach(r -> line("    " + r.match() + " -> "
                        + r.groups().stream().map(Machines::group).collect(Collectors.joining(", "))));
    }

    private static String group(Proxy.Group g) {
        return (g.name() == null ? "" : g.name() + " ")
                + (g.weight() == 1 ? "" : "weight " + g.weight() + " ")
                + (g.targets().isEmpty() ? g.status() : g.targets());
    }

    private static String device(Interface d) {
        return d.name() + " " + d.kind().name().toLowerCase(Locale.ROOT) + " mtu " + d.mtu() + " "
                + d.addresses().stream().map(Object::toString).collect(Collectors.joining(" "))
                + (d.port() == null
                        ? ""
                        : " master " + d.port().bridge() + (d.port().hairpin() ? " hairpin" : ""))
                + (d.peer() == null
                        ? ""
                        : " -> " + d.peer().netns() + ":" + d.peer().iface())
                + (d.tunnel() == null
                        ? ""
                        : " id " + d.tunnel().vni() + " local " + d.tunnel().local() + " dev "
                                + d.tunnel().underlay())
                + (d.up() ? "" : " DOWN");
    }

    private static String rule(RouteRule r) {
        return r.priority() + ":"
                + (r.from() == null ? "" : " from " + r.from())
                + (r.to() == null ? "" : " to " + r.to())
                + (r.mask() == 0 ? "" : " fwmark " + r.mark() + "/" + Integer.toHexString(r.mask()))
                + " lookup " + r.table();
    }

    private void rules(Netns netns) {
        List<String> lines = IptablesText.print(netns.ruleset())
                .lines()
                .filter(l -> !l.isBlank() && !l.equals("COMMIT") && !l.endsWith(" ACCEPT [0:0]"))
                .toList();
        lines.forEach(l -> line("  " + l));
    }
}
