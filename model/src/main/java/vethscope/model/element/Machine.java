package vethscope.model.element;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The configuration of a Linux box as its owner would type it.
///
/// @param routes lines for `ip route add`
/// @param rules lines for `ip rule add`
/// @param sysctl dotted key to value
/// @param iptables lines for the `iptables` command, run in order after kube-proxy and CNI installed theirs
/// @param containers processes of the machine itself
public record Machine(
        List<Nic> interfaces,
        List<String> routes,
        List<String> rules,
        Map<String, String> sysctl,
        List<String> iptables,
        List<Container> containers) {

    public static final Machine EMPTY = new Machine(List.of(), List.of(), List.of(), Map.of(), List.of(), List.of());

    static final Fields<Machine> FIELDS = Fields.of(Machine.class, Machine.EMPTY)
            .key(
                    "interfaces",
                    new FieldType.Keyed<>(new FieldType.Text(false), Nic.FIELDS),
                    Fields.byName(Part.component(Machine.class, "interfaces"), Nic::name, Nic::withName),
                    "network interfaces by name")
            .key("routes", FieldType.LINES, "routes", "lines for `ip route add`")
            .key("rules", FieldType.LINES, "rules", "lines for `ip rule add`")
            .key("sysctl", FieldType.SYSCTLS, "sysctl", "dotted key to value")
            .key(
                    "iptables",
                    FieldType.LINES,
                    "iptables",
                    "lines for the `iptables` command, run after kube-proxy and CNI installed theirs; `ipset create` and `ipset add` too")
            .key("containers", Container.LIST, "containers", "processes of the machine itself");

    public Machine {
        interfaces = List.copyOf(interfaces);
        routes = List.copyOf(routes);
        rules = List.copyOf(rules);
        sysctl = Collections.unmodifiableMap(new LinkedHashMap<>(sysctl));
        iptables = List.copyOf(iptables);
        containers = List.copyOf(containers);
    }

    public Machine withInterfaces(List<Nic> interfaces) {
        return new Machine(interfaces, routes, rules, sysctl, iptables, containers);
    }

    public Machine withRoutes(List<String> routes) {
        return new Machine(interfaces, routes, rules, sysctl, iptables, containers);
    }
}
