package vethscope.engine.netfilter;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vethscope.engine.netfilter.Match.PortRange;
import vethscope.model.Protocol;

/// The words of iptables that stand for numbers or are only to be recognised.
final class Names {

    private Names() {}

    /// `-p` by name or number (IANA protocol numbers).
    private static final Map<String, String> PROTOCOLS = Map.ofEntries(
            Map.entry("0", "all"),
            Map.entry("1", "icmp"),
            Map.entry("2", "igmp"),
            Map.entry("4", "ipencap"),
            Map.entry("6", "tcp"),
            Map.entry("17", "udp"),
            Map.entry("33", "dccp"),
            Map.entry("41", "ipv6"),
            Map.entry("47", "gre"),
            Map.entry("50", "esp"),
            Map.entry("51", "ah"),
            Map.entry("58", "ipv6-icmp"),
            Map.entry("89", "ospf"),
            Map.entry("112", "vrrp"),
            Map.entry("132", "sctp"),
            Map.entry("136", "udplite"));

    private static final Map<String, String> PROTOCOL_ALIASES =
            Map.of("icmpv6", "ipv6-icmp", "icmp6", "ipv6-icmp", "ipip", "ipencap", "ip", "all");

    static String protocol(String text, boolean v6) throws Refusal {
        String lower = text.toLowerCase(Locale.ROOT);
        String name = PROTOCOL_ALIASES.getOrDefault(lower, PROTOCOLS.getOrDefault(lower, lower));
        if (!PROTOCOLS.containsValue(name) && number(name) > 255) {
            throw new Refusal("protocol.none", text);
        }
        return v6 && name.equals("ipv6-icmp") ? "icmp6" : name;
    }

    /// The number of a protocol, written so or by name; larger than any if there is none.
    static int protocolNumber(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String name = PROTOCOL_ALIASES.getOrDefault(lower, lower);
        return PROTOCOLS.entrySet().stream()
                .filter(e -> e.getValue().equals(name))
                .mapToInt(e -> Integer.parseInt(e.getKey()))
                .findFirst()
                .orElseGet(() -> number(lower));
    }

    static Optional<Protocol> simulated(String protocol, boolean v6) {
        return switch (protocol) {
            case "tcp" -> Optional.of(Protocol.TCP);
            case "udp" -> Optional.of(Protocol.UDP);
            case "sctp" -> Optional.of(Protocol.SCTP);
            case "ipencap" -> Optional.of(Protocol.IPIP);
            case "icmp" -> v6 ? Optional.empty() : Optional.of(Protocol.ICMP);
            case "icmp6" -> Optional.of(Protocol.ICMP);
            default -> Optional.empty();
        };
    }

    /// Match extensions that are kept but not simulated (iptables-extensions(8)).
    static final Set<String> OPAQUE_MATCHES = Set.of(
            "ah",
            "bpf",
            "cgroup",
            "cluster",
            "connbytes",
            "connlabel",
            "cpu",
            "dccp",
            "dst",
            "esp",
            "eui64",
            "frag",
            "hbh",
            "helper",
            "ipv6header",
            "mh",
            "nfacct",
            "osf",
            "rateest",
            "realm",
            "rt",
            "srh",
            "string",
            "tcpmss",
            "time",
            "u32",
            "udplite");

    /// Targets that are kept but not simulated.
    static final Set<String> OPAQUE_TARGETS = Set.of(
            "AUDIT",
            "CHECKSUM",
            "CLASSIFY",
            "CLUSTERIP",
            "CONNSECMARK",
            "CT",
            "DNPT",
            "ECN",
            "HMARK",
            "IDLETIMER",
            "LED",
            "MIRROR",
            "NFLOG",
            "NFQUEUE",
            "QUEUE",
            "RATEEST",
            "SECMARK",
            "SET",
            "SNPT",
            "SYNPROXY",
            "TCPMSS",
            "TCPOPTSTRIP",
            "TEE",
            "TPROXY",
            "TRACE",
            "ULOG");

