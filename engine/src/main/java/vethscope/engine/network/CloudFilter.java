package vethscope.engine.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Packet;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// What a cloud lets through between the interfaces that are plugged into one of its networks: network ACLs at
/// the borders of subnets, security groups around interfaces (Amazon VPC User Guide, "Security groups" and
/// "Network ACLs").
///
/// @param plugs by the cloud's port
public record CloudFilter(Map<String, Plug> plugs) {

    public static final CloudFilter NONE = new CloudFilter(Map.of());

    public CloudFilter {
        plugs = Collections.unmodifiableMap(new LinkedHashMap<>(plugs));
    }

    public boolean isEmpty() {
        return this == NONE || plugs.isEmpty();
    }

    public Optional<Plug> at(@Nullable String port) {
        return port == null ? Optional.empty() : Optional.ofNullable(plugs.get(port));
    }

    /// Which list of rules a packet meets.
    public enum Direction {
        INGRESS,
        EGRESS;

        /// As the API and the drawing call it.
        public String lower() {
            return this == INGRESS ? "ingress" : "egress";
        }
    }

    /// @param subnet the name of the subnet that the interface stands in; null: it is a gateway and stands in
    ///     none
    /// @param acl the subnet's network ACL; null: everything passes
    /// @param guards the security groups of the interface's addresses; the first that speaks of an address counts
    public record Plug(@Nullable String subnet, @Nullable Rules acl, List<Guard> guards) {
        public Plug {
            guards = List.copyOf(guards);
        }

        /// The groups around an address; empty: nothing guards it.
        public Optional<Guard> guard(Ip own) {
            return guards.stream()
                    .filter(g -> g.of().isEmpty() || g.of().contains(own))
                    .findFirst();
        }
    }

    /// @param of whose traffic; empty: that of every address which no guard before speaks of
    public record Guard(Set<Ip> of, List<Rules> groups) {
        public Guard {
            groups = List.copyOf(groups);
        }
    }

    /// A security group or a network ACL.
    public record Rules(String name, List<Line> ingress, List<Line> egress) {
        public Rules {
            ingress = List.copyOf(ingress);
            egress = List.copyOf(egress);
        }

        /// The first rule about the packet. Peer is the other end: the source on the way in.
        ///
        /// @param port of the cloud, of the interface at the other end
        public Optional<Line> first(Direction direction, Packet packet, @Nullable String port) {
            List<Line> entries = direction == Direction.INGRESS ? ingress : egress;
            Ip peer = direction == Direction.INGRESS ? packet.source() : packet.destination();
            return entries.stream().filter(e -> e.takes(packet, peer, port)).findFirst();
        }
    }

    /// One rule.
    ///
    /// @param protocol null: any
    /// @param ports destination ports; null: all, and packets without ports
    /// @param peer whom it speaks of
    /// @param text number and content, as a person would read it
    public record Line(
            @Nullable Protocol protocol, @Nullable Ports ports, Peer peer, boolean allow, String text) {

        boolean takes(Packet packet, Ip other, @Nullable String port) {
            return (protocol == null || protocol == packet.protocol())
                    && (ports == null || ports.hold(packet))
                    && peer.holds(other, port);
        }
    }

    public record Ports(int first, int last) {
        boolean hold(Packet packet) {
            int port = packet.destinationPort();
            return packet.protocol().hasPorts() && port >= first && port <= last;
        }
    }

    /// Whom a rule speaks of.
    public sealed interface Peer {
        /// @param port the interface at the other end
        boolean holds(Ip ip, @Nullable String port);
    }

    public record Range(Cidr cidr) implements Peer {
        @Override
        public boolean holds(Ip ip, @Nullable String port) {
            return cidr.contains(ip);
        }
    }

    /// The private addresses of the interfaces that a security group is around.
    ///
    /// @param ports of load balancers in the group: what they pass on is theirs, also where it keeps its client's
    ///     address
    public record Members(Set<Ip> addresses, Set<String> ports) implements Peer {
        public Members {
            addresses = Set.copyOf(addresses);
            ports = Set.copyOf(ports);
        }

        @Override
        public boolean holds(Ip ip, @Nullable String port) {
            return addresses.contains(ip) || port != null && ports.contains(port);
        }
    }

    public record Anyone() implements Peer {
        @Override
        public boolean holds(Ip ip, @Nullable String port) {
            return true;
        }
    }
}
