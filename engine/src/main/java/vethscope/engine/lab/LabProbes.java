package vethscope.engine.lab;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.forward.Flow;
import vethscope.engine.forward.Lookup;
import vethscope.engine.network.Network;
import vethscope.engine.network.Recent;
import vethscope.engine.network.World;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.replay.Resolution;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Probe;

/// The saved probes with what the engine says will become of them, as lab.py reads them.
final class LabProbes {

    private final Design design;
    private final Network network;
    private final Replay replay;
    private final Text text = new Text();
    private World world = World.COLD;

    private LabProbes(Design design, Network network) {
        this.design = design;
        this.network = network;
        this.replay = Replay.of(design, network);
    }

    /// What the cluster's DNS knows: the names that probes ask for and have an answer.
    static String zone(Design design, Network network) {
        var lines = new TreeSet<String>();
        for (Probe probe : design.probes()) {
            if (Replay.resolve(design, network, probe) instanceof Resolution.Ready(var flow)
                    && flow.lookup() != null
                    && flow.lookup().server() != null) {
                flow.lookup().servers().stream()
                        .flatMap(server -> server.attempts().stream())
                        .filter(Lookup.Attempt::exists)
                        .forEach(known -> lines.add("name " + Text.quoted(known.name())
                                + known.addresses().stream().map(ip -> " " + ip).collect(Collectors.joining())));
            }
        }
        return lines.stream().map(l -> l + "\n").collect(Collectors.joining());
    }

    static String of(Design design, Network network) {
        var probes = new LabProbes(design, network);
        design.probes().forEach(probes::add);
        return probes.text.toString();
    }

    private void add(Probe probe) {
        text.line("probe " + Text.quoted(probe.name()));
        switch (Replay.resolve(design, network, probe)) {
            case Resolution.Refused(var why) -> text.line("  send cold none " + skip(why.in(Locale.ENGLISH)));
            case Resolution.Ready(var flow) -> add(probe, flow);
        }
    }

    private static String skip(String why) {
        return Text.quoted("skip=" + why);
    }

    private void add(Probe probe, Flow flow) {
        World before = world;
        Played played = replay.play(before, probe, false);
        world = played.after();
        Optional<String> from = network.home(flow.from()).map(n -> n.id().value());
        if (flow.lookup() != null
                && flow.lookup().server() == null
                && !flow.lookup().found()) {
            text.line("  send " + state(probe) + " " + skip("it needs a DNS server, and none is drawn"));
            return;
        }
        if (flow.arrivesAt() != null || from.isEmpty()) {
            text.line("  send " + state(probe) + " " + skip("it comes from outside the drawing"));
            return;
        }
        List<Trace> possible = possible(played, before, probe);
        text.line("  send " + state(probe) + " " + question(flow, from.get())
                + run(probe, LabNeeds.of(network, flow, possible)));
        var wants = new LinkedHashSet<String>();
        possible.forEach(t -> wants.add("  want " + want(t)));
        wants.forEach(text::line);
    }

    private static String state(Probe probe) {
        return (probe.run().warm() ? "warm " : "cold ") + probe.protocol().lower();
    }

    private static String question(Flow flow, String from) {
        var words = new ArrayList<String>();
        words.add("from=" + from);
        if (flow.source() != null) {
            words.add("source=" + flow.source());
        }
        words.addAll(lookup(flow.lookup()));
        words.add("sport=" + flow.sourcePort());
        words.add("to="
                + (flow.protocol().hasPorts()
                        ? vethscope.engine.packet.Packet.at(flow.destination(), flow.port())
                        : flow.destination()));
        if (flow.ttl() != 64) {
            words.add("ttl=" + flow.ttl());
        }
        if (flow.size() != 0) {
            words.add("size=" + flow.size());
        }
        if (flow.df()) {
            words.add("df=yes");
        }
        if (flow.request().host() != null) {
            words.add(Text.quoted("host=" + flow.request().host()));
        }
        if (flow.request().path() != null) {
            words.add(Text.quoted("path=" + flow.request().path()));
        }
        return String.join(" ", words);
    }

    /// Whom the resolver asks, how often, and for which names, in order, and which
    /// of them is the one that was given.
    private static List<String> lookup(@Nullable Lookup lookup) {
        if (lookup == null || lookup.server() == null) {
            return List.of();
        }
        String names = lookup.names().stream().map(Lookup.Attempt::name).collect(Collectors.joining(","));
        String servers = lookup.servers().stream()
                .map(server -> String.valueOf(server.ip()))
                .collect(Collectors.joining(","));
        return List.of(
                "resolver=" + servers,
                "tries=" + lookup.manner().attempts(),
                Text.quoted("names=" + names),
                Text.quoted("given=" + lookup.given()));
    }

    private static String run(Probe probe, Set<String> needs) {
        String attempts =
                probe.run().attempts() > 1 ? " attempts=" + probe.run().attempts() : "";
        return needs.isEmpty() ? attempts : attempts + " " + Text.quoted("needs=" + String.join(",", needs));
    }

    /// Every attempt and every leaf. What session affinity remembers of earlier probes may be another choice in the lab
    /// than here, so the leaves of a world that remembers none are possible as well.
    private List<Trace> possible(Played played, World before, Probe probe) {
        List<Trace> possible = new ArrayList<>(Stream.concat(played.traces().stream(), played.leaves().stream())
                .toList());
        if (!before.recent().equals(Recent.EMPTY)) {
            possible.addAll(replay.play(before.withoutAffinity(), probe, true).leaves());
        }
        return possible;
    }

    private static String want(Trace trace) {
        String outcome = trace.outcome().json();
        Trace.Arrival at = trace.at();
        if (trace.outcome() != Fate.DELIVERED || at == null || at.container() == null) {
            return outcome;
        }
        var text = new StringBuilder(outcome);
        text.append(' ')
                .append(Text.quoted("at=" + LabServers.process(at.element().value(), at.container())));
        String seen = trace.sourceSeen();
        if (seen != null) {
            int colon = seen.lastIndexOf(':');
            String port = seen.substring(colon + 1);
            boolean kept = port.equals(Integer.toString(trace.probe().sourcePort()));
            text.append(" source=")
                    .append(seen.substring(0, colon).replaceAll("[\\[\\]]", ""))
                    .append(kept ? " port=kept" : " port=any");
        }
        return text.toString();
    }
}
