package vethscope.engine.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.engine.packet.Family;
import vethscope.engine.replay.Replay;
import vethscope.engine.replay.Resolution;
import vethscope.model.Design;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// A network as one shell script that builds it of network namespaces, sends the saved probes, and compares what
/// happened with what the engine said.
///
/// The compiled [Network] is all that it knows: what the script builds is what the forwarder walks.
public final class LabScript {

    /// Where the far ends of cables that lead nowhere lie.
    static final String UNPLUGGED = "unplugged";

    private static final int PREFIX = 8;

    private final Design design;
    private final Network network;
    private final String file;
    private final Text text = new Text();
    private int loose;

    private LabScript(Design design, Network network, String file) {
        this.design = design;
        this.network = network;
        this.file = file;
    }

    /// @param file the design's file name, which the script cites and takes its short prefix from
    public static String of(Design design, Network network, String file) {
        var script = new LabScript(design, network, file);
        script.write();
        return script.text.toString();
    }

    private void write() {
        introduce();
        text.line("TOOLS=(" + String.join(" ", tools()) + ")");
        text.line("NAMESPACES=(");
        names().forEach(name -> text.line("    " + name));
        text.line(")");
        boolean call =
                network.spaces().values().stream().anyMatch(n -> n.sysctl().bridgeNfCall(Family.V4));
        text.line("BRIDGES_CALL_IPTABLES=" + (call ? "yes" : "no")).blank();
        text.heading("the machines");
        text.blank().line("build() {").blank();
        boolean sctp = network.spaces().values().stream()
                .flatMap(n -> n.bound().stream())
                .anyMatch(s -> s.protocol() == Protocol.SCTP);
        if (sctp || design.probes().stream().anyMatch(p -> p.protocol() == Protocol.SCTP)) {
            text.line("has SCTP python3 -c 'import socket as s; s.socket(s.AF_INET, s.SOCK_STREAM, 132)' || true");
        }
        namespaces();
        cables();
        SortedSet<Ip> asked = asked();
        for (Netns netns : network.spaces().values()) {
            String section = LabMachine.section(netns, asked);
            if (!section.isEmpty()) {
                String title = netns.name().equals(netns.id().value()) ? "" : ", " + Text.oneLine(netns.name());
                text.blank().heading(netns.id() + " (" + LabMachine.kind(netns) + title + ")");
                text.block(section);
            }
        }
        text.line("}").blank();
        text.heading("the processes and the probes");
        text.blank();
        file("write_servers", "servers", LabServers.of(network) + LabProbes.zone(design, network));
        file("write_probes", "probes", LabProbes.of(design, network));
        map();
        text.heading("lab.py");
        text.blank();
        text.line("write_program() {");
        text.line("cat >\"$STATE/lab.py\" <<'PYTHON'").block(resource("lab.py")).line("PYTHON");
        text.line("}");
        text.block(resource("tail.sh"));
    }

