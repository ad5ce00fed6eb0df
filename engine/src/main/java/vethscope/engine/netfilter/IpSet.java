package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// A set that rules ask by `-m set --match-set NAME src,dst` (ipset(8), net/netfilter/ipset). Its entries are worked
/// out when a packet or a reader first looks at them, for a cluster's sets are large and most machines never see a
/// packet.
public final class IpSet {

    /// What an entry is made of.
    public enum Type {
        BITMAP_PORT("bitmap:port"),
        HASH_IP("hash:ip"),
        HASH_NET("hash:net"),
        HASH_IP_PORT("hash:ip,port"),
        HASH_IP_PORT_IP("hash:ip,port,ip"),
        HASH_IP_PORT_NET("hash:ip,port,net");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        /// As ipset writes it.
        public String text() {
            return text;
        }
    }

    /// One entry; what its type does not have is null or 0.
    ///
    /// @param second the last part: one address, or a range for `net`
    public record Entry(
            @Nullable Cidr first,
            @Nullable Protocol protocol,
            int port,
            @Nullable Cidr second) {

        public static Entry port(int port) {
            return new Entry(null, null, port, null);
        }

        public static Entry ip(Ip ip) {
            return new Entry(Cidr.host(ip), null, 0, null);
        }

        public static Entry net(Cidr net) {
            return new Entry(net.network(), null, 0, null);
        }

        public static Entry door(Ip ip, Protocol protocol, int port) {
            return new Entry(Cidr.host(ip), protocol, port, null);
        }

        public static Entry door(Ip ip, Protocol protocol, int port, Cidr source) {
            return new Entry(Cidr.host(ip), protocol, port, source.network());
        }

        /// As `ipset save` prints it: `10.96.0.10,tcp:80,10.0.0.0/8`.
        @Override
        public String toString() {
            var parts = new ArrayList<String>();
            if (first != null) {
                parts.add(text(first));
            }
            if (protocol != null) {
                parts.add(protocol.lower() + ":" + port);
            } else if (first == null) {
                parts.add(String.valueOf(port));
            }
            if (second != null) {
                parts.add(text(second));
            }
            return String.join(",", parts);
        }

        private static String text(Cidr cidr) {
            return cidr.prefix() == cidr.ip().bits() ? cidr.ip().toString() : cidr.toString();
        }
    }

    /// Which end of the packet a part of an entry is held against.
    public enum Side {
        SRC,
        DST
    }

    private final String name;
    private final Type type;
    private final boolean v6;
    private final Supplier<List<Entry>> source;
    private volatile @Nullable Index index;

    /// All entries, and where the ranges lie.
    private record Index(Set<Entry> entries, Map<Entry, List<Cidr>> ranges) {}

    /// @param source gives the same entries every time
    public IpSet(String name, Type type, boolean v6, Supplier<List<Entry>> source) {
        this.name = name;
        this.type = type;
        this.v6 = v6;
        this.source = source;
    }

    public String name() {
        return name;
    }

    public Type type() {
        return type;
    }

    public boolean v6() {
        return v6;
    }

    /// In the order in which they were added, each once.
    public Set<Entry> entries() {
        return index().entries;
    }

    public boolean isEmpty() {
        return entries().isEmpty();
    }

    private Index index() {
        Index ready = index;
        if (ready == null) {
            var entries = new LinkedHashSet<>(source.get());
            var ranges = new HashMap<Entry, List<Cidr>>();
            for (Entry entry : entries) {
                Cidr range = type == Type.HASH_NET ? entry.first : entry.second;
                if (range != null) {
                    ranges.computeIfAbsent(rest(entry), _ -> new ArrayList<>()).add(range);
                }
            }
            ready = new Index(Collections.unmodifiableSet(entries), ranges);
            index = ready;
        }
        return ready;
    }

    /// The entry without its range.
    private Entry rest(Entry entry) {
        return type == Type.HASH_NET
                ? new Entry(null, null, 0, null)
                : new Entry(entry.first, entry.protocol, entry.port, null);
    }

    /// Whether an entry matches the packet. A type with ports never matches what shows none; ICMP shows its type and
    /// code instead (`ip_set_get_ip_port`, net/netfilter/ipset/ip_set_getport.c).
    ///
    /// @param sides one for each part of the type
    public boolean matches(Packet packet, List<Side> sides) {
        boolean family = type == Type.BITMAP_PORT || packet.destination().v6() == v6;
        if (!family || sides.isEmpty() || hasPort() && packet.laterFragment()) {
            return false;
        }
        return switch (type) {
            case BITMAP_PORT ->
                (packet.protocol() == Protocol.TCP || packet.protocol() == Protocol.UDP)
                        && index().entries.contains(Entry.port(port(packet, side(sides, 0))));
            case HASH_IP -> index().entries.contains(Entry.ip(ip(packet, side(sides, 0))));
            case HASH_NET -> inRange(new Entry(null, null, 0, null), ip(packet, side(sides, 0)));
            case HASH_IP_PORT -> index().entries.contains(door(packet, sides));
            case HASH_IP_PORT_IP, HASH_IP_PORT_NET -> inRange(door(packet, sides), ip(packet, side(sides, 2)));
        };
    }

    private boolean hasPort() {
        return type != Type.HASH_IP && type != Type.HASH_NET;
    }

    private boolean inRange(Entry rest, Ip ip) {
        return index().ranges.getOrDefault(rest, List.of()).stream().anyMatch(range -> range.contains(ip));
    }

    /// A part without a side of its own takes the last one (`--match-set NAME dst`).
    private static Side side(List<Side> sides, int part) {
        return sides.get(Math.min(part, sides.size() - 1));
    }

    private static Ip ip(Packet packet, Side side) {
        return side == Side.SRC ? packet.source() : packet.destination();
    }

    private static int port(Packet packet, Side side) {
        return switch (packet.payload()) {
            case Payload.IcmpError error -> error.type() << 8 | error.code();
            case Payload.Echo _, Payload.Neighbour _ -> Conditions.icmpType(packet) << 8;
            case Payload.Tcp _, Payload.Udp _, Payload.Sctp _ ->
                side == Side.SRC ? packet.sourcePort() : packet.destinationPort();
            case Payload.Ipip _ -> 0;
        };
    }

    private static Entry door(Packet packet, List<Side> sides) {
        return Entry.door(ip(packet, side(sides, 0)), packet.protocol(), port(packet, side(sides, 1)));
    }
}
