package vethscope.engine.stage;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.HttpMatch;
import vethscope.engine.network.Proxy;
import vethscope.engine.network.Proxy.Group;
import vethscope.engine.network.Proxy.Rule;
import vethscope.engine.network.Proxy.Target;
import vethscope.engine.network.Tls;
import vethscope.engine.packet.Packet;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Sentence;
import vethscope.model.address.Ip;

/// What a proxy does with a request: the first rule that takes it names groups of targets, chance one of them
/// by its weight, then one of its targets.
final class Proxying {

    private static final int NOT_FOUND = 404;

    private Proxying() {}

    sealed interface Decision {
        Sentence text();

        /// The rule or listener that decided.
        Entry rule();
    }

    record Relay(Target target, Sentence text, Entry rule) implements Decision {}

    /// It answers by itself.
    record Answer(int status, Sentence text, Entry rule) implements Decision {}

    record Close(Sentence text, Entry rule) implements Decision {}

    static Decision decide(Proxy proxy, Packet packet, Kernel kernel) {
        Request asked = kernel.request();
        if (proxy.tls() != null
                && proxy.tls().strict()
                && proxy.tls().of(name(asked)).isEmpty()) {
            return new Close(
                    Sentence.of("proxy.tls.refused", String.valueOf(name(asked))),
                    new Entries.OfListeners(proxy, null));
        }
        Optional<Rule> found = proxy.rule(
                new HttpMatch.Asked(asked.method(), asked.host(), asked.path(), asked.headers(), packet.source()));
        if (found.isEmpty()) {
            return proxy.kind() == Proxy.Kind.TCP
                    ? new Close(
                            Sentence.of("proxy.nobody", packet.destinationText()), new Entries.OfListeners(proxy, null))
                    : new Answer(
                            NOT_FOUND,
                            Sentence.of("proxy.unknown", asked(kernel.request()), NOT_FOUND),
                            new Entries.OfListeners(proxy, null));
        }
        List<Group> groups = found.get().groups();
        Group group = groups.get(draw(groups.stream().mapToDouble(Group::weight).toArray(), kernel.dice()));
        List<Target> targets = group.targets();
        if (targets.isEmpty()) {
            return without(proxy, found.get(), group, packet, asked);
        }
        double[] even = new double[targets.size()];
        java.util.Arrays.fill(even, 1);
        Target target = targets.get(draw(even, kernel.dice()));
        Sentence text = group.name() == null
                ? Sentence.of("proxy.relay", packet.destinationText(), target, targets.size())
                : Sentence.of("proxy.web", rule(proxy, found.get()), group.name(), target, targets.size());
        return new Relay(target, text, name(proxy, found.get()));
    }

    /// Which certificate the client is shown; empty: the proxy does not read TLS, or refuses the name.
    static Optional<Sentence> certificate(Proxy proxy, Request asked) {
        Tls tls = proxy.tls();
        if (tls == null) {
            return Optional.empty();
        }
        String host = name(asked);
        Optional<Tls.Certificate> found = tls.of(host);
        if (found.isEmpty()) {
            return tls.strict()
                    ? Optional.empty()
                    : Optional.of(
                            host == null ? Sentence.of("proxy.tls.nameless") : Sentence.of("proxy.tls.default", host));
        }
        String secret = found.get().secret();
        return Optional.of(
                host == null ? Sentence.of("proxy.tls.any", secret) : Sentence.of("proxy.tls", host, secret));
    }

    /// What the client asks for in its handshake: a host name, never an address (RFC 6066).
    private static @Nullable String name(Request asked) {
        String host = asked.host();
        if (host == null || host.startsWith("[") || Ip.tryParse(host).isPresent()) {
            return null;
        }
        int colon = host.indexOf(':');
        String bare = colon < 0 ? host : host.substring(0, colon);
        return Ip.tryParse(bare).isPresent() ? null : bare;
    }

    private static Decision without(Proxy proxy, Rule rule, Group group, Packet packet, Request asked) {
        return switch (proxy.kind()) {
            case TCP -> new Close(Sentence.of("proxy.nobody", packet.destinationText()), name(proxy, rule));
            case HEALTH ->
                new Answer(
                        group.status(),
                        Sentence.of("proxy.health", group.status(), String.valueOf(group.name())),
                        new Entries.OfListeners(proxy, group.name()));
            case WEB -> {
                String location = group.location();
                Sentence text = location != null
                        ? Sentence.of(
                                "proxy.redirect", rule(proxy, rule), group.status(), filled(location, packet, asked))
                        : Sentence.of(
                                group.name() == null ? "proxy.fixed" : "proxy.empty",
                                rule(proxy, rule),
                                group.status(),
                                String.valueOf(group.name()));
                yield new Answer(group.status(), text, name(proxy, rule));
            }
        };
    }

    /// What of the request a redirect keeps (Elastic Load Balancing, "Redirect actions").
    private static String filled(String location, Packet packet, Request asked) {
        String host = asked.host() == null ? packet.destination().toString() : asked.host();
        String path = asked.path() == null ? "/" : asked.path();
        int colon = host.indexOf(':');
        int query = path.indexOf('?');
        return location.replace("#{host}", colon < 0 || packet.destination().v6() ? host : host.substring(0, colon))
                .replace("/#{path}", query < 0 || location.indexOf('?') < 0 ? path : path.substring(0, query));
    }

    private static int draw(double[] weights, Dice dice) {
        return weights.length == 1 ? 0 : dice.choose(weights);
    }

    /// `2 (shop.example/cart/*)`.
    private static String rule(Proxy proxy, Rule rule) {
        return proxy.rules().indexOf(rule) + 1 + " (" + rule.match() + ")";
    }

    private static Entry name(Proxy proxy, Rule rule) {
        return proxy.kind() == Proxy.Kind.WEB
                ? new Entries.OfProxies(proxy, proxy.rules().indexOf(rule) + 1, rule)
                : new Entries.OfListeners(proxy, null);
    }

    private static String asked(Request request) {
        String method = request.method().equals("GET") ? "" : request.method() + " ";
        return method
                + (request.host() == null ? "" : request.host())
                + (request.path() == null ? "/" : request.path());
    }
}
