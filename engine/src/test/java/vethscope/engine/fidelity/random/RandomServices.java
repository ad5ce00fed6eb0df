package vethscope.engine.fidelity.random;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// One to three services with all that kube-proxy knows of them.
final class RandomServices {

    private final RandomDesign design;
    private final Draw draw;

    RandomServices(RandomDesign design) {
        this.design = design;
        this.draw = design.draw;
    }

    void draw() {
        int count = draw.number(1, 3);
        for (int i = 0; i < count; i++) {
            service(i);
        }
    }

    private void service(int i) {
        ObjectNode service = draw.element("s" + (i + 1), "service");
        String type = draw.one("ClusterIP", "ClusterIP", "NodePort", "NodePort", "NodePort", "LoadBalancer");
        service.put("type", type).put("clusterIP", design.services + "." + (10 + i));
        if (draw.chance(15)) {
            service.put("internalTrafficPolicy", "Local");
        }
        if (!type.equals("ClusterIP") && draw.chance(40)) {
            service.put("externalTrafficPolicy", "Local");
        }
        if (draw.chance(20)) {
            doorOnARouter(service, "externalIPs", "198.51.100.8" + i);
        }
        if (type.equals("LoadBalancer")) {
            doorOnARouter(service, "loadBalancerIPs", "198.51.100.9" + i);
            if (draw.chance(30)) {
                service.putArray("loadBalancerSourceRanges")
                        .add(draw.one("203.0.113.0/24", "10.0.0.0/8", "192.0.2.0/24"));
            }
        }
        ObjectNode port = service.putArray("ports").addObject();
        boolean udp = draw.chance(40);
        int target = draw.chance(88) ? udp ? 5353 : 8080 : 4444;
        port.put("protocol", udp ? "UDP" : "TCP").put("port", udp ? 53 : 80).put("targetPort", target);
        if (!type.equals("ClusterIP")) {
            port.put("nodePort", 30000 + i);
        }
        endpoints(service, target);
    }

    /// An address that a router outside sends to one of the nodes.
    private void doorOnARouter(ObjectNode service, String key, String ip) {
        service.putArray(key).add(ip);
        draw.route(design.router, ip + "/32 via " + draw.one(design.nodes).ip());
        for (String box : new String[] {"igw", "lb"}) {
            if (draw.elements.get(box) instanceof ObjectNode gateway) {
                draw.route(gateway, ip + "/32 via 192.168.77.1");
            }
        }
    }

    private void endpoints(ObjectNode service, int target) {
        ArrayNode all = service.putArray("endpoints");
        List<Place> pods = design.netPods();
        int count = pods.isEmpty() ? 0 : draw.number(0, 9) == 0 ? 0 : draw.number(1, Math.min(3, pods.size()));
        if (count <= 1 && draw.chance(25)) {
            service.put("sessionAffinity", "ClientIP");
        }
        int first = pods.isEmpty() ? 0 : draw.number(0, pods.size() - 1);
        for (int i = 0; i < count; i++) {
            Place pod = pods.get((first + i) % pods.size());
            if (draw.chance(20)) {
                ObjectNode entry = all.addObject().put("pod", pod.id()).put("port", target);
                boolean ready = draw.chance(40);
                entry.put("ready", ready)
                        .put("serving", ready || draw.chance(60))
                        .put("terminating", !ready && draw.chance(70));
            } else {
                all.add(pod.id());
            }
        }
        if (!design.hosts.isEmpty() && draw.chance(12)) {
            all.add(draw.one(design.hosts).ip() + ":" + (target == 5353 ? 53 : 80));
        }
        for (Place pod : design.podList) {
            if (pod.hostNetwork() && draw.chance(30)) {
                int port = Integer.parseInt(pod.id().substring(1)) + (target == 5353 ? 9200 : 9100);
                all.add(pod.ip() + ":" + port);
            }
        }
    }
}
