package vethscope.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// The options that describe one packet.
final class PacketOptions {

    @Option(names = "--from", paramLabel = "A", order = 1, description = "Who sends: an element, or element:container.")
    private @Nullable String from;

    @Option(
            names = "--arrives-at",
            paramLabel = "NODE:IF",
            order = 2,
            description = "Instead: the interface where the packet comes in from elsewhere.")
    private @Nullable String arrivesAt;

    @Option(
            names = "--source-ip",
            paramLabel = "IP",
            order = 3,
            description = "The source address. Default: what the sender's route prefers.")
    private @Nullable Ip sourceIp;

    @Option(
            names = "--to",
            paramLabel = "B",
            order = 4,
            description = "Where to: an element, service:port, ip, ip:port, [ipv6]:port, a DNS name or a URL.")
    private @Nullable String to;

    @Option(
            names = "--protocol",
            paramLabel = "PROTOCOL",
            order = 5,
            description = "tcp, udp, sctp or icmp. Default: tcp.")
    private Protocol protocol = Protocol.TCP;

    @Option(
            names = "--port",
            paramLabel = "N",
            order = 6,
            description = "The destination port. Default: the destination's first port of that protocol.")
    private @Nullable Integer port;

    @Option(names = "--source-port", paramLabel = "N", order = 7, description = "Default: 40000.")
    private @Nullable Integer sourcePort;

    @Option(names = "--ttl", paramLabel = "N", order = 8, description = "1 to 255. Default: 64.")
    private int ttl = Probe.Shape.DEFAULT.ttl();

    @Option(names = "--size", paramLabel = "N", order = 9, description = "Payload bytes. Default: 0.")
    private int size;

    @Option(names = "--df", order = 10, description = "Do not fragment.")
    private boolean df;

    @Option(names = "--host", paramLabel = "H", order = 11, description = "HTTP host, for an ingress.")
    private @Nullable String host;

    @Option(names = "--path", paramLabel = "P", order = 12, description = "HTTP path, for an ingress.")
    private @Nullable String path;

    @Option(names = "--method", paramLabel = "M", order = 12, description = "HTTP method. Default: GET.")
    private @Nullable String method;

    @Option(
            names = "--header",
            paramLabel = "NAME=VALUE",
            order = 12,
            description = "HTTP header, for a rule that asks for one; may be given several times.")
    private Map<String, String> headers = new LinkedHashMap<>();

    @Option(names = "--seed", paramLabel = "N", order = 13, description = "Decides what chance decides. Default: 1.")
    private @Nullable Long seed;

    /// @throws Stop if the options do not describe one packet
    void check(boolean saved, boolean allSeeds, Words words) {
        if (seed != null && allSeeds) {
            throw new Stop(Exit.USAGE, words.say("usage.seed-or-all"));
        }
        if (saved) {
            boolean some = Stream.of(from, arrivesAt, sourceIp, to, port, sourcePort, host, path, method, seed)
                    .anyMatch(Objects::nonNull);
            if (some || !headers.isEmpty() || df || size != 0 || ttl != Probe.Shape.DEFAULT.ttl()) {
                throw new Stop(Exit.USAGE, words.say("usage.probes-or-packet"));
            }
            return;
        }
        if (to == null || from == null && arrivesAt == null) {
            throw new Stop(Exit.USAGE, words.say("usage.from-and-to"));
        }
        if (from != null && arrivesAt != null) {
            throw new Stop(Exit.USAGE, words.say("usage.from-or-arrives"));
        }
        if (arrivesAt != null && sourceIp == null) {
            throw new Stop(Exit.USAGE, words.say("usage.source-ip", arrivesAt));
        }
        range("--port", port, 1, 65535, words);
        range("--source-port", sourcePort, 1, 65535, words);
        range("--ttl", ttl, 1, 255, words);
        range("--size", size, 0, 65000, words);
    }

    private static void range(String option, @Nullable Integer value, int low, int high, Words words) {
        if (value != null && (value < low || value > high)) {
            throw new Stop(Exit.USAGE, words.say("usage.range", option, value, low, high));
        }
    }

    /// @param warm keep what was left before
    Probe probe(boolean warm) {
        String sender = from == null ? String.valueOf(arrivesAt) : from;
        String target = target();
        var shape = new Probe.Shape(
                sourcePort == null ? 0 : sourcePort,
                sourceIp,
                ttl,
                size,
                df,
                method == null ? "GET" : method,
                host,
                path,
                headers);
        var run = new Probe.Run(warm, 1, seed == null ? 1 : seed);
        return new Probe(
                sender + " to " + target, from, from == null ? arrivesAt : null, target, protocol, shape, run, null);
    }

    /// `--to` with `--port` put behind it.
    private String target() {
        String target = String.valueOf(to);
        if (port == null) {
            return target;
        }
        boolean v6 = Ip.tryParse(target).map(Ip::v6).orElse(false);
        return (v6 ? "[" + target + "]" : target) + ":" + port;
    }
}
