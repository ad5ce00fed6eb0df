package vethscope.engine.fidelity.random;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What stands around the cluster: a client on the nodes' own segment, and a way out by a gateway or a load balancer
/// with a host beyond.
final class Outside {

    static final String WAN = "203.0.113.";

    private final RandomDesign design;
    private final Draw draw;

    Outside(RandomDesign design) {
        this.design = design;
        this.draw = design.draw;
    }

    void draw() {
        if (draw.chance(35)) {
            neighbour();
        }
        if (draw.chance(15)) {
            storage();
        }
        switch (draw.number(0, 5)) {
            case 0, 1 -> gateway(draw.element("igw", "internet-gateway"), true);
            case 2, 3 -> gateway(draw.element("igw", "nat-gateway"), false);
            case 4 -> balancer();
            default -> {}
        }
    }

    /// A machine beside the first node, which knows its way to pods and services.
    private void neighbour() {
        ObjectNode host = draw.element("h1", "host");
        Place node = design.nodes.getFirst();
        String ip = node.ip().substring(0, node.ip().lastIndexOf('.') + 1) + "77";
        draw.nic(host, "eth0", ip + "/24");
        draw.link("h1:eth0", design.net(1) + ":h1.eth0");
        draw.route(host, "default via " + node.ip().substring(0, node.ip().lastIndexOf('.') + 1) + "1");
        if (draw.chance(50)) {
            draw.route(host, design.services + ".0/24 via " + node.ip());
        }
        if (draw.chance(40)) {
            draw.route(host, design.pods + ".0.0/16 via " + node.ip());
        }
        // redirects that a host believes stay for the next probe, and the recorder cannot take them away
        draw.sysctl(host, "net.ipv4.conf.all.accept_redirects", 0);
        draw.sysctl(host, "net.ipv4.conf.eth0.accept_redirects", 0);
        ArrayNode containers = host.putArray("containers");
        design.port(containers, "db", "TCP", 5432);
        design.hosts.add(new Place("h1", 1, ip, "", false, host));
    }

    /// A second network that only nodes and a database are on.
    private void storage() {
        draw.element("san", "switch");
        String prefix = "172.30." + design.second + ".";
        for (Place node : design.nodes) {
            draw.nic(node.json(), "eth1", prefix + (10 + node.node()) + "/24");
            draw.link(node.id() + ":eth1", "san:" + node.id() + ".eth1");
        }
        ObjectNode host = draw.element("db", "host");
        draw.nic(host, "eth0", prefix + "80/24");
        draw.link("db:eth0", "san:db.eth0");
        draw.route(host, "default via " + prefix + (10 + draw.one(design.nodes).node()));
        ArrayNode containers = host.putArray("containers");
        design.port(containers, "http", "TCP", 80);
        design.port(containers, "dns", "UDP", 53);
        design.hosts.add(new Place("db", 0, prefix + "80", "", false, host));
    }

    private String uplink(String box) {
        draw.element("edge", "switch");
        draw.element("wan", "switch");
        draw.nic(design.router, "uplink", "192.168.77.1/30");
        draw.route(design.router, "default via 192.168.77.2");
        draw.link("router:uplink", "edge:router.uplink");
        draw.link(box + ":in", "edge:" + box + ".in");
        draw.link(box + ":out", "wan:" + box + ".out");
        return WAN + draw.number(100, 200);
    }

    private void host(String id, String ip) {
        ObjectNode host = draw.element(id, "host");
        draw.nic(host, "eth0", ip + "/24");
        draw.link(id + ":eth0", "wan:" + id + ".eth0");
        draw.route(host, "default via " + WAN + "1");
        ArrayNode containers = host.putArray("containers");
        design.port(containers, "http", "TCP", 80);
        ObjectNode dns = design.port(containers, "dns", "UDP", 53);
        if (draw.chance(10)) {
            dns.put("reply", "silent");
        }
        design.hosts.add(new Place(id, 0, ip, WAN + "1", false, host));
    }

    private void gateway(ObjectNode igw, boolean oneToOne) {
        String ip = uplink("igw");
        draw.nic(igw, "in", "192.168.77.2/30");
        draw.nic(igw, "out", WAN + "1/24");
        draw.route(igw, "10." + design.second + ".0.0/16 via 192.168.77.1");
        if (draw.chance(40)) {
            draw.route(igw, design.pods + ".0.0/16 via 192.168.77.1");
        }
        igw.put("outside", "out");
        if (oneToOne) {
            ObjectNode nat = igw.putObject("nat");
            for (Place node : design.nodes) {
                nat.put(node.ip(), "198.51.100." + (10 + node.node()));
            }
            if (draw.chance(30)) {
                igw.put("dropUnknown", false);
            }
        } else {
            igw.put("randomFully", draw.chance(40));
            if (draw.chance(30)) {
                igw.put("dropUnsolicited", false);
            }
        }
        host("inet", ip);
    }

    private void balancer() {
        ObjectNode lb = draw.element("lb", "load-balancer");
        String ip = uplink("lb");
        draw.nic(lb, "in", "192.168.77.2/30");
        draw.nic(lb, "out", WAN + "1/24", WAN + "80/24");
        draw.route(lb, "10." + design.second + ".0.0/16 via 192.168.77.1");
        draw.route(lb, design.pods + ".0.0/16 via 192.168.77.1");
        host("user", ip);
        ArrayNode listeners = lb.putArray("listeners");
        for (String protocol : new String[] {"TCP", "UDP"}) {
            ObjectNode listener = listeners.addObject().put("protocol", protocol);
            if (draw.chance(80)) {
                listener.put("address", WAN + "80");
            }
            listener.put("port", 80).put("mode", "dnat").put("snat", draw.chance(35));
            ArrayNode targets = listener.putArray("targets");
            boolean toPods = draw.chance(30) && !design.netPods().isEmpty();
            int count = draw.number(1, 2);
            for (int i = 0; i < count; i++) {
                String target = toPods
                        ? draw.one(design.netPods()).ip() + (protocol.equals("TCP") ? ":8080" : ":5353")
                        : draw.one(design.nodes).ip() + ":" + (30000 + draw.number(0, 2));
                targets.add(target);
            }
        }
    }
}
