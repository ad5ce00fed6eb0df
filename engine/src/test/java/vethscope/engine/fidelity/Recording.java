package vethscope.engine.fidelity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vethscope.engine.compile.Compiler;
import vethscope.engine.network.World;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Probe;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;
import vethscope.model.element.Switch;

/// A topology that was built from network namespaces of a real kernel, and what was seen on every interface when its
/// probes were sent.
record Recording(Path folder, Design design, JsonNode truth) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SEEDS = 32;
    private static final List<String> LEGS = List.of("dns", "request", "reply", "rst", "icmp-error", "fragment");

    /// What depends on which packet won a race, or on which backend a list remembered.
    private static final List<String> RACES = List.of("07-", "16c-", "16l-");

    static List<Recording> all(Path root) throws IOException {
        try (Stream<Path> folders = Files.list(root)) {
            var recordings = new ArrayList<Recording>();
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                recordings.add(load(folder));
            }
            return recordings;
        }
    }

    static Recording load(Path folder) throws IOException {
        JsonNode truth = JSON.readTree(folder.resolve("truth.json").toFile());
        return switch (Veth.read(Files.readAllBytes(folder.resolve("design.veth")))) {
            case Reading.Opened opened -> new Recording(folder, opened.design(), truth);
            case Reading.Refused refused -> throw new IOException(folder + ": " + refused.problem());
        };
    }

    String name() {
        return folder.getFileName().toString();
    }

    boolean isScored() {
        return RACES.stream().noneMatch(name()::startsWith);
    }

    /// Each probe finds what those before it left. Where chance decided, that is what the kernel's choice left, not
    /// the choice that the drawing's seed makes.
    Score score() {
        Map<String, JsonNode> recorded = new HashMap<>();
        truth.path("probes").forEach(p -> recorded.put(p.path("id").asText(), p));
        Replay replay = Replay.of(design, Compiler.compile(design).network());
        World world = World.COLD;
        Score score = Score.NONE;
        for (Probe probe : design.probes()) {
            Played played = replay.play(world, probe, true);
            JsonNode truth = recorded.get(probe.name());
            if (truth != null) {
                score = score.plus(judge(played.traces(), truth));
            }
            world = truth == null || played.traces().size() < 2 ? played.after() : left(replay, world, probe, truth);
        }
        return score;
    }

    private World left(Replay replay, World world, Probe probe, JsonNode truth) {
        JsonNode first = firstAttempt(truth);
        Played played = replay.play(world, probe, false);
        for (long seed = 1; seed <= SEEDS && !tookThatWay(played.traces().getFirst(), first); seed++) {
            played = replay.play(world, seeded(probe, seed), false);
        }
        return played.after();
    }

    private boolean tookThatWay(Trace trace, JsonNode outcome) {
        return sameOutcome(trace, outcome) && compare(trace, outcome, "").path() == 1;
    }

    private static Probe seeded(Probe probe, long seed) {
        Probe.Run run = probe.run();
        return new Probe(
                probe.name(),
                probe.from(),
                probe.arrivesAt(),
                probe.to(),
                probe.protocol(),
                probe.shape(),
                new Probe.Run(run.warm(), run.attempts(), seed),
                probe.expect());
    }

    private Score judge(List<Trace> leaves, JsonNode probe) {
        String name = name() + "/" + probe.path("id").asText();
        for (JsonNode outcome : probe.path("outcomes")) {
            if (leaves.stream().noneMatch(t -> sameOutcome(t, outcome))) {
                JsonNode r = outcome.path("result");
                return Score.miss(name + " kernel " + r.path("status").asText() + " "
                        + r.path("container").asText() + " sees "
                        + r.path("seenSource").asText() + ", predicted "
                        + leaves.stream()
                                .map(t -> t.outcome() + " at " + t.at() + " sees " + t.sourceSeen() + " because "
                                        + t.reason())
                                .limit(2)
                                .toList());
            }
        }
        JsonNode first = firstAttempt(probe);
        return leaves.stream()
                .filter(leaf -> sameOutcome(leaf, first))
                .map(leaf -> compare(leaf, first, name))
                .reduce(Score::better)
                .orElse(Score.of(1, 0, 0, name + " nothing was predicted"));
    }

    private static JsonNode firstAttempt(JsonNode probe) {
        for (JsonNode outcome : probe.path("outcomes")) {
            if (outcome.path("attempt").asInt(0) == 0) {
                return outcome;
            }
        }
        return probe.path("outcomes").path(0);
    }

    private Score compare(Trace leaf, JsonNode outcome, String name) {
        Set<Integer> wild = wildcards(leaf, outcome);
        Set<String> switches =
                design.topology().all(Switch.class).map(s -> s.id().value()).collect(Collectors.toSet());
        Map<String, String> owners = new HashMap<>();
        truth.path("macs").properties().forEach(e -> owners.put(e.getValue().asText(), e.getKey()));
        List<Event> real = new ArrayList<>();
        for (JsonNode e : outcome.path("events")) {
            if (!e.path("flood").asBoolean()
                    && !e.has("dropped")
                    && !switches.contains(e.path("at").asText())) {
                real.add(Event.recorded(e, wild));
            }
        }
        List<Event> ours = leaf.steps().stream()
                .filter(s -> s.isWire()
                        && !s.flood()
                        && s.dropped() == null
                        && !switches.contains(s.netns().value()))
                .map(s -> Event.predicted(s, wild, owners))
                .toList();
        for (String leg : LEGS) {
            List<Event> a = leg(real, leg).stream().map(Event::withoutMacs).toList();
            List<Event> b = leg(ours, leg).stream().map(Event::withoutMacs).toList();
            if (!a.equals(b)) {
                return Score.of(1, 0, 0, name + " " + difference(a, b));
            }
        }
        for (String leg : LEGS) {
            if (!leg(real, leg).equals(leg(ours, leg))) {
                return Score.of(1, 1, 0, name + " " + difference(leg(real, leg), leg(ours, leg)));
            }
        }
        Map<Event, Long> a = count(leg(real, "arp"));
        Map<Event, Long> b = count(leg(ours, "arp"));
        return a.equals(b)
                ? Score.of(1, 1, 1, "")
                : Score.of(1, 1, 0, name + " ARP: kernel only " + surplus(a, b) + ", predicted only " + surplus(b, a));
    }

    private static Map<Event, Long> count(List<Event> events) {
        return events.stream().collect(Collectors.groupingBy(e -> e, LinkedHashMap::new, Collectors.counting()));
    }

    private static List<Event> surplus(Map<Event, Long> of, Map<Event, Long> over) {
        return of.keySet().stream()
                .filter(e -> of.get(e) > over.getOrDefault(e, 0L))
                .toList();
    }

    private static List<Event> leg(List<Event> events, String leg) {
        return events.stream().filter(e -> e.leg().equals(leg)).toList();
    }

    private static String difference(List<Event> kernel, List<Event> predicted) {
        for (int i = 0; i < Math.max(kernel.size(), predicted.size()); i++) {
            Object a = i < kernel.size() ? kernel.get(i) : "nothing";
            Object b = i < predicted.size() ? predicted.get(i) : "nothing";
            if (!a.equals(b)) {
                return "[" + i + "] kernel " + a + ", predicted " + b;
            }
        }
        return "same";
    }

    private static boolean sameOutcome(Trace t, JsonNode outcome) {
        JsonNode r = outcome.path("result");
        if (!t.outcome().json().equals(r.path("status").asText())) {
            return false;
        }
        String container = r.path("container").asText("");
        if (!r.path("status").asText().equals("delivered") || container.isEmpty()) {
            return true;
        }
        Trace.Arrival at = t.at();
        String where = at == null ? "" : at.element() + (at.container() == null ? "" : "/" + at.container());
        if (!where.equals(container)) {
            return false;
        }
        String seen = r.path("seenSource").asText("");
        if (seen.isEmpty()) {
            return true;
        }
        String ours = String.valueOf(t.sourceSeen());
        Set<Integer> wild = wildcards(t, outcome);
        return anyPort(ours, wild).equals(anyPort(seen, wild))
                || outcome.path("attempt").asInt(0) > 0 && ip(ours).equals(ip(seen));
    }

    private static String ip(String end) {
        return end.substring(0, Math.max(0, end.lastIndexOf(':')));
    }

    private static String anyPort(String end, Set<Integer> wild) {
        int colon = end.lastIndexOf(':');
        return colon > 0 && wild.contains(Integer.parseInt(end.substring(colon + 1)))
                ? end.substring(0, colon) + ":*"
                : end;
    }

    /// Random ports: the kernel's, and whatever port of the prediction the recording does not know.
    private static Set<Integer> wildcards(Trace t, JsonNode outcome) {
        Set<Integer> wild = new HashSet<>();
        outcome.path("result").path("rewrittenPorts").forEach(p -> wild.add(p.asInt()));
        Set<Integer> known = new HashSet<>();
        for (JsonNode e : outcome.path("events")) {
            for (String key : List.of("sport", "dport")) {
                if (e.path(key).asInt() != 0) {
                    known.add(e.path(key).asInt());
                }
            }
        }
        known.removeAll(wild);
        for (Step step : t.steps()) {
            if (step.frame() != null
                    && step.leg() != Leg.ARP
                    && Event.visible(step).content() instanceof vethscope.engine.packet.Packet packet) {
                for (int port : new int[] {packet.sourcePort(), packet.destinationPort()}) {
                    if (port != 0 && !known.contains(port)) {
                        wild.add(port);
                    }
                }
            }
        }
        return wild;
    }
}
