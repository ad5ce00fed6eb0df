package vethscope.engine.fidelity.random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// Six to ten questions about a random design.
final class RandomProbes {

    private final RandomDesign design;
    private final Draw draw;

    /// An address that somebody may ask, with the port and protocol that are right there.
    private record Aim(String ip, int port, String protocol, int backends) {}

    RandomProbes(RandomDesign design) {
        this.design = design;
        this.draw = design.draw;
    }

    void draw() {
        int count = draw.number(6, 10);
        for (int i = 1; i <= count; i++) {
            JsonNode last = draw.probes.isEmpty() ? null : draw.probes.get(draw.probes.size() - 1);
            if (last != null && decided && draw.chance(25)) {
                again((ObjectNode) last, i);
            } else {
                probe(i);
            }
        }
    }

    private void again(ObjectNode last, int i) {
        ObjectNode probe = last.deepCopy();
        probe.put("name", "q" + i).put("sourcePort", port(i)).put("state", "warm");
        draw.probes.add(probe);
    }

    /// What a chosen backend leaves behind depends on chance, and a warm probe on what it finds.
    private boolean decided = true;

    private static int port(int i) {
        return 40000 + 100 * (i - 1);
    }

    private void probe(int i) {
        List<Place> senders = new ArrayList<>(design.podList);
        senders.addAll(design.podList);
        senders.addAll(design.nodes);
        senders.addAll(design.hosts);
        Place from = draw.one(senders);
        Aim aim = aim(from);
        ObjectNode probe = draw.probes.addObject().put("name", "q" + i).put("from", from.id());
        String protocol = draw.chance(80) ? aim.protocol() : draw.one("tcp", "udp", "icmp");
        int port = draw.chance(90) ? aim.port() : 81;
        probe.put("to", protocol.equals("icmp") ? aim.ip() : aim.ip() + ":" + port);
        probe.put("protocol", protocol).put("sourcePort", port(i));
        if (draw.chance(15)) {
            probe.put("ttl", draw.number(1, 6));
        }
        if (!protocol.equals("tcp") && draw.chance(25)) {
            probe.put("size", draw.one(1200, 1372, 1373, 1400, 1422, 1423, 1472, 1473, 2500))
                    .put("df", draw.chance(45));
        }
        decided = aim.backends() <= 1;
        if (aim.backends() > 1 && draw.chance(60)) {
            probe.put("attempts", draw.number(2, 8));
        }
    }

    private Aim aim(Place from) {
        List<Aim> all = new ArrayList<>();
        for (Place pod : design.podList) {
            all.add(
                    pod.hostNetwork()
                            ? new Aim(pod.ip(), Integer.parseInt(pod.id().substring(1)) + 9100, "tcp", 1)
                            : draw.chance(60)
                                    ? new Aim(pod.ip(), draw.chance(85) ? 8080 : 7000, "tcp", 1)
                                    : new Aim(pod.ip(), 5353, "udp", 1));
        }
        for (Place host : design.hosts) {
            all.add(new Aim(host.ip(), host.id().equals("h1") ? 5432 : 80, "tcp", 1));
            all.add(new Aim(host.ip(), 53, "udp", 1));
        }
        design.draw.elements.properties().stream()
                .filter(e -> e.getValue().path("kind").asText().equals("service"))
                .forEach(e -> {
                    services(all, e.getValue(), from);
                    services(all, e.getValue(), from);
                });
        all.add(new Aim(draw.one(design.nodes).ip(), 8888, "tcp", 1));
        all.add(new Aim(draw.one(design.nodes).ip(), 8889, "tcp", 1));
        all.add(new Aim(
                draw.one(
                        "127.0.0.1",
                        "169.254.1.1",
                        "192.168.77.2",
                        "198.51.100.11",
                        "8.8.8.8",
                        design.services + ".99",
                        design.nodes.getFirst().gateway().replaceAll("\\.\\d+$", ".240"),
                        design.nodes.getFirst().gateway()),
                8080,
                draw.one("tcp", "udp", "icmp"),
                1));
        if (draw.elements.has("lb")) {
            all.add(new Aim(Outside.WAN + "80", 80, draw.one("tcp", "udp"), 2));
            all.add(new Aim(Outside.WAN + "80", 80, draw.one("tcp", "udp"), 2));
        }
        return draw.one(all);
    }

    private void services(List<Aim> all, JsonNode service, Place from) {
        JsonNode port = service.path("ports").path(0);
        String protocol = port.path("protocol").asText().toLowerCase(java.util.Locale.ROOT);
        int backends = service.path("endpoints").size();
        all.add(new Aim(service.path("clusterIP").asText(), port.path("port").asInt(), protocol, backends));
        for (String key : new String[] {"externalIPs", "loadBalancerIPs"}) {
            service.path(key)
                    .forEach(
                            ip -> all.add(new Aim(ip.asText(), port.path("port").asInt(), protocol, backends)));
        }
        if (port.has("nodePort")) {
            Place node = draw.one(design.nodes);
            List<String> doors = new ArrayList<>(List.of(node.ip(), node.ip(), "127.0.0.1", node.gateway()));
            if (draw.elements.path("igw").path("nat").has(node.ip())) {
                doors.add(draw.elements.path("igw").path("nat").path(node.ip()).asText());
            }
            all.add(new Aim(draw.one(doors), port.path("nodePort").asInt(), protocol, backends));
        }
    }
}