    /// The services people write by name (IANA port numbers).
    private static final Map<String, Integer> PORTS = Map.ofEntries(
            Map.entry("ftp", 21),
            Map.entry("ssh", 22),
            Map.entry("telnet", 23),
            Map.entry("smtp", 25),
            Map.entry("domain", 53),
            Map.entry("bootps", 67),
            Map.entry("bootpc", 68),
            Map.entry("http", 80),
            Map.entry("ntp", 123),
            Map.entry("snmp", 161),
            Map.entry("bgp", 179),
            Map.entry("ldap", 389),
            Map.entry("https", 443),
            Map.entry("ldaps", 636),
            Map.entry("mysql", 3306),
            Map.entry("postgresql", 5432),
            Map.entry("http-alt", 8080));

    /// ICMP type, or type and code.
    static final Map<String, List<Integer>> ICMP = Map.ofEntries(
            Map.entry("echo-reply", List.of(0)),
            Map.entry("pong", List.of(0)),
            Map.entry("destination-unreachable", List.of(3)),
            Map.entry("network-unreachable", List.of(3, 0)),
            Map.entry("host-unreachable", List.of(3, 1)),
            Map.entry("protocol-unreachable", List.of(3, 2)),
            Map.entry("port-unreachable", List.of(3, 3)),
            Map.entry("fragmentation-needed", List.of(3, 4)),
            Map.entry("redirect", List.of(5)),
            Map.entry("echo-request", List.of(8)),
            Map.entry("ping", List.of(8)),
            Map.entry("time-exceeded", List.of(11)),
            Map.entry("ttl-exceeded", List.of(11)),
            Map.entry("parameter-problem", List.of(12)),
            Map.entry("timestamp-request", List.of(13)),
            Map.entry("timestamp-reply", List.of(14)));

    static final Map<String, List<Integer>> ICMP6 = Map.ofEntries(
            Map.entry("destination-unreachable", List.of(1)),
            Map.entry("no-route", List.of(1, 0)),
            Map.entry("port-unreachable", List.of(1, 4)),
            Map.entry("packet-too-big", List.of(2)),
            Map.entry("time-exceeded", List.of(3)),
            Map.entry("ttl-exceeded", List.of(3)),
            Map.entry("parameter-problem", List.of(4)),
            Map.entry("echo-request", List.of(128)),
            Map.entry("ping", List.of(128)),
            Map.entry("echo-reply", List.of(129)),
            Map.entry("pong", List.of(129)),
            Map.entry("router-solicitation", List.of(133)),
            Map.entry("router-advertisement", List.of(134)),
            Map.entry("neighbour-solicitation", List.of(135)),
            Map.entry("neighbor-solicitation", List.of(135)),
            Map.entry("neighbour-advertisement", List.of(136)),
            Map.entry("neighbor-advertisement", List.of(136)));

    /// `80`, `http`, `80:90`, `:1023` or `1024:`.
    static PortRange range(String text, char separator) throws Refusal {
        int at = text.indexOf(separator);
        if (at < 0) {
            int port = port(text);
            return new PortRange(port, port);
        }
        int first = at == 0 ? 0 : port(text.substring(0, at));
        int last = at == text.length() - 1 ? 65535 : port(text.substring(at + 1));
        if (first > last) {
            throw new Refusal("port.order", text);
        }
        return new PortRange(first, last);
    }

    private static int port(String text) throws Refusal {
        int port = PORTS.getOrDefault(text, number(text));
        if (port > 65535) {
            throw new Refusal("port.none", text);
        }
        return port;
    }

    /// A decimal number; larger than any that is allowed if it is none.
    static int number(String text) {
        return !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(text)
                : Integer.MAX_VALUE;
    }

    /// An unsigned 32-bit number as C writes it: decimal, `0x` or `0` octal.
    static int bits(String text) throws Refusal {
        try {
            long value = Long.decode(text);
            if (value >= 0 && value <= 0xffffffffL) {
                return (int) value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new Refusal("number.bits", text);
    }
}
