package vethscope.engine.stage;

import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Verdict;
import vethscope.engine.netfilter.VirtualServer;
import vethscope.engine.network.Conntrack.Connection;
import vethscope.engine.network.ForwardingDatabase;
import vethscope.engine.network.Interface;
import vethscope.engine.network.IpvsTable;
import vethscope.engine.network.Neighbours;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Proxy;
import vethscope.engine.network.Route;
import vethscope.engine.network.RouteRule;
import vethscope.engine.network.Socket;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Family;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Sentence;

/// The entries of tables that decide what becomes of a packet. They are worded when somebody reads them.
final class Entries {

    private Entries() {}

    /// A rule with its chain, in the words of the tool that shows it, or the policy as such.
    record OfRules(Verdict.Hit hit, Family family) implements Entry {

        @Override
        public @Nullable Sentence origin() {
            Rule rule = hit.rule();
            if (rule == null) {
                return Sentence.of("origin.chain-policy", hit.chain());
            }
            return rule.origin() == null ? null : Entry.by(rule.origin());
        }

        @Override
        public String toString() {
            return hit.text(family.v6());
        }
    }

    record OfRoutes(Route route) implements Entry {

        /// The kernel's own come with an address, which the route names as its source.
        @Override
        public Sentence origin() {
            return route.author().equals(Origin.KERNEL) && route.src() != null
                    ? Sentence.of("origin.address", route.src(), String.valueOf(route.dev()))
                    : Entry.by(route.author());
        }

        @Override
        public String toString() {
            return route.toString();
        }
    }

    record OfConnections(Connection connection) implements Entry {

        @Override
        public Sentence origin() {
            return Sentence.of("origin.connection");
        }

        @Override
        public String toString() {
            return "conntrack " + connection;
        }
    }

    /// A virtual server, as `ipvsadm -Ln` prints it.
    record OfVirtualServers(VirtualServer server) implements Entry {

        @Override
        public @Nullable Sentence origin() {
            return server.origin() == null ? null : Entry.by(server.origin());
        }

        @Override
        public String toString() {
            return "ipvs " + server;
        }
    }

    /// A connection of IPVS, as `ipvsadm -Lnc` prints it.
    record OfIpvs(IpvsTable.Connection connection) implements Entry {

        @Override
        public Sentence origin() {
            return Sentence.of("origin.connection");
        }

        @Override
        public String toString() {
            return "ipvs " + connection;
        }
    }

    /// A server's socket, in the words of `ss -ln`.
    record OfSockets(Socket socket) implements Entry {

        @Override
        public Sentence origin() {
            return Sentence.of("origin.socket", socket.container(), socket.element());
        }

        @Override
        public String toString() {
            return socket.protocol().lower() + " LISTEN " + Socket.text(socket.bind(), socket.port());
        }
    }

    /// Where a VXLAN device sends what is for a hardware address, as `bridge fdb` prints it.
    record OfTunnels(Netns.FdbEntry sent) implements Entry {

        /// The neighbours of a tunnel are set by the program that made it.
        @Override
        public Sentence origin() {
            return Entry.by(Origin.FLANNEL);
        }

        @Override
        public String toString() {
            return sent.mac() + " dev " + sent.dev() + " dst " + sent.remote() + " self permanent";
        }
    }

    /// A neighbour's hardware address that is set for ever, as `ip neigh` prints it.
    record OfNeighbours(Netns.NeighbourEntry set) implements Entry {

        @Override
        public Sentence origin() {
            return Entry.by(set.author());
        }

        @Override
        public String toString() {
            return set.ip() + " dev " + set.dev() + " lladdr " + set.mac() + " PERMANENT";
        }
    }

    /// A neighbour's hardware address that was asked for, as `ip neigh` prints it.
    record OfAnswers(Neighbours.Learned learned) implements Entry {

        @Override
        public Sentence origin() {
            return Sentence.of("origin.answered", learned.ip());
        }

        @Override
        public String toString() {
            return learned.entry();
        }
    }

    /// The end of a tunnel that takes what comes for it, in the words of `ip -d link`.
    record OfTunnelEnds(Interface device) implements Entry {

        @Override
        public Sentence origin() {
            return Entry.by(Origin.FLANNEL);
        }

        @Override
        public String toString() {
            Interface.Tunnel tunnel = device.tunnel();
            if (tunnel == null || device.kind() == Interface.Kind.IPIP) {
                return device.name() + " ipip" + (tunnel == null ? "" : " local " + tunnel.local());
            }
            return device.name() + " vxlan id " + tunnel.vni() + " local " + tunnel.local() + " dstport "
                    + tunnel.udpPort();
        }
    }

    /// What a bridge learned.
    record OfBridges(ForwardingDatabase.Learned learned) implements Entry {

        @Override
        public Sentence origin() {
            return Sentence.of("origin.learned", learned.mac(), learned.port());
        }

        @Override
        public String toString() {
            return learned.entry();
        }
    }

    /// A route in a table that a line of `ip rule` chose.
    record OfPolicies(Route route, RouteRule rule) implements Entry {

        @Override
        public @Nullable Sentence origin() {
            return new OfRoutes(route).origin();
        }

        @Override
        public String toString() {
            return route + "  [" + rule + "]";
        }
    }

    /// A rule of a security group or a network ACL.
    record OfGroups(String group, String rule) implements Entry {

        @Override
        public Sentence origin() {
            return Sentence.of("origin.group", group);
        }

        @Override
        public String toString() {
            return group + " " + rule;
        }
    }

    /// What a list of rules does with a packet that none of them is about.
    record OfDefaults(String group, String words) implements Entry {

        @Override
        public Sentence origin() {
            return Sentence.of("origin.group.default", group);
        }

        @Override
        public String toString() {
            return group + " " + words;
        }
    }

    /// What a proxy is there for: a listener that hands all connections on, a health server's one answer.
    record OfListeners(Proxy proxy, @Nullable String group) implements Entry {

        @Override
        public Sentence origin() {
            return group == null
                    ? Entry.by(Origin.program(proxy.element().value()))
                    : Sentence.of("origin.health", group);
        }

        @Override
        public String toString() {
            String at = proxy.protocol().lower() + " " + Socket.text(proxy.bind(), proxy.port());
            return proxy.kind() == Proxy.Kind.HEALTH ? "healthCheckNodePort " + at : "listener " + at;
        }
    }

    /// A rule of a proxy.
    ///
    /// @param number from 1
    record OfProxies(Proxy proxy, int number, Proxy.Rule rule) implements Entry {

        @Override
        public Sentence origin() {
            return rule.from() == null
                    ? Entry.by(Origin.program(proxy.element().value()))
                    : Sentence.of("origin.web", rule.from());
        }

        @Override
        public String toString() {
            return "#" + number + " " + rule.match();
        }
    }
}
