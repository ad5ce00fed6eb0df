package vethscope.engine.fidelity.random;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// A small cluster with something around it, chosen by a seed: nodes on one segment, on a segment each, behind a router
/// or joined by a tunnel; pods, services, a way out; now and then a fault; probes.
public final class RandomDesign {

    enum Shape {
        L2,
        STICK,
        VPC,
        VXLAN
    }

    final Draw draw;
    final Shape shape;
    final boolean ptp;
    final int second;
    final String pods;
    final String services;
    final String proxy;
    final List<Place> nodes = new ArrayList<>();
    final List<Place> podList = new ArrayList<>();
    final List<Place> hosts = new ArrayList<>();
    final ObjectNode router;

    private RandomDesign(long seed) {
        draw = new Draw(seed);
        shape = draw.one(Shape.values());
        ptp = shape != Shape.VXLAN && draw.chance(35);
        second = draw.number(2, 60);
        pods = "10." + draw.number(200, 250);
        services = "10." + draw.number(92, 110) + ".0";
        proxy = draw.one("iptables", "iptables", "iptables", "nftables", "none");
        boolean randomFully = draw.chance(50);
        int count = draw.one(1, 2, 2, 2, 3, 3, 4);
        for (int i = 1; i <= (shape == Shape.VPC ? count : 1); i++) {
            draw.element("net" + i, "switch");
        }
        for (int i = 1; i <= count; i++) {
            node(i, count, randomFully);
        }
        router = draw.element("router", "router");
        router(count);
        int podCount = draw.number(2, 6);
        for (int i = 1; i <= podCount; i++) {
            pod(i);
        }
        new Outside(this).draw();
        new RandomServices(this).draw();
        Faults.draw(this);
        new RandomProbes(this).draw();
    }

    /// The design as the text of a file.
    public static String of(long seed) {
        return new RandomDesign(seed).text();
    }

    /// The same design with everything in IPv6 too, and most probes asked over it.
    public static String dualStack(long seed) {
        var design = new RandomDesign(seed);
        SecondFamily.draw(design);
        return design.text();
    }

    private String text() {
        return draw.root.toPrettyString() + "\n";
    }

    String net(int node) {
        return shape == Shape.VPC ? "net" + node : "net1";
    }

    private String prefix(int node) {
        return "10." + second + "." + (shape == Shape.VPC ? node : 0) + ".";
    }

    private void node(int i, int count, boolean randomFully) {
        ObjectNode node = draw.element("n" + i, "node");
        String ip = prefix(i) + (10 * i + draw.number(0, 9));
        draw.nic(node, "eth0", ip + "/24");
        String podCidr = pods + "." + (10 * i + draw.number(0, 9));
        node.put("podCIDR", podCidr + ".0/24");
        draw.route(node, "default via " + prefix(i) + "1");
        ObjectNode cni = node.putObject("cni");
        int mtu = shape == Shape.VXLAN ? 1450 : 1500;
        cni.put("type", ptp ? "ptp" : "bridge").put("mtu", mtu);
        if (!ptp) {
            cni.put("hairpinMode", draw.chance(75));
        }
        if (shape == Shape.VXLAN) {
            ObjectNode overlay = cni.putObject("overlay");
            overlay.put("type", "vxlan").put("device", "flannel.1").put("mtu", 1450);
            if (count > 1 && draw.chance(12)) {
                overlay.putArray("missingPeers").add("n" + (i % count + 1));
            }
        }
        kubeProxy(node, randomFully);
        masquerade(node, randomFully);
        nodes.add(new Place("n" + i, i, ip, podCidr + ".1", false, node));
        draw.link("n" + i + ":eth0", net(i) + ":n" + i + ".eth0");
        if (!ptp) {
            ObjectNode bridge = draw.element("n" + i + "-cni0", "bridge");
            bridge.put("in", "n" + i).put("device", "cni0").put("address", podCidr + ".1/24");
        }
        if (i == count && shape == Shape.L2) {
            nodes.forEach(a -> nodes.forEach(b -> {
                if (a != b) {
                    draw.route(a.json(), b.json().get("podCIDR").asText() + " via " + b.ip());
                }
            }));
        }
    }

