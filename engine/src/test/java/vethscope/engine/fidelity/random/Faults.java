package vethscope.engine.fidelity.random;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// None to four things that somebody got wrong, or set on purpose.
final class Faults {

    private Faults() {}

    static void draw(RandomDesign design) {
        Draw draw = design.draw;
        List<String> names = new ArrayList<>();
        for (int i = draw.one(0, 1, 1, 2, 2, 3, 4); i > 0; i--) {
            names.add(one(design, draw));
        }
        String net = design.shape.name().toLowerCase(java.util.Locale.ROOT);
        draw.root.put(
                "name",
                draw.root.get("name").asText() + " " + net + (design.ptp ? "/ptp" : "/bridge") + " " + design.proxy
                        + ": " + (names.isEmpty() ? "no faults" : String.join(", ", names)));
    }

    private static String one(RandomDesign design, Draw draw) {
        Place node = draw.one(design.nodes);
        ObjectNode box = draw.chance(70) ? node.json() : design.router;
        List<Place> pods = design.netPods();
        Place pod = pods.isEmpty() ? null : draw.one(pods);
        String ip = pod == null ? node.ip() : pod.ip();
        ArrayNode lines = draw.list(node.json(), "iptables");
        String protocol = draw.one("", "-p tcp ", "-p udp ", "-p icmp ");
        switch (draw.number(0, 41)) {
            case 0 -> {
                draw.map(node.json(), "policy").put("FORWARD", "DROP");
                return "policy";
            }
            case 1 -> {
                draw.sysctl(box, "net.ipv4.conf.all.rp_filter", draw.number(1, 2));
                return "rp_filter";
            }
            case 2 -> {
                draw.sysctl(box, "net.ipv4.ip_forward", 0);
                return "ip_forward";
            }
            case 3 -> {
                draw.sysctl(node.json(), "net.bridge.bridge-nf-call-iptables", 0);
                return "bridge-nf";
            }
            case 4 -> {
                draw.sysctl(node.json(), "net.ipv4.conf.all.route_localnet", draw.number(0, 1));
                return "route_localnet";
            }
            case 5 -> {
                ArrayNode routes = draw.list(box, "routes");
                if (!routes.isEmpty()) {
                    routes.remove(draw.number(0, routes.size() - 1));
                }
                return "missing route";
            }
            case 6 -> {
                draw.route(box, draw.one("blackhole ", "prohibit ", "unreachable ") + ip + "/32");
                return "route to nowhere";
            }
            case 7 -> {
                if (pod != null) {
                    draw.list(pod.json(), "routes")
                            .add(draw.one("blackhole ", "prohibit ", "unreachable ") + design.services + ".0/24");
                }
                return "pod's route to nowhere";
            }
            case 8 -> {
                if (pod != null && !design.ptp) {
                    pod.json()
                            .put(
                                    "gateway",
                                    pod.gateway().substring(0, pod.gateway().length() - 1)
                                            + draw.one(
                                                    "254",
                                                    pods.getFirst()
                                                            .ip()
                                                            .substring(pods.getFirst()
                                                                            .ip()
                                                                            .lastIndexOf('.')
                                                                    + 1)));
                }
                return "gateway";
            }
            case 9 -> {
                if (pod != null) {
                    pod.json().put("gateway", false);
                }
                return "no gateway";
            }
            case 10 -> {
                if (pod != null && !design.ptp) {
                    pod.json().put("address", pod.ip() + draw.one("/16", "/28", "/8"));
                }
                return "mask";
            }
            case 11 -> {
                lines.add("-I FORWARD -d " + ip + "/32 " + protocol + "-j DROP");
                return "drop";
            }
            case 12 -> {
                lines.add("-I FORWARD -d " + ip + "/32 -m conntrack --ctstate NEW -j REJECT"
                        + draw.one(
                                "",
                                " --reject-with icmp-host-unreachable",
                                " --reject-with icmp-net-unreachable",
                                " --reject-with icmp-admin-prohibited"));
                return "reject";
            }
            case 13 -> {
                lines.add("-I FORWARD -d " + ip + "/32 -p tcp -j REJECT --reject-with tcp-reset");
                return "tcp-reset";
            }
            case 14 -> {
                lines.add("-I " + draw.one("INPUT", "OUTPUT") + " " + protocol + "-j " + draw.one("DROP", "REJECT"));
                return "own packets";
            }
            case 15 -> {
                lines.add("-I FORWARD -s " + ip + "/32 -j REJECT");
                return "reject from";
            }
            case 16 -> {
                lines.add("-t nat -A PREROUTING -d " + node.ip() + "/32 -p tcp --dport 8888 -j DNAT --to-destination "
                        + ip + ":8080");
                return "forwarded port";
            }
            case 17 -> {
                lines.add("-t mangle -A PREROUTING -s " + ip + "/32 -j MARK --set-mark 7");
                draw.list(node.json(), "rules").add("fwmark 7 table 100");
                draw.route(
                        node.json(),
                        draw.one(
                                "blackhole default table 100",
                                "prohibit default table 100",
                                "default via " + design.nodes.getFirst().ip().replaceAll("\\.\\d+$", ".1")
                                        + " table 100"));
                return "policy routing by mark";
            }
            case 18 -> {
                draw.list(node.json(), "rules").add("from " + ip + "/32 table 101");
                draw.route(
                        node.json(),
                        draw.one(
                                "unreachable default table 101",
                                "throw default table 101",
                                "blackhole " + design.pods + ".0.0/16 table 101"));
                return "policy routing by source";
            }
            case 19 -> {
                lines.add("-t nat -I POSTROUTING -s " + ip + "/32 -j SNAT --to-source " + node.ip());
                return "snat";
            }
            case 20 -> {
                int at = draw.number(0, draw.links.size() - 1);
                ((ObjectNode) draw.links.get(at)).put("mtu", draw.one(1280, 1400, 9000));
                return "link mtu";
            }
            case 21 -> {
                lines.add("-I FORWARD -m conntrack --ctstate INVALID -j DROP");
                return "invalid";
            }
            case 22 -> {
                draw.route(
                        box,
                        draw.one(design.services + ".0/24", "198.51.100.0/24", design.pods + ".0.0/16") + " via "
                                + draw.one(design.nodes).ip());
                return "loop";
            }
            case 23 -> {
                draw.sysctl(node.json(), "net.ipv4.conf.eth0.proxy_arp", 1);
                return "proxy_arp";
            }
            case 24 -> {
                ((ObjectNode) node.json().get("kubeProxy")).removeAll().put("mode", "none");
                return "no kube-proxy";
            }
            case 25 -> {
                lines.add("-t nat -A PREROUTING -p tcp --dport 8889 -j REDIRECT --to-ports 9101");
                lines.add("-t nat -A OUTPUT -p tcp --dport 8889 -j DNAT --to-destination " + ip + ":8080");
                return "redirect";
            }
            case 26 -> {
                lines.add("-t raw -A PREROUTING -s " + ip + "/32 -j " + draw.one("DROP", "CT --notrack"));
                return "raw";
            }
            case 27 -> {
                draw.list(design.router, "iptables")
                        .add(draw.one(
                                "-I FORWARD -d " + ip + "/32 " + protocol + "-j REJECT",
                                "-I FORWARD -m conntrack --ctstate INVALID -j DROP",
                                "-I FORWARD " + protocol + "-j DROP",
                                "-I FORWARD -p tcp --tcp-flags SYN,ACK SYN,ACK -j REJECT --reject-with tcp-reset",
                                "-I OUTPUT -p icmp -j DROP"));
                return "router filters";
            }
            case 28 -> {
                draw.list(design.router, "iptables")
                        .add(draw.one(
                                "-t nat -A POSTROUTING -o eth1 -j MASQUERADE",
                                "-t nat -A POSTROUTING -s " + design.pods + ".0.0/16 -j MASQUERADE --random-fully",
                                "-t nat -A PREROUTING -p udp --dport 53 -j DNAT --to-destination " + ip + ":5353",
                                "-t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 9999"));
                return "router translates";
            }
            case 29 -> {
                lines.add("-I FORWARD -m physdev --physdev-is-bridged " + protocol + "-j "
                        + draw.one("DROP", "ACCEPT", "REJECT"));
                return "bridged";
            }
            case 30 -> {
                lines.add("-N GUARD");
                lines.add("-A GUARD -s " + design.pods + ".0.0/16 -j RETURN");
                lines.add("-A GUARD -m addrtype --dst-type LOCAL -j "
                        + draw.one("REJECT --reject-with icmp-host-prohibited", "DROP"));
                lines.add("-I " + draw.one("INPUT", "FORWARD") + " -j GUARD");
                return "chain";
            }
            case 31 -> {
                lines.add("-t mangle -A " + draw.one("PREROUTING", "OUTPUT") + " " + protocol + "-j MARK --set-mark 9");
                draw.list(node.json(), "rules").add("fwmark 9 lookup 109");
                draw.route(
                        node.json(),
                        draw.one(
                                "unreachable default table 109",
                                "blackhole default table 109",
                                design.services + ".0/24 via "
                                        + design.nodes.getLast().ip() + " table 109"));
                return "marked";
            }
            case 32 -> {
                draw.list(node.json(), "rules").add("to " + design.pods + ".0.0/16 iif eth0 lookup 110");
                draw.route(node.json(), draw.one("prohibit default table 110", "throw default table 110"));
                return "policy routing by input";
            }
            case 33 -> {
                if (pod != null) {
                    draw.list(pod.json(), "routes")
                            .add(draw.one(
                                    design.services + ".0/24 via "
                                            + pods.getLast().ip(),
                                    "10." + design.second + ".0.0/16 via "
                                            + pods.getFirst().ip()));
                }
                return "pod's detour";
            }
            case 34 -> {
                if (pod != null) {
                    draw.sysctl(pod.json(), "net.ipv4.ip_forward", 1);
                }
                return "pod forwards";
            }
            case 35 -> {
                lines.add("-t mangle -I POSTROUTING -d " + ip + "/32 " + protocol + "-j DROP");
                return "drop late";
            }
            case 36 -> {
                lines.add("-t nat -I PREROUTING -d " + ip + "/32 -p tcp --dport 8080 -j DNAT --to-destination "
                        + (pods.isEmpty() ? node.ip() + ":22" : draw.one(pods).ip() + ":8080"));
                return "detour by nat";
            }
            case 37 -> {
                lines.add("-t raw -A " + draw.one("PREROUTING", "OUTPUT") + " " + protocol + "-j CT --notrack");
                return "untracked";
            }
            case 38 -> {
                ObjectNode last = design.nodes.getLast().json();
                draw.sysctl(last, "net.ipv4.conf." + draw.one("eth0", "all", "lo") + ".rp_filter", 1);
                draw.route(
                        last,
                        "10." + design.second + "." + draw.number(0, 3) + ".0/25 via "
                                + design.nodes.getFirst().ip());
                return "asymmetric";
            }
            case 39 -> {
                lines.add("-P INPUT DROP");
                lines.add("-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
                lines.add("-A INPUT -p tcp --dport 9101 -j ACCEPT");
                return "closed node";
            }
            case 40 -> {
                lines.add("-t mangle -A PREROUTING -m conntrack --ctstate NEW -j CONNMARK --set-mark 5");
                lines.add("-I FORWARD -m connmark --mark 5 -m conntrack --ctstate ESTABLISHED -d " + ip
                        + " -j REJECT --reject-with icmp-net-prohibited");
                return "connmark";
            }
            default -> {
                if (pod != null) {
                    pod.json().put("mtu", draw.one(1280, 1400));
                }
                return "pod mtu";
            }
        }
    }
}
