package vethscope.engine.compile.cloud;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.forward.Chance;
import vethscope.engine.forward.Flow;
import vethscope.engine.forward.Forwarder;
import vethscope.engine.network.Network;
import vethscope.engine.network.Proxy;
import vethscope.engine.network.Proxy.Target;
import vethscope.engine.network.World;
import vethscope.engine.stage.Request;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Trace;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.LoadBalancer.HealthCheck;

/// Which targets load balancers use. A check is a connection from the balancer through the drawn network,
/// forwarded like any other packet: the target is healthy if it is answered, over HTTP with a status of
/// success. So rules, routes and security groups that stop the check make a target unhealthy as they do in a
/// cloud.
///
/// The first pass of the compiler takes every target for healthy and remembers who was asked for; the checks run
/// through its network; if some fail, a second pass leaves them out.
public final class HealthChecks {

    /// Where kube-proxy chooses by chance behind the node port: connections tried before a target counts as
    /// unhealthy.
    private static final int TRIES = 4;

    private static final int CLIENT_PORT = 40000;

    private record Key(Id balancer, Target target, HealthCheck check) {}

    private final Map<Key, Health> known;
    private final Map<Key, LoadBalancer> asked = new LinkedHashMap<>();
    private final Notes notes;
    private final Set<Key> told = new LinkedHashSet<>();

    /// @param known what earlier checks found; a target without an entry counts as healthy
    public HealthChecks(List<Health> known, Notes notes) {
        this.known = new LinkedHashMap<>();
        known.forEach(h -> this.known.put(new Key(h.balancer(), h.target(), h.check()), h));
        this.notes = notes;
    }

    /// The targets that a balancer sends to: the healthy ones, or all of them if none is (fail open).
    public List<Target> used(LoadBalancer balancer, List<Target> targets) {
        return used(balancer, balancer.healthCheck(), targets);
    }

    /// The same for targets with a check of their own.
    ///
    /// @param check null: they are not checked, and all are used
    public List<Target> used(LoadBalancer balancer, @Nullable HealthCheck check, List<Target> targets) {
        if (check == null) {
            return targets;
        }
        targets.forEach(t -> asked.put(new Key(balancer.id(), t, check), balancer));
        List<Target> healthy = targets.stream()
                .filter(t -> isHealthy(new Key(balancer.id(), t, check)))
                .toList();
        if (healthy.isEmpty() && !targets.isEmpty()) {
            List<Sentence> found = targets.stream()
                    .flatMap(t -> Stream.ofNullable(known.get(new Key(balancer.id(), t, check))))
                    .map(Health::foundAt)
                    .distinct()
                    .toList();
            notes.add(Flaw.NO_HEALTHY_TARGET, balancer.id(), "healthCheck", balancer.name(), found);
            return targets;
        }
        targets.forEach(t -> tell(balancer, new Key(balancer.id(), t, check)));
        return healthy;
    }

    private boolean isHealthy(Key key) {
        Health health = known.get(key);
        return health == null || health.healthy();
    }

    private void tell(LoadBalancer balancer, Key key) {
        Health health = known.get(key);
        if (health != null && !health.healthy() && !health.asMeant() && told.add(key)) {
            notes.add(
                    Flaw.TARGET_UNHEALTHY, balancer.id(), "healthCheck", balancer.name(), key.target(), health.found());
        }
    }

    /// Checks every target that was asked for.
    public List<Health> run(Network network) {
        return asked.entrySet().stream()
                .map(e -> check(network, e.getValue(), e.getKey()))
                .toList();
    }

    private static Health check(Network network, LoadBalancer balancer, Key key) {
        HealthCheck settings = key.check();
        Target target = key.target();
        boolean http = isHttp(balancer, settings);
        int port = settings.port() == 0 ? target.port() : settings.port();
        Health last = null;
        for (int seed = 1; seed <= TRIES; seed++) {
            Chance chance = Chance.seeded(seed);
            Trace trace = Forwarder.send(network, World.COLD, flow(balancer, target, port, settings, seed), chance)
                    .trace();
            Trace.@Nullable Arrival at = trace.at();
            @Nullable Integer status = at == null || !http ? null : at.status();
            boolean healthy = trace.outcome() == Fate.DELIVERED && (status == null || settings.succeeds(status));
            last = new Health(
                    balancer.id(),
                    target,
                    settings,
                    target.ip(),
                    port,
                    healthy,
                    status,
                    trace.outcome().json(),
                    at != null && status != null && isHealthServer(network, at.element(), port));
            if (healthy || chance.taken().isEmpty()) {
                return last;
            }
        }
        return java.util.Objects.requireNonNull(last);
    }

    private static boolean isHealthServer(Network network, Id answering, int port) {
        return network.home(answering).stream()
                .flatMap(n -> n.proxies().stream())
                .anyMatch(p -> p.kind() == Proxy.Kind.HEALTH && p.port() == port);
    }

    /// Layer 7 asks over HTTP, layer 4 is content with a connection, unless the check says otherwise.
    private static boolean isHttp(LoadBalancer balancer, HealthCheck check) {
        return check.protocol() == null
                ? balancer.layer() == 7
                : check.protocol().toUpperCase(java.util.Locale.ROOT).startsWith("HTTP");
    }

    private static Flow flow(LoadBalancer balancer, Target target, int port, HealthCheck check, int seed) {
        var sent = new Trace.Sent(
                "health check",
                balancer.id().value(),
                target.ip() + ":" + port,
                Protocol.TCP,
                port,
                CLIENT_PORT,
                0,
                seed);
        String path = check.path() == null ? "/" : check.path();
        return new Flow(
                sent,
                balancer.id(),
                null,
                null,
                Protocol.TCP,
                null,
                CLIENT_PORT,
                target.ip(),
                port,
                64,
                0,
                false,
                new Request("GET", null, path, java.util.Map.of()),
                null);
    }
}