    /// The IPv6 addresses that somebody may look for on a link: those of devices, and where probes go.
    private SortedSet<Ip> asked() {
        Stream<Ip> devices = network.spaces().values().stream()
                .flatMap(n -> n.interfaces().values().stream())
                .flatMap(i -> i.addresses().stream())
                .map(Cidr::ip);
        Stream<Ip> probed = design.probes().stream()
                .flatMap(p -> Replay.resolve(design, network, p) instanceof Resolution.Ready(var flow)
                        ? Stream.of(flow.destination())
                        : Stream.empty());
        return Stream.concat(devices, probed)
                .filter(ip -> ip.v6() && !ip.isLoopback() && !ip.isLinkLocal())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void introduce() {
        text.line("#!/usr/bin/env bash");
        text.line("# " + Text.oneLine(design.name().isBlank() ? file : design.name()));
        text.line("#");
        text.line("# A lab of network namespaces, written by `vethscope export " + Text.oneLine(file) + " --as lab`.");
        text.block(resource("usage.sh"));
        text.block(resource("head.sh").replace("@PREFIX@", prefix(file)));
        text.blank();
    }

    /// The first letters and digits of the file's name.
    static String prefix(String file) {
        int dot = file.lastIndexOf('.');
        String plain = (dot > 0 ? file.substring(0, dot) : file)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+", "");
        String cut = plain.substring(0, Math.min(PREFIX, plain.length())).replaceAll("-+$", "");
        return cut.isEmpty() ? "lab" : cut;
    }

    private List<String> names() {
        boolean anyLoose = network.spaces().values().stream()
                .flatMap(n -> n.interfaces().values().stream())
                .anyMatch(this::isLoose);
        var names = network.spaces().keySet().stream().map(Objects::toString).collect(Collectors.toList());
        if (anyLoose) {
            names.add(loose());
        }
        return names;
    }

    /// A name that no element has.
    private String loose() {
        String name = UNPLUGGED;
        while (network.spaces().keySet().stream().map(Objects::toString).anyMatch(name::equals)) {
            name += "-";
        }
        return name;
    }

    private List<String> tools() {
        var tools = new java.util.ArrayList<>(List.of("ip", "bridge", "python3"));
        boolean four = false;
        boolean six = false;
        boolean nft = false;
        for (Netns netns : network.spaces().values()) {
            var kept = netns.ruleset();
            four |= !kept.family(false).isEmpty();
            six |= !kept.family(true).isEmpty();
            nft |= !kept.nft().isEmpty() || !kept.nft6().isEmpty();
        }
        if (four) {
            tools.add("iptables-restore");
        }
        if (six) {
            tools.add("ip6tables-restore");
        }
        if (nft) {
            tools.add("nft");
        }
        return tools;
    }

    private void namespaces() {
        for (Netns netns : network.spaces().values()) {
            text.line("netns " + netns.id());
            String body =
                    LabSysctls.ofNamespace(netns).stream().map(l -> l + "\n").collect(Collectors.joining());
            if (!body.isEmpty()) {
                text.hereDocument("sysctls " + netns.id(), body);
            }
        }
        if (names().size() > network.spaces().size()) {
            text.line("netns " + loose() + "    # the far ends of cables that lead nowhere; they stay down");
        }
    }

    /// A cable that is cut, or an interface that none is plugged into: it is up and has no carrier.
    private boolean isLoose(Interface device) {
        return device.kind() == Interface.Kind.ETHERNET && (far(device).isEmpty() || !device.up());
    }

    private Optional<Interface> far(Interface device) {
        Interface.Peer peer = device.peer();
        return peer == null
                ? Optional.empty()
                : Optional.ofNullable(network.spaces().get(peer.netns())).flatMap(n -> n.find(peer.iface()));
    }

    private void cables() {
        text.blank().heading("cables");
        Set<Interface.Peer> done = new HashSet<>();
        for (Netns netns : network.spaces().values()) {
            for (Interface device : netns.interfaces().values()) {
                if (device.kind() != Interface.Kind.ETHERNET
                        || !done.add(new Interface.Peer(netns.id(), device.name()))) {
                    continue;
                }
                String start = "ip -n \"$P-" + netns.id() + "\" link add " + end(device) + " type veth peer name ";
                Optional<Interface> far = far(device);
                if (isLoose(device) || far.isEmpty()) {
                    text.line(start + "loose" + ++loose + " netns \"$P-" + loose() + "\"");
                } else {
                    Interface.Peer peer = Objects.requireNonNull(device.peer());
                    done.add(peer);
                    text.line(start + end(far.get()) + " netns \"$P-" + peer.netns() + "\"");
                }
            }
        }
    }

    private static String end(Interface device) {
        return device.name() + " mtu " + device.mtu() + " address " + device.mac();
    }

    private void file(String function, String name, String body) {
        text.line(function + "() {");
        text.hereDocument("cat >\"$STATE/" + name + "\"", body);
        text.line("}").blank();
    }

    /// Which element each namespace is, and which interface each device, as JSON.
    private void map() {
        text.line("write_map() {");
        text.line("sed \"s|@|$P-|\" <<'EOF'");
        text.line("{");
        text.line("  \"namespaces\": {");
        String entries =
                network.spaces().values().stream().map(LabScript::entry).collect(Collectors.joining(",\n"));
        text.line(entries);
        text.line("  }");
        text.line("}");
        text.line("EOF");
        text.line("}").blank();
    }

    private static String entry(Netns netns) {
        String devices = netns.interfaces().keySet().stream()
                .map(d -> "        " + json(d) + ": " + json(netns.id() + "/" + d))
                .collect(Collectors.joining(",\n"));
        return "    " + json("@" + netns.id()) + ": {\n      \"element\": "
                + json(netns.id().value()) + ",\n      \"devices\": {\n" + devices + "\n      }\n    }";
    }

    private static String json(String text) {
        return '"' + Text.oneLine(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(LabScript.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
