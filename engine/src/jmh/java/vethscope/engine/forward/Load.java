package vethscope.engine.forward;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import vethscope.engine.compile.Compiler;
import vethscope.engine.network.Network;
import vethscope.engine.network.World;
import vethscope.engine.replay.Replay;
import vethscope.engine.replay.Resolution;
import vethscope.model.Cni;
import vethscope.model.Design;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.generate.ClusterSize;
import vethscope.model.generate.Clusters;

/// A network of some size and packets to send through it; neighbours are known, connections are not.
///
/// @param steps of a trace, on average
record Load(Network network, World warm, List<Flow> flows, double steps) {

    private static final int PODS_PER_NODE = 30;
    private static final int SERVICES = 1_000;
    private static final int FLOWS = 256;

    /// The endpoints that chance may choose among, and so the ways that a packet may take.
    private static final int ENDPOINTS = 3;

    /// A packet to the last of many Services: see [Chain].
    static Load services(int services) {
        Chain chain = Chain.of(services, ENDPOINTS, "iptables");
        return of(chain.network(), List.of(chain.flow()));
    }

    /// A cluster with 30 pods on each node and 1,000 Services. Pods all over it call Services and have their answer.
    static Load pods(int pods) {
        int nodes = pods / PODS_PER_NODE;
        Design design = Clusters.draw(new ClusterSize(
                nodes, PODS_PER_NODE, SERVICES, ENDPOINTS, Cni.Type.BRIDGE, ClusterSize.Between.ROUTES, 1));
        Network network = Compiler.compile(design).network();
        var lots = new Random(1);
        List<Flow> flows = Stream.generate(() -> call(lots, nodes))
                .limit(FLOWS)
                .map(probe -> ((Resolution.Ready) Replay.resolve(design, network, probe)).flow())
                .toList();
        return of(network, flows);
    }

    private static Probe call(Random lots, int nodes) {
        String pod = "pod-" + (1 + lots.nextInt(nodes)) + "-" + (1 + lots.nextInt(PODS_PER_NODE));
        String service = "svc-" + (1 + lots.nextInt(SERVICES)) + ":80";
        return new Probe("", pod, null, service, Protocol.TCP, Probe.Shape.DEFAULT, Probe.Run.DEFAULT, null);
    }

    private static Load of(Network network, List<Flow> flows) {
        World warm = World.COLD;
        for (int seed = 0; seed < ENDPOINTS * ENDPOINTS; seed++) {
            for (Flow flow : flows) {
                warm = Forwarder.send(network, warm, flow, Chance.seeded(seed)).after().withoutConnections();
            }
        }
        World known = warm;
        double steps = flows.stream()
                .mapToInt(flow -> Forwarder.send(network, known, flow, Chance.seeded(0))
                        .trace()
                        .steps()
                        .size())
                .average()
                .orElseThrow();
        return new Load(network, known, flows, steps);
    }

    /// Sends one of the packets; every call is another one, and draws another lot.
    Forwarder.Run send(int call) {
        return Forwarder.send(
                network, warm, flows.get(call % flows.size()), Chance.seeded(call / flows.size() % (ENDPOINTS * ENDPOINTS)));
    }
}
