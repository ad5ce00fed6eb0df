package vethscope.engine.compile;

import java.util.ArrayList;
import java.util.List;
import vethscope.engine.finding.Notes;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.origin.Origin;
import vethscope.model.Id;
import vethscope.model.Masquerade;
import vethscope.model.address.Cidr;

/// The CNI's egress SNAT on a node (containernetworking/plugins, pkg/ip/ipmasq_iptables_linux.go).
final class Masquerading {

    private Masquerading() {}

    /// Appended, hence after kube-proxy's jump in POSTROUTING.
    static Ruleset append(Ruleset rules, Id node, Masquerade settings, List<Cidr> podCidr, Notes notes) {
        List<Cidr> sources = settings.source().isEmpty() ? podCidr : settings.source();
        List<Cidr> excludes = settings.exclude().isEmpty() ? podCidr : settings.exclude();
        var lines = new ArrayList<String>();
        for (boolean v6 : new boolean[] {false, true}) {
            String end = settings.randomFully() ? " --random-fully" : "";
            lines.addAll(lines(v6 ? "ip6tables -t nat" : "-t nat", family(sources, v6), family(excludes, v6), end));
        }
        return RuleScript.run(rules, node, lines, Origin.MASQUERADE, notes);
    }

    private static List<String> lines(String table, List<Cidr> sources, List<Cidr> excludes, String end) {
        if (sources.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        lines.add(table + " -N CNI-MASQ");
        sources.forEach(source -> lines.add(table + " -A POSTROUTING -s " + source + " -j CNI-MASQ"));
        excludes.forEach(exclude -> lines.add(table + " -A CNI-MASQ -d " + exclude + " -j RETURN"));
        lines.add(table + " -A CNI-MASQ -j MASQUERADE" + end);
        return lines;
    }

    private static List<Cidr> family(List<Cidr> all, boolean v6) {
        return all.stream().filter(c -> c.v6() == v6).map(Cidr::network).toList();
    }
}
