package vethscope.engine.compile.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.compile.Drawn;
import vethscope.engine.network.World;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Fate;
import vethscope.model.Design;
import vethscope.model.Probe;
import vethscope.model.Protocol;

/// The truth tables of Kubernetes' own tests, Cyclonus and the conformance suite of the cluster-wide policies
/// (resources/truth/network-policy/truth.json, `meta`): each cell is a packet that is sent.
class PolicyTruthTest {

    private static final JsonNode TRUTH = truth();

    private static final int LARGE = 200;

    private static final Probe.Run WARM = new Probe.Run(true, 1, 1);

    /// A question of a table and its answer.
    private record Cell(String from, String to, String protocol, int port, boolean allowed) {}

    /// A cluster and what was asked of it. Who has which hardware address is found out once, connections start
    /// afresh.
    private static final class Drawn {
        private final Replay replay;
        private final Map<Cell, Fate> known = new HashMap<>();
        private World world = World.COLD;

        Drawn(Design design) {
            replay = Replay.of(design, Compiler.compile(design).network());
        }

        Fate fate(JsonNode topology, Cell cell) {
            return known.computeIfAbsent(cell, k -> {
                var probe = new Probe(
                        "cell",
                        from(cell.from()),
                        null,
                        to(topology, cell),
                        Protocol.valueOf(cell.protocol()),
                        Probe.Shape.DEFAULT,
                        WARM,
                        null);
                Played played = replay.play(world, probe, false);
                world = played.after().withoutConnections();
                return played.traces().getFirst().outcome();
            });
        }
    }

    private final Map<String, JsonNode> topologies = new HashMap<>();
    private final Map<String, Drawn> drawn = new HashMap<>();

    PolicyTruthTest() {
        TRUTH.get("topologies").forEach(t -> topologies.put(t.get("id").asText(), t));
    }

    @ParameterizedTest
    @EnumSource(PolicyCluster.Wiring.class)
    void everyCellOfEveryTableIsPredicted(PolicyCluster.Wiring wiring) {
        var wrong = new ArrayList<String>();
        var right = new TreeMap<String, int[]>();
        for (JsonNode group : TRUTH.get("cases")) {
            for (JsonNode step : group.get("steps")) {
                JsonNode topology = topologies.get(step.get("topology").asText());
                boolean fits = wiring == PolicyCluster.Wiring.ROUTED || PolicyCluster.fitsBridges(topology);
                List<Cell> cells = cells(step);
                // Routed pods get a sample of the large tables.
                Drawn at = drawn(topology, step, fits ? wiring : PolicyCluster.Wiring.ROUTED);
                int stride = wiring == PolicyCluster.Wiring.ROUTED && cells.size() > LARGE ? 7 : 1;
                for (int i = 0; i < cells.size(); i += stride) {
                    Cell cell = cells.get(i);
                    int[] score = right.computeIfAbsent(group.get("source").asText(), k -> new int[3]);
                    Fate fate = at.fate(topology, cell);
                    boolean equal = fate == (cell.allowed() ? Fate.DELIVERED : Fate.TIMEOUT);
                    score[0] += equal ? 1 : 0;
                    score[1]++;
                    if (!equal) {
                        wrong.add(group.get("id").asText() + " " + cell + " " + fate);
                    }
                }
            }
        }
        right.forEach(
                (source, score) -> System.out.println(wiring + " " + source + ": " + score[0] + " of " + score[1]));
        assertEquals(List.of(), wrong.subList(0, Math.min(20, wrong.size())), wrong.size() + " cells differ");
    }

    private static List<Cell> cells(JsonNode step) {
        var cells = new ArrayList<Cell>();
        step.path("probes")
                .forEach(probe -> cells.add(new Cell(
                        probe.get("from").asText(),
                        probe.get("to").asText(),
                        probe.get("protocol").asText(),
                        probe.get("port").asInt(),
                        probe.get("allowed").asBoolean())));
        JsonNode order = step.path("order");
        step.path("expected").properties().forEach(table -> {
            String[] port = table.getKey().split("/");
            for (int from = 0; from < order.size(); from++) {
                String row = table.getValue().get(from).asText();
                for (int to = 0; to < row.length(); to++) {
                    if (row.charAt(to) != '-') {
                        cells.add(new Cell(
                                order.get(from).asText(),
                                order.get(to).asText(),
                                port[0],
                                Integer.parseInt(port[1]),
                                row.charAt(to) == '1'));
                    }
                }
            }
        });
        return cells;
    }

    private Drawn drawn(JsonNode topology, JsonNode step, PolicyCluster.Wiring wiring) {
        return drawn.computeIfAbsent(
                wiring + topology.get("id").asText() + step.get("policies") + step.path("probes"),
                k -> draw(topology, step, wiring));
    }

    private static Drawn draw(JsonNode topology, JsonNode step, PolicyCluster.Wiring wiring) {
        var outside = new TreeSet<String>();
        var listening = new HashMap<String, Set<String>>();
        for (JsonNode probe : step.path("probes")) {
            for (String end : List.of("from", "to")) {
                String text = probe.get(end).asText();
                if (text.startsWith("ip:")) {
                    outside.add(text.substring(3));
                }
            }
            listening
                    .computeIfAbsent(from(probe.get("to").asText()), k -> new TreeSet<>())
                    .add(probe.get("protocol").asText() + "/"
                            + probe.get("port").asInt());
        }
        Design design = PolicyCluster.draw(topology, step.get("policies"), wiring, outside, listening);
        return new Drawn(design);
    }

    private static String from(String written) {
        return written.startsWith("ip:")
                ? PolicyCluster.outsideId(written.substring(3))
                : PolicyCluster.id(written.startsWith("node:") ? written.substring(5) : written);
    }

    private static String to(JsonNode topology, Cell cell) {
        if (cell.to().startsWith("svc:")) {
            return PolicyCluster.id(cell.to().substring(4)) + ".svc:" + cell.port();
        }
        if (cell.to().startsWith("ip:")) {
            return cell.to().substring(3) + ":" + cell.port();
        }
        for (JsonNode pod : topology.get("pods")) {
            if (cell.to()
                    .equals(pod.get("namespace").asText() + "/"
                            + pod.get("name").asText())) {
                return pod.get("ip").asText() + ":" + cell.port();
            }
        }
        throw new IllegalStateException(cell.to());
    }

    private static JsonNode truth() {
        try (InputStream in = PolicyTruthTest.class.getResourceAsStream("/truth/network-policy/truth.json")) {
            return new JsonMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
