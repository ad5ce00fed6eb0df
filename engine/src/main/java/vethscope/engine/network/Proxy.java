package vethscope.engine.network;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Packet;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// A process that finishes its clients' connections itself and opens its own to one of its targets, or answers by
/// itself: a balancer in mode `proxy`, an ingress controller, a health server.
///
/// @param element the balancer, the controller's pod, or the node
/// @param bind the address it listens on; `0.0.0.0`: all of IPv4, `::`: all of both families
/// @param rules looked at in order
/// @param tls the certificates with which it speaks TLS; null: it does not, or passes TLS on unread
public record Proxy(
        Id element,
        Protocol protocol,
        Ip bind,
        int port,
        Kind kind,
        List<Rule> rules,
        @Nullable Tls tls) {

    /// A proxy without TLS.
    public Proxy(Id element, Protocol protocol, Ip bind, int port, Kind kind, List<Rule> rules) {
        this(element, protocol, bind, port, kind, rules, null);
    }

    /// What it reads of what its clients say.
    public enum Kind {
        /// Nothing: with nobody to pass a connection on to, it closes it.
        TCP,
        /// HTTP: it answers by itself what it cannot pass on.
        WEB,
        /// HTTP, and it only ever answers by itself: how many endpoints of a service are ready here.
        HEALTH
    }

    public Proxy {
        rules = List.copyOf(rules);
    }

    public boolean accepts(Protocol asked, Ip to, int toPort) {
        return protocol == asked && port == toPort && Socket.takes(bind, to);
    }

    /// The rule for a request. Empty: nobody is responsible.
    public Optional<Rule> rule(HttpMatch.Asked asked) {
        return rules.stream().filter(r -> r.match().takes(asked)).findFirst();
    }

    /// What happens to the requests that fit.
    ///
    /// @param from the ingress or route that asked for it; null where a listener or the proxy itself did
    /// @param groups one of them is chosen by weight, then one of its targets, each with the same chance
    public record Rule(@Nullable Id from, HttpMatch match, List<Group> groups) {
        public Rule {
            groups = List.copyOf(groups);
        }

        /// For every request or connection.
        public static Rule all(Group group) {
            return new Rule(null, HttpMatch.ANY, List.of(group));
        }
    }

    /// Targets that stand for each other.
    ///
    /// @param name what asked for them, such as `shop/web:80`; null where a listener names its targets
    /// @param weight greater than 0
    /// @param status the HTTP status of the proxy's own answer where there are no targets
    /// @param location where such an answer sends the client; null: it is no redirect
    public record Group(
            @Nullable String name,
            int weight,
            List<Target> targets,
            int status,
            @Nullable String location) {
        public Group {
            targets = List.copyOf(targets);
        }

        /// Targets that a listener names.
        public static Group of(List<Target> targets) {
            return new Group(null, 1, targets, 503, null);
        }

        /// The proxy answers by itself.
        public static Group answering(@Nullable String name, int weight, int status) {
            return new Group(name, weight, List.of(), status, null);
        }

        public Group weighing(int weight) {
            return new Group(name, weight, targets, status, location);
        }

        /// The proxy sends the client elsewhere.
        public static Group redirecting(int status, String location) {
            return new Group(null, 1, List.of(), status, location);
        }
    }

    public record Target(Ip ip, int port) {
        @Override
        public String toString() {
            return Packet.at(ip, port);
        }
    }
}