    private void kubeProxy(ObjectNode node, boolean randomFully) {
        ObjectNode settings = node.putObject("kubeProxy").put("mode", proxy);
        if (proxy.equals("none")) {
            return;
        }
        settings.put("randomFully", randomFully).put("masqueradeAll", draw.chance(12));
        if (draw.chance(90)) {
            settings.put("clusterCIDR", pods + ".0.0/16");
        } else {
            settings.putNull("clusterCIDR");
        }
        if (draw.chance(10)) {
            settings.put("localhostNodePorts", false);
        }
        if (draw.chance(8)) {
            settings.putArray("nodePortAddresses")
                    .add(draw.one("10.0.0.0/8", "127.0.0.0/8", "172.30.0.0/16", "0.0.0.0/0"));
        }
    }

    private void masquerade(ObjectNode node, boolean randomFully) {
        if (draw.chance(8)) {
            node.putNull("masquerade");
            return;
        }
        ObjectNode settings = node.putObject("masquerade");
        settings.put(
                "source",
                draw.chance(80) ? pods + ".0.0/16" : node.get("podCIDR").asText());
        ArrayNode exclude = settings.putArray("exclude");
        if (draw.chance(90)) {
            exclude.add(pods + ".0.0/16");
        }
        if (draw.chance(15)) {
            exclude.add("10." + second + ".0.0/16");
        }
        settings.put("randomFully", randomFully);
    }

    private void router(int count) {
        for (int i = 1; i <= (shape == Shape.VPC ? count : 1); i++) {
            draw.nic(router, "eth" + i, prefix(i) + "1/24");
            draw.link("router:eth" + i, "net" + i + ":router.eth" + i);
        }
        if (shape == Shape.VPC || shape == Shape.STICK) {
            nodes.forEach(n -> draw.route(router, n.json().get("podCIDR").asText() + " via " + n.ip()));
        }
        if (draw.chance(30)) {
            draw.sysctl(router, "net.ipv4.conf.all.send_redirects", 1);
        }
    }

    private void pod(int i) {
        Place node = draw.one(nodes);
        ObjectNode pod = draw.element("p" + i, "pod").put("in", node.id());
        boolean hostNetwork = draw.chance(10);
        String ip = node.ip();
        if (hostNetwork) {
            pod.put("hostNetwork", true);
        } else {
            ip = node.gateway().substring(0, node.gateway().length() - 1) + (10 * i + draw.number(1, 9));
            pod.put("address", ip + (ptp ? "/32" : "/24"));
            draw.link("p" + i + ":eth0", ptp ? node.id() + ":calip" + i : node.id() + "-cni0:vethp" + i);
        }
        containers(pod, hostNetwork, i);
        podList.add(new Place("p" + i, node.node(), ip, ptp ? "169.254.1.1" : node.gateway(), hostNetwork, pod));
    }

    private void containers(ObjectNode pod, boolean hostNetwork, int i) {
        ArrayNode all = pod.putArray("containers");
        if (hostNetwork) {
            port(all, "agent", "TCP", 9100 + i);
            ObjectNode udp = port(all, "agent-udp", "UDP", 9200 + i);
            if (draw.chance(40)) {
                udp.put("replyFrom", "route");
            }
            return;
        }
        if (draw.chance(85)) {
            ObjectNode web = port(all, "web", "TCP", 8080);
            if (draw.chance(12)) {
                web.put("hostPort", 8888);
            }
        }
        if (draw.chance(60)) {
            ObjectNode udp = port(all, "dns", "UDP", 5353);
            if (draw.chance(15)) {
                udp.put("reply", "silent");
            }
        }
        if (draw.chance(15)) {
            port(all, "slow", "TCP", 7000).put("reply", "silent");
        }
        if (draw.chance(15)) {
            port(all, "shy", "TCP", 9000).put("bind", "127.0.0.1");
        }
        if (draw.chance(10)) {
            port(all, "clash", "TCP", 8080);
        }
    }

    ObjectNode port(ArrayNode containers, String name, String protocol, int port) {
        ObjectNode container = containers.addObject().put("name", name);
        return container.putArray("ports").addObject().put("protocol", protocol).put("port", port);
    }

    /// Pods with an address of their own.
    List<Place> netPods() {
        return podList.stream().filter(p -> !p.hostNetwork()).toList();
    }
}
