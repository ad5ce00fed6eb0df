package vethscope.engine.compile.site;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import vethscope.engine.netfilter.Notation;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.VirtualServer;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.engine.origin.Origin;

/// The entries of a machine's tables that one author wrote, in the words of the tools that show them.
public final class Written {

    /// Nobody reads more of one step.
    private static final int MOST = 200;

    private Written() {}

    /// Rules and virtual servers.
    public static List<String> by(Netns netns, Predicate<Origin> author) {
        var told = new LinkedHashSet<String>();
        for (boolean v6 : new boolean[] {false, true}) {
            for (Map<Table, Map<String, Chain>> tables :
                    List.of(netns.ruleset().family(v6), netns.ruleset().nft(v6))) {
                tables.forEach((table, chains) -> chains.keySet().stream()
                        .takeWhile(_ -> told.size() < MOST)
                        .forEach(name -> Optional.ofNullable(chains.get(name))
                                .ifPresent(chain -> rules(table, chain, v6, author, told))));
            }
        }
        List<String> lines = new ArrayList<>(told);
        for (VirtualServer server : netns.ipvs().all()) {
            if (server.origin() != null && author.test(server.origin()) && lines.size() < MOST) {
                lines.add("ipvs " + server);
                server.servers().forEach(real -> lines.add("ipvs   -> " + real + " Masq " + real.weight()));
            }
        }
        return lines.size() <= MOST ? lines : cut(lines);
    }

    /// The routes of a machine that pass the filter, as `ip route` prints them.
    public static List<String> routes(Netns netns, Predicate<Route> which) {
        return netns.fib().tables().values().stream()
                .flatMap(List::stream)
                .filter(which)
                .limit(MOST)
                .map(route -> "ip route " + route)
                .toList();
    }

    private static List<String> cut(List<String> lines) {
        var some = new ArrayList<>(lines.subList(0, MOST));
        some.add("…");
        return some;
    }

    /// A chain of nft has no table of iptables: where several name it, it is told once.
    private static void rules(Table table, Chain chain, boolean v6, Predicate<Origin> author, Set<String> lines) {
        boolean iptables = chain.notation() == Notation.IPTABLES;
        for (int i = 0; i < chain.rules().size() && lines.size() <= MOST; i++) {
            Rule rule = chain.rules().get(i);
            if (rule.origin() != null && author.test(rule.origin())) {
                String entry = chain.notation().entry(table, chain, i, v6);
                lines.add((v6 && iptables ? "ip6tables " : "") + (iptables ? table.lower() + " " : "") + entry);
            }
        }
    }

    /// The same lines on several machines are told once.
    public static List<String> perMachine(Map<String, List<String>> lines) {
        var machines = new LinkedHashMap<List<String>, List<String>>();
        lines.forEach((machine, own) ->
                machines.computeIfAbsent(own, _ -> new ArrayList<>()).add(machine));
        var all = new ArrayList<String>();
        machines.forEach((own, names) -> {
            if (!own.isEmpty()) {
                all.add("# " + String.join(", ", names));
                all.addAll(own);
            }
        });
        return all;
    }
}
