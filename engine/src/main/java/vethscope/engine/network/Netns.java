package vethscope.engine.network;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.VirtualServers;
import vethscope.engine.origin.Origin;
import vethscope.model.Id;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// One network namespace: what `ip`, `sysctl`, `iptables-save` and `ss` would show in it.
///
/// @param interfaces by name; `lo` first
/// @param bound listening sockets, in the order in which they were bound
/// @param proxies processes that pass connections on
/// @param ipvs virtual servers
/// @param permanent neighbour and FDB entries that never age
/// @param filter what a cloud lets through between its ports
public record Netns(
        Id id,
        String name,
        Kind kind,
        Map<String, Interface> interfaces,
        Fib fib,
        Sysctls sysctl,
        Ruleset ruleset,
        List<Socket> bound,
        List<Proxy> proxies,
        VirtualServers ipvs,
        Permanent permanent,
        CloudFilter filter) {

    public enum Kind {
        NODE,
        POD,
        NETNS,
        HOST,
        ROUTER,
        SWITCH,
        VPC,
        INTERNET_GATEWAY,
        NAT_GATEWAY,
        LOAD_BALANCER,
        INTERNET;

        /// Whether it stands for a whole network of somebody else's, which looks like one router from outside.
        public boolean isCloud() {
            return this == VPC || this == INTERNET;
        }
    }

    public Netns {
        interfaces = Interfaces.ordered(interfaces);
        bound = List.copyOf(bound);
        proxies = List.copyOf(proxies);
    }

    /// A namespace without proxies and virtual servers, and no cloud.
    public Netns(
            Id id,
            String name,
            Kind kind,
            Map<String, Interface> interfaces,
            Fib fib,
            Sysctls sysctl,
            Ruleset ruleset,
            List<Socket> bound,
            Permanent permanent) {
        this(
                id,
                name,
                kind,
                interfaces,
                fib,
                sysctl,
                ruleset,
                bound,
                List.of(),
                VirtualServers.NONE,
                permanent,
                CloudFilter.NONE);
    }

    public Optional<Interface> find(@Nullable String name) {
        return name == null ? Optional.empty() : Optional.ofNullable(((Interfaces) interfaces).get(name));
    }

    /// Bytes that a device takes.
    ///
    /// @param unknown where there is no such device
    public int mtu(@Nullable String name, int unknown) {
        Interface found = name == null ? null : ((Interfaces) interfaces).get(name);
        return found == null ? unknown : found.mtu();
    }

    /// The interface of that name.
    ///
    /// @throws IllegalArgumentException if there is none
    public Interface iface(String name) {
        Interface found = ((Interfaces) interfaces).get(name);
        if (found == null) {
            throw new IllegalArgumentException(id + " has no interface " + name);
        }
        return found;
    }

    /// Whether this namespace counts the address as its own (its local table does).
    public boolean owns(Ip ip) {
        return fib.isLocal(ip);
    }

    /// Whose hardware address a packet for `destination` needs on this route. A gateway that is an address of this
    /// machine makes the destination a neighbour (a next hop of host scope, net/ipv4/route.c rt_set_nexthop).
    public Ip nextHop(Route route, Ip destination) {
        return route.via() == null || owns(route.via()) ? destination : route.via();
    }

    /// The ports of a bridge, in the order they joined.
    public List<Interface> ports(String bridge) {
        return ((Interfaces) interfaces).ports(bridge);
    }

    /// Whether a port of a bridge is up and plugged in.
    public boolean hasCarrier(String bridge) {
        return ((Interfaces) interfaces).hasCarrier(bridge);
    }

    /// Whether a port of a bridge has the address.
    public boolean hasPort(String bridge, Mac mac) {
        return ((Interfaces) interfaces).hasPort(bridge, mac);
    }

    /// Entries that the configuration sets for ever. The lists may be views of what many machines share; they must not
    /// change.
    public record Permanent(List<NeighbourEntry> neighbours, List<FdbEntry> fdb) {
        public static final Permanent NONE = new Permanent(List.of(), List.of());

        public Permanent {
            neighbours = neighbours instanceof Keyed ? neighbours : Collections.unmodifiableList(neighbours);
            fdb = fdb instanceof Keyed ? fdb : Collections.unmodifiableList(fdb);
        }

        /// The first neighbour with that address on a device; null if there is none.
        public @Nullable NeighbourEntry neighbour(String dev, Ip ip) {
            List<NeighbourEntry> among = Keyed.among(neighbours, ip);
            for (int i = 0; i < among.size(); i++) {
                NeighbourEntry entry = among.get(i);
                if (entry.dev().equals(dev) && entry.ip().equals(ip)) {
                    return entry;
                }
            }
            return null;
        }

        /// The first FDB entry for a hardware address on a device; null if there is none.
        public @Nullable FdbEntry sent(String dev, Mac mac) {
            for (FdbEntry entry : Keyed.among(fdb, mac)) {
                if (entry.dev().equals(dev) && entry.mac().equals(mac)) {
                    return entry;
                }
            }
            return null;
        }
    }

    /// @param author who set it
    public record NeighbourEntry(String dev, Ip ip, Mac mac, Origin author) {}

    /// For a tunnel device: frames for `mac` go to the machine `remote`.
    public record FdbEntry(String dev, Mac mac, Ip remote) {}
}
