package vethscope.app.paint;

import java.util.List;
import java.util.Map;
import vethscope.model.Id;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;
import vethscope.model.element.Element;

/// One element of each kind, as a file would have it, and where the sheet shows it.
final class Specimens {

    private static final String DRAWING = """
            { "vethscope": 1, "elements": {
              "zone-a": { "kind": "zone" },
              "n1": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.0.11/24" } } },
              "p1": { "kind": "pod", "address": "10.244.2.2/24", "containers": [ { "name": "nginx", "ports": [ { "port": 80 } ] } ] },
              "vm2": { "kind": "node" },
              "cbr0": { "kind": "bridge", "device": "cbr0", "address": "10.244.1.1/24" },
              "plain": { "kind": "bridge", "device": "cbr0" },
              "sw1": { "kind": "switch" },
              "router": { "kind": "router" },
              "vpc": { "kind": "vpc" },
              "igw": { "kind": "internet-gateway" },
              "natgw": { "kind": "nat-gateway" },
              "web": { "kind": "service", "clusterIP": "10.96.0.10", "ports": [ { "port": 80 } ] },
              "app": { "kind": "service", "type": "NodePort", "clusterIP": "10.96.0.20", "ports": [ { "port": 80, "nodePort": 30080 } ] },
              "lb-1": { "kind": "load-balancer", "address": "203.0.113.7/32" },
              "shop": { "kind": "ingress", "rules": [ { "path": "/cart", "service": "cart", "port": "80" } ] },
              "edge": { "kind": "gateway", "listeners": [ { "name": "https", "port": 443, "protocol": "HTTPS" } ] },
              "route": { "kind": "http-route", "rules": [ { "matches": [ { "path": { "type": "PathPrefix", "value": "/api" } } ], "backendRefs": [ { "name": "api", "port": 80 } ] } ] },
              "internet": { "kind": "internet" },
              "client": { "kind": "host", "interfaces": { "eth0": { "address": "198.51.100.9/24" } } },
              "ns1": { "kind": "netns", "interfaces": { "veth1": { "address": "10.1.0.2/24" } } },
              "allow-web": { "kind": "network-policy", "podSelector": {}, "ingress": [ {} ] },
              "deny-all": { "kind": "cluster-network-policy", "ingress": [ {} ], "egress": [ {} ] },
              "sg-nodes": { "kind": "security-group", "ingress": [ { "protocol": "tcp" }, { "protocol": "udp" } ] },
              "acl-1": { "kind": "network-acl", "ingress": [ { "protocol": "tcp" } ], "egress": [ { "protocol": "tcp" } ] },
              "note": { "kind": "note", "text": "Pods reach pods without NAT." }
            } }
            """;

    private static final Map<Id, Element> ELEMENTS = read();

    static final Element POD = element("p1");
    static final Element NODE = element("vm2");
    static final Element SERVICE = element("web");
    static final Element PLAIN_BRIDGE = element("plain");
    static final Element VPC = element("vpc");

    /// @param label the baseline of the title under it
    record Specimen(String title, Element element, int column, double y, double w, double h, double label) {}

    static final List<Specimen> ALL = List.of(
            new Specimen("Zone, VPC, cluster", element("zone-a"), 0, 90, 120, 46, 153),
            new Specimen("Node", element("n1"), 1, 80, 124, 60, 153),
            new Specimen("Bare netns", element("ns1"), 2, 90, 120, 48, 153),
            new Specimen("Pod", element("p1"), 3, 76, 124, 68, 157),
            new Specimen("Note", element("note"), 4, 80, 120, 60, 153),
            new Specimen("Bridge", element("cbr0"), 0, 186, 120, 32, 243),
            new Specimen("Switch", element("sw1"), 1, 182, 120, 32, 243),
            new Specimen("Router", element("router"), 2, 166, 56, 56, 253),
            new Specimen("VPC router", element("vpc"), 3, 166, 56, 56, 253),
            new Specimen("Internet gateway", element("igw"), 4, 166, 56, 56, 253),
            new Specimen("NAT gateway", element("natgw"), 0, 262, 56, 56, 349),
            new Specimen("Service, ClusterIP", element("web"), 1, 270, 112, 40, 333),
            new Specimen("Service, NodePort", element("app"), 2, 270, 124, 40, 333),
            new Specimen("Cloud LB", element("lb-1"), 3, 266, 120, 48, 333),
            new Specimen("Ingress, ALB", element("shop"), 4, 260, 124, 58, 333),
            new Specimen("Gateway", element("edge"), 0, 362, 124, 48, 427),
            new Specimen("HTTP route", element("route"), 1, 352, 124, 58, 427),
            new Specimen("Internet", element("internet"), 2, 352, 104, 58, 427),
            new Specimen("Host", element("client"), 3, 358, 126, 48, 427),
            new Specimen("Network policy", element("allow-web"), 4, 354, 124, 56, 427),
            new Specimen("Security group", element("sg-nodes"), 0, 446, 124, 56, 519),
            new Specimen("Network ACL", element("acl-1"), 1, 446, 128, 56, 519),
            new Specimen("Cluster network policy", element("deny-all"), 2, 446, 156, 56, 519));

    private Specimens() {}

    private static Element element(String id) {
        return java.util.Objects.requireNonNull(ELEMENTS.get(Id.of(id)), id);
    }

    private static Map<Id, Element> read() {
        return switch (Veth.read(DRAWING)) {
            case Reading.Opened opened -> opened.design().topology().elements();
            case Reading.Refused refused -> throw new IllegalStateException(refused.toString());
        };
    }
}
