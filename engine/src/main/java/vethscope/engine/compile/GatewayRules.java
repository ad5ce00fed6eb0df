package vethscope.engine.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vethscope.model.address.Ip;
import vethscope.model.element.InternetGateway;
import vethscope.model.element.NatGateway;

/// The address translation that the gateway boxes run, as lines of `iptables`.
final class GatewayRules {

    private GatewayRules() {}

    /// One-to-one NAT between private and public addresses, on the interface that faces the internet.
    ///
    /// @param nat private to public
    static List<String> of(InternetGateway gateway, Map<Ip, Ip> nat, String out) {
        var lines = new ArrayList<String>();
        Map<Ip, Ip> pairs = ipv4(nat);
        pairs.forEach((inner, outer) -> {
            lines.add("-t nat -A PREROUTING -i " + out + " -d " + outer + " -j DNAT --to-destination " + inner);
            lines.add("-t nat -A POSTROUTING -o " + out + " -s " + inner + " -j SNAT --to-source " + outer);
        });
        if (gateway.dropUnknown()) {
            pairs.keySet().forEach(inner -> lines.add("-A FORWARD -o " + out + " -s " + inner + " -j ACCEPT"));
            lines.add("-A FORWARD -o " + out + " -j DROP");
        }
        return lines;
    }

    /// The public addresses that an internet gateway answers for, as lines of `ip route add`.
    static List<String> routes(Map<Ip, Ip> nat) {
        return ipv4(nat).values().stream()
                .distinct()
                .map(outer -> "local " + outer + " dev lo")
                .toList();
    }

    /// Many-to-one NAT towards the internet; nothing comes in that was not asked for.
    static List<String> of(NatGateway gateway, String out) {
        var lines = new ArrayList<String>();
        lines.add("-t nat -A POSTROUTING -o " + out + " -j MASQUERADE"
                + (gateway.randomFully() ? " --random-fully" : ""));
        if (gateway.dropUnsolicited()) {
            lines.add("-A FORWARD -i " + out + " -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
            lines.add("-A FORWARD -i " + out + " -j DROP");
        }
        return lines;
    }

    /// The same where clients and the internet are behind one interface.
    static List<String> oneArmed(NatGateway gateway, String out) {
        var lines = new ArrayList<>(of(gateway, out).subList(0, 1));
        if (gateway.dropUnsolicited()) {
            lines.add("-A INPUT -i " + out + " -m conntrack --ctstate NEW -j DROP");
        }
        return lines;
    }

    /// IPv6 needs no NAT towards the internet.
    private static Map<Ip, Ip> ipv4(Map<Ip, Ip> nat) {
        var pairs = new LinkedHashMap<Ip, Ip>();
        nat.forEach((inner, outer) -> {
            if (!inner.v6() && !outer.v6()) {
                pairs.put(inner, outer);
            }
        });
        return pairs;
    }
}
