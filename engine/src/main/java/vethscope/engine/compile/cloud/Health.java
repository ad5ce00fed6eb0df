package vethscope.engine.compile.cloud;

import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Proxy.Target;
import vethscope.engine.trace.Sentence;
import vethscope.model.Id;
import vethscope.model.address.Ip;
import vethscope.model.element.LoadBalancer.HealthCheck;

/// What a load balancer's health check of one of its targets found.
///
/// @param ip and `port`: where the check knocks
/// @param status of the HTTP answer; null: the check only wants the connection, or there was none
/// @param outcome of the connection, as probes name it
/// @param asMeant kube-proxy itself says no: that is how a Local service keeps nodes without an endpoint out
public record Health(
        Id balancer,
        Target target,
        HealthCheck check,
        Ip ip,
        int port,
        boolean healthy,
        @Nullable Integer status,
        String outcome,
        boolean asMeant) {

    private static final Sentence.Bundle OUTCOMES = new Sentence.Bundle("vethscope.engine.trace.transcript");

    /// `10.0.0.12:30555 HTTP 503`, or how the connection ended; without the address where it is the target's own.
    public Sentence found() {
        return found(isElsewhere());
    }

    /// The same, with the address in any case.
    Sentence foundAt() {
        return found(true);
    }

    /// The same in the words that probes are judged by.
    @Override
    public String toString() {
        return (isElsewhere() ? new Target(ip, port) + " " : "") + (status == null ? outcome : "HTTP " + status);
    }

    private boolean isElsewhere() {
        return !new Target(ip, port).equals(target);
    }

    private Sentence found(boolean address) {
        String where = address ? new Target(ip, port) + " " : "";
        return status == null
                ? Sentence.of("health.ended", where, Sentence.of(OUTCOMES, "outcome." + outcome))
                : Sentence.of("health.http", where, status);
    }
}
