package vethscope.engine.compile.cloud;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vethscope.model.address.Ip;
import vethscope.model.element.InternetGateway;
import vethscope.model.element.NatGateway;

/// The address translation that the gateway boxes run, as lines of `iptables`.
public final class GatewayRules {

    private GatewayRules() {}

    /// One-to-one NAT between private and public addresses, on the interface that faces the internet. IPv6 passes as
    /// it is, but for unique local addresses, which nobody on the internet knows.
    ///
    /// @param nat private to public, each pair of one family
    /// @param v6 whether anybody speaks IPv6
    public static List<String> of(InternetGateway gateway, Map<Ip, Ip> nat, String out, boolean v6) {
        var lines = new ArrayList<String>();
        Map<Ip, Ip> pairs = alike(nat);
        pairs.forEach((inner, outer) -> {
            lines.add("-t nat -A PREROUTING -i " + out + " -d " + outer + " -j DNAT --to-destination " + inner);
            lines.add("-t nat -A POSTROUTING -o " + out + " -s " + inner + " -j SNAT --to-source " + outer);
        });
        if (gateway.dropUnknown()) {
            pairs.keySet().forEach(inner -> lines.add("-A FORWARD -o " + out + " -s " + inner + " -j ACCEPT"));
            lines.add("-A FORWARD -o " + out + " -j DROP");
            if (v6) {
                lines.add("-A FORWARD -o " + out + " -s " + CloudRoutes.UNIQUE_LOCAL + " -j DROP");
            }
        }
        return lines;
    }

    /// The public addresses that an internet gateway answers for, as lines of `ip route add`.
    public static List<String> routes(Map<Ip, Ip> nat) {
        return alike(nat).values().stream()
                .distinct()
                .map(outer -> "local " + outer + " dev lo")
                .toList();
    }

    /// Many-to-one NAT towards the internet; nothing comes in that was not asked for. IPv6 keeps its addresses, as
    /// through an egress-only internet gateway (Amazon VPC User Guide).
    ///
    /// @param v6 whether anybody speaks IPv6
    public static List<String> of(NatGateway gateway, String out, boolean v6) {
        var lines = new ArrayList<String>();
        lines.add("-t nat -A POSTROUTING -o " + out + " -j MASQUERADE"
                + (gateway.randomFully() ? " --random-fully" : ""));
        if (gateway.dropUnsolicited()) {
            for (String command : v6 ? List.of("", "ip6tables ") : List.of("")) {
                lines.add(command + "-A FORWARD -i " + out + " -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
                lines.add(command + "-A FORWARD -i " + out + " -j DROP");
            }
        }
        return lines;
    }

    /// The same where clients and the internet are behind one interface.
    public static List<String> oneArmed(NatGateway gateway, String out) {
        var lines = new ArrayList<>(of(gateway, out, false).subList(0, 1));
        if (gateway.dropUnsolicited()) {
            lines.add("-A INPUT -i " + out + " -m conntrack --ctstate NEW -j DROP");
        }
        return lines;
    }

    private static Map<Ip, Ip> alike(Map<Ip, Ip> nat) {
        var pairs = new LinkedHashMap<Ip, Ip>();
        nat.forEach((inner, outer) -> {
            if (inner.v6() == outer.v6()) {
                pairs.put(inner, outer);
            }
        });
        return pairs;
    }
}
