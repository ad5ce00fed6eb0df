package vethscope.engine.replay;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.engine.forward.Flow;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.engine.packet.Family;
import vethscope.engine.stage.Request;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Element;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.Pod;

/// From the words of a probe to a flow: who sends, from which socket, to which address and port.
record Resolver(Design design, Network network) {

    private static final int DEFAULT_SOURCE_PORT = 40000;

    Resolution resolve(Probe probe) {
        try {
            return new Resolution.Ready(flow(probe));
        } catch (Refusal.Thrown e) {
            return new Resolution.Refused(e.refusal());
        }
    }

    private Flow flow(Probe probe) {
        From from = probe.arrivesAt() != null ? arriving(probe, probe.arrivesAt()) : sending(probe);
        Protocol protocol = probe.protocol();
        Ends ends = new Ends(design, network, from.element(), from.netns());
        Destination to = Destination.parse(probe.to());
        Ends.End end = ends.of(to, probe.to(), protocol);
        int port = protocol.hasPorts()
                ? end.port()
                        .orElseThrow(() -> Refusal.of("to.port", probe.to(), protocol.lower())
                                .thrown())
                : 0;
        Probe.Shape shape = probe.shape();
        int sourcePort = shape.sourcePort() == 0 ? DEFAULT_SOURCE_PORT : shape.sourcePort();
        String asked = probe.from() != null ? probe.from() : String.valueOf(probe.arrivesAt());
        var sent = new Trace.Sent(
                probe.name(),
                asked,
                probe.to(),
                protocol,
                port,
                sourcePort,
                0,
                probe.run().seed());
        return new Flow(
                sent,
                from.element(),
                from.container(),
                from.arrivesAt(),
                protocol,
                shape.sourceIp(),
                sourcePort,
                destination(end.ip(), shape.sourceIp()),
                port,
                shape.ttl(),
                shape.size(),
                shape.df(),
                request(shape, to),
                probe.arrivesAt() == null ? end.lookup() : null);
    }

    /// The any address means this machine: the source if one is asked for, else loopback (net/ipv4/route.c
    /// ip_route_output_key_hash_rcu, net/ipv6/tcp_ipv6.c tcp_v6_connect).
    private static Ip destination(Ip asked, @Nullable Ip source) {
        if (!asked.isAny()) {
            return asked;
        }
        return source != null ? source : asked.v6() ? Ip.LOOPBACK6 : Ip.LOOPBACK;
    }

    /// What a URL says, unless the probe says otherwise.
    private static Request request(Probe.Shape shape, Destination to) {
        String host = shape.host() != null || to.path() == null ? shape.host() : to.host();
        return new Request(shape.method(), host, shape.path() == null ? to.path() : shape.path(), shape.headers());
    }

    /// The sending element, its namespace, and where in it the packet starts.
    private record From(
            Id element,
            Netns netns,
            @Nullable String container,
            @Nullable String arrivesAt) {}

    private From sending(Probe probe) {
        String text = probe.from();
        if (text == null || text.isBlank()) {
            throw Refusal.of("from.missing").thrown();
        }
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String container = colon < 0 ? null : text.substring(colon + 1);
        Element element = element(name);
        Netns netns = network.home(element.id())
                .orElseThrow(() -> Refusal.of("from.no-netns", name).thrown());
        if (container != null && containers(element).stream().noneMatch(container::equals)) {
            throw Refusal.of("from.container", name, container).thrown();
        }
        return new From(element.id(), netns, container, null);
    }

    private From arriving(Probe probe, String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw Refusal.of("arrives.form", text).thrown();
        }
        Element element = element(text.substring(0, colon));
        String iface = text.substring(colon + 1);
        Netns netns = network.home(element.id())
                .orElseThrow(() -> Refusal.of("from.no-netns", element.id()).thrown());
        if (netns.find(iface).isEmpty()) {
            throw Refusal.of(
                            "arrives.interface",
                            element.id(),
                            iface,
                            String.join(", ", netns.interfaces().keySet()))
                    .thrown();
        }
        if (probe.shape().sourceIp() == null) {
            throw Refusal.of("arrives.source", text).thrown();
        }
        return new From(element.id(), netns, null, iface);
    }

    private Element element(String name) {
        return (Id.legal(name) ? design.topology().find(Id.of(name)) : java.util.Optional.<Element>empty())
                .orElseThrow(() -> Refusal.of("from.unknown", name).thrown());
    }

    private static List<String> containers(Element element) {
        return switch (element) {
            case Pod pod -> pod.containers().stream().map(c -> c.name()).toList();
            case LinuxBox box ->
                box.machine().containers().stream().map(c -> c.name()).toList();
            case Element other -> List.of();
        };
    }

    /// Those that a sender has an address of; loopback is none.
    static Set<Family> families(Netns sender) {
        return sender.interfaces().values().stream()
                .flatMap(i -> i.addresses().stream())
                .map(Cidr::ip)
                .filter(ip -> !ip.isLoopback())
                .map(Family::of)
                .collect(Collectors.toSet());
    }

    static List<Ip> ips(List<Cidr> addresses) {
        return addresses.stream().map(Cidr::ip).toList();
    }

    static OptionalInt number(String port) {
        try {
            int n = Integer.parseInt(port);
            return n >= 1 && n <= 65535 ? OptionalInt.of(n) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
