package vethscope.engine.network;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// A process that finishes its clients' connections itself and opens its own to one of its targets: a balancer in mode
/// `proxy`, an ingress controller.
///
/// @param element the balancer or the controller's pod
/// @param bind the address it listens on; `0.0.0.0`: all of IPv4, `::`: all of both families
/// @param rules looked at in order; without `host` and `path` a rule takes every request
public record Proxy(Id element, Protocol protocol, Ip bind, int port, List<Rule> rules) {

    public Proxy {
        rules = List.copyOf(rules);
    }

    public boolean accepts(Protocol asked, Ip to, int toPort) {
        return protocol == asked && port == toPort && Socket.takes(bind, to);
    }

    /// The rule for a request; null host or path: the request has none. Empty: nobody is responsible (HTTP 404).
    public Optional<Rule> rule(@Nullable String host, @Nullable String path) {
        return rules.stream().filter(r -> r.takes(host, path)).findFirst();
    }

    /// One of the targets is chosen, each with the same chance.
    ///
    /// @param host exact, or `*.` and a domain for one label before it; null: any
    /// @param path null: any
    /// @param exact the whole path rather than leading elements of it
    /// @param title who asked for it, in a person's words; null where a listener names its targets
    public record Rule(
            @Nullable String host,
            @Nullable String path,
            boolean exact,
            List<Target> targets,
            @Nullable String title) {

        public Rule {
            targets = List.copyOf(targets);
        }

        boolean takes(@Nullable String asked, @Nullable String at) {
            return takesHost(asked) && takesPath(at == null ? "/" : at);
        }

        private boolean takesHost(@Nullable String asked) {
            if (host == null) {
                return true;
            }
            if (asked == null) {
                return false;
            }
            if (!host.startsWith("*.")) {
                return host.equalsIgnoreCase(asked);
            }
            int dot = asked.indexOf('.');
            return dot > 0 && asked.substring(dot).equalsIgnoreCase(host.substring(1));
        }

        /// Prefix matching goes by whole path elements (networking.k8s.io/v1 PathType).
        private boolean takesPath(String at) {
            if (path == null) {
                return true;
            }
            String prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
            return exact ? at.equals(path) : at.equals(prefix) || at.startsWith(prefix + "/");
        }
    }

    public record Target(Ip ip, int port) {
        @Override
        public String toString() {
            return vethscope.engine.packet.Packet.at(ip, port);
        }
    }
}
