package vethscope.engine.compile;

import java.util.ArrayList;
import java.util.List;
import vethscope.engine.finding.Notes;
import vethscope.engine.netfilter.Ruleset;
import vethscope.model.Id;
import vethscope.model.Masquerade;
import vethscope.model.address.Cidr;

/// The CNI's egress SNAT on a node (containernetworking/plugins, pkg/ip/ipmasq_iptables_linux.go).
final class Masquerading {

    private Masquerading() {}

    /// Appended, hence after kube-proxy's jump in POSTROUTING.
    static Ruleset append(Ruleset rules, Id node, Masquerade settings, List<Cidr> podCidr, Notes notes) {
        List<Cidr> sources = ipv4(settings.source().isEmpty() ? podCidr : settings.source());
        if (sources.isEmpty()) {
            return rules;
        }
        var lines = new ArrayList<String>();
        lines.add("-t nat -N CNI-MASQ");
        sources.forEach(source -> lines.add("-t nat -A POSTROUTING -s " + source + " -j CNI-MASQ"));
        ipv4(settings.exclude().isEmpty() ? podCidr : settings.exclude())
                .forEach(exclude -> lines.add("-t nat -A CNI-MASQ -d " + exclude + " -j RETURN"));
        lines.add("-t nat -A CNI-MASQ -j MASQUERADE" + (settings.randomFully() ? " --random-fully" : ""));
        return RuleScript.run(rules, node, lines, "CNI", notes);
    }

    private static List<Cidr> ipv4(List<Cidr> all) {
        return all.stream().filter(c -> !c.v6()).map(Cidr::network).toList();
    }
}
