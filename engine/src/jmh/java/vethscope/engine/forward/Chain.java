package vethscope.engine.forward;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import vethscope.engine.compile.Compiler;
import vethscope.engine.network.Network;
import vethscope.engine.network.World;
import vethscope.engine.replay.Replay;
import vethscope.engine.replay.Resolution;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.Topology;
import vethscope.model.address.Ip;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;
import vethscope.model.element.Element;
import vethscope.model.element.Head;
import vethscope.model.element.Service;

/// Client, two forwarding nodes, server, as four network namespaces in a row, and kube-proxy's rules for many UDP
/// Services on the first node. Only the last Service's endpoint is the server; every packet of the client is the first
/// of its connection. Neighbours are known, as they are after the first packet.
record Chain(Network network, World warm, Flow flow) {

    private static final String DRAWING = """
            { "vethscope": 1,
              "cluster": { "podCIDR": "10.1.0.0/16", "masquerade": null, "kubeProxy": { "mode": "none" } },
              "elements": {
                "c": { "kind": "host", "interfaces": { "eth0": { "address": "10.1.1.2/24" } }, "routes": ["default via 10.1.1.1"] },
                "a": { "kind": "node",
                       "interfaces": { "ac": { "address": "10.1.1.1/24" }, "ab": { "address": "10.9.0.1/24" } },
                       "routes": ["10.1.2.0/24 via 10.9.0.2"],
                       "iptables": ["-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"],
                       "kubeProxy": { "mode": "%s" } },
                "b": { "kind": "node",
                       "interfaces": { "ba": { "address": "10.9.0.2/24" }, "bs": { "address": "10.1.2.1/24" } },
                       "routes": ["10.1.1.0/24 via 10.9.0.1"],
                       "iptables": ["-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"] },
                "s": { "kind": "host", "interfaces": { "eth0": { "address": "10.1.2.2/24" } }, "routes": ["default via 10.1.2.1"],
                       "containers": [{ "name": "sink", "ports": [{ "protocol": "UDP", "port": 8080, "reply": "silent" }] }] }
              },
              "links": [{ "from": "c:eth0", "to": "a:ac" }, { "from": "a:ab", "to": "b:ba" }, { "from": "b:bs", "to": "s:eth0" }] }
            """;

    private static final Ip FIRST_SERVICE = Ip.parse("10.96.0.0");
    private static final Ip FIRST_ENDPOINT = Ip.parse("10.244.0.0");

    /// @param mode of kube-proxy on the first node: iptables or nftables
    /// @param endpoints of each Service but the last
    static Chain of(int services, int endpoints, String mode) {
        Design design = ((Reading.Opened) Veth.read(DRAWING.formatted(mode))).design();
        var elements = new LinkedHashMap<Id, Element>(design.topology().elements());
        for (int i = 0; i < services; i++) {
            Service service = service(i, i == services - 1 ? List.of(at(Ip.parse("10.1.2.2"))) : others(i, endpoints));
            elements.put(service.id(), service);
        }
        Design whole = design.with(new Topology(elements, design.topology().links()));
        Network network = Compiler.compile(whole).network();
        var probe = new Probe(
                "", "c", null, FIRST_SERVICE.plus(services - 1L) + ":80", Protocol.UDP, Probe.Shape.DEFAULT, Probe.Run.DEFAULT, null);
        Flow flow = ((Resolution.Ready) Replay.resolve(whole, network, probe)).flow();
        World warm = Forwarder.send(network, World.COLD, flow, Chance.seeded(1)).after().withoutConnections();
        return new Chain(network, warm, flow);
    }

    private static List<Service.Endpoint> others(int service, int endpoints) {
        return IntStream.range(0, endpoints)
                .<Service.Endpoint>mapToObj(i -> at(FIRST_ENDPOINT.plus((long) service * endpoints + i)))
                .toList();
    }

    private static Service.Endpoint at(Ip ip) {
        return new Service.Endpoint.OfAddress(ip, 8080);
    }

    private static Service service(int index, List<Service.Endpoint> endpoints) {
        return new Service(
                Head.of("svc-" + index),
                "default",
                Service.Type.CLUSTER_IP,
                Service.Addresses.NONE.withClusterIps(List.of(FIRST_SERVICE.plus(index))),
                null,
                endpoints,
                List.of(new Service.Port(null, Protocol.UDP, 80, "8080", 0)),
                Service.Traffic.DEFAULT);
    }
}
