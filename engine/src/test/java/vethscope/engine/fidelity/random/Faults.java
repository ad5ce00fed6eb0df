package vethscope.engine.fidelity.random;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// None to three things that somebody got wrong, or set on purpose.
final class Faults {

    private Faults() {}

    static void draw(RandomDesign design) {
        Draw draw = design.draw;
        List<String> names = new ArrayList<>();
        for (int i = draw.one(0, 1, 1, 1, 2, 2, 3); i > 0; i--) {
            names.add(one(design, draw));
        }
        String net = design.shape.name().toLowerCase(java.util.Locale.ROOT);
        draw.root.put(
                "name",
                draw.root.get("name").asText() + " " + net + (design.ptp ? "/ptp" : "/bridge") + " " + design.proxy + ": "
                        + (names.isEmpty() ? "no faults" : String.join(", ", names)));
    }

    private static String one(RandomDesign design, Draw draw) {
        Place node = draw.one(design.nodes);
        ObjectNode box = draw.chance(70) ? node.json() : design.router;
        List<Place> pods = design.netPods();
        Place pod = pods.isEmpty() ? null : draw.one(pods);
        String ip = pod == null ? node.ip() : pod.ip();
        ArrayNode lines = draw.list(node.json(), "iptables");
        String protocol = draw.one("", "-p tcp ", "-p udp ", "-p icmp ");
        switch (draw.number(0, 27)) {
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
                    pod.json().put("gateway", pod.gateway().substring(0, pod.gateway().length() - 1)
                            + draw.one("254", pods.getFirst().ip().substring(pods.getFirst().ip().lastIndexOf('.') + 1)));
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
                        + draw.one("", " --reject-with icmp-host-unreachable", " --reject-with icmp-net-unreachable",
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
                lines.add("-t nat -A PREROUTING -d " + node.ip() + "/32 -p tcp --dport 8888 -j DNAT --to-destination " + ip + ":8080");
                return "forwarded port";
            }
            case 17 -> {
                lines.add("-t mangle -A PREROUTING -s " + ip + "/32 -j MARK --set-mark 7");
                draw.list(node.json(), "rules").add("fwmark 7 table 100");
                draw.route(node.json(), draw.one("blackhole default table 100", "prohibit default table 100",
                        "default via " + design.nodes.getFirst().ip().replaceAll("\\.\\d+$", ".1") + " table 100"));
                return "policy routing by mark";
            }
            case 18 -> {
                draw.list(node.json(), "rules").add("from " + ip + "/32 table 101");
                draw.route(node.json(), draw.one("unreachable default table 101", "throw default table 101", "blackhole " + design.pods + ".0.0/16 table 101"));
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
                draw.route(box, draw.one(design.services + ".0/24", "198.51.100.0/24", design.pods + ".0.0/16") + " via "
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
            default -> {
                if (pod != null) {
                    pod.json().put("mtu", draw.one(1280, 1400));
                }
                return "pod mtu";
            }
        }
    }
}
