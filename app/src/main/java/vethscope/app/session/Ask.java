package vethscope.app.session;

import java.util.Optional;
import vethscope.model.Design;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.element.Element;
import vethscope.model.element.Host;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

/// What the send bar asks: who sends what to whom.
///
/// @param from an element, or `element:container`; blank: nobody yet
/// @param to an element, `service:port`, an address, a name or a URL; blank: nobody yet
/// @param sourcePort 0: the default
/// @param warm keep the tables that the last packet left
public record Ask(
        String from, String to, Protocol protocol, int sourcePort, int ttl, int size, long seed, boolean warm) {

    public static final Ask EMPTY = new Ask("", "", Protocol.TCP, 0, 64, 0, 1, false);

    /// The question of a probe, without its expectation.
    public static Ask of(Probe probe) {
        var shape = probe.shape();
        String from = probe.from();
        return new Ask(
                from == null ? "" : from,
                probe.to(),
                probe.protocol(),
                shape.sourcePort(),
                shape.ttl(),
                shape.size(),
                probe.run().seed(),
                probe.run().warm());
    }

    /// What a drawing most likely wants to know: its first test; else from the first outside host, or else the
    /// first pod, to the first Service or another pod.
    public static Ask firstOf(Design design) {
        Optional<Ask> probe = design.probes().stream()
                .filter(p -> p.from() != null)
                .findFirst()
                .map(Ask::of);
        return probe.orElseGet(() -> {
            String from =
                    first(design, Host.class).or(() -> first(design, Pod.class)).orElse("");
            String to = service(design).or(() -> pod(design, from)).orElse("");
            return EMPTY.withEnds(from, to);
        });
    }

    private static Optional<String> service(Design design) {
        return design.topology()
                .all(Service.class)
                .filter(s -> !s.ports().isEmpty())
                .findFirst()
                .map(s -> s.id() + ":" + s.ports().getFirst().port());
    }

    /// Another pod that listens.
    private static Optional<String> pod(Design design, String from) {
        return design.topology()
                .all(Pod.class)
                .filter(pod -> !pod.id().value().equals(from))
                .flatMap(pod -> pod.containers().stream()
                        .flatMap(c -> c.ports().stream())
                        .map(p -> pod.id() + ":" + p.port()))
                .findFirst();
    }

    private static Optional<String> first(Design design, Class<? extends Element> kind) {
        return design.topology().all(kind).findFirst().map(e -> e.id().value());
    }

    public boolean complete() {
        return !from.isBlank() && !to.isBlank();
    }

    public Ask withEnds(String from, String to) {
        return new Ask(from, to, protocol, sourcePort, ttl, size, seed, warm);
    }

    public Ask withProtocol(Protocol protocol) {
        return new Ask(from, to, protocol, sourcePort, ttl, size, seed, warm);
    }

    public Ask withSeed(long seed) {
        return new Ask(from, to, protocol, sourcePort, ttl, size, seed, warm);
    }

    public Ask withSourcePort(int sourcePort) {
        return new Ask(from, to, protocol, sourcePort, ttl, size, seed, warm);
    }

    public Ask withTtl(int ttl) {
        return new Ask(from, to, protocol, sourcePort, ttl, size, seed, warm);
    }

    public Ask withSize(int size) {
        return new Ask(from, to, protocol, sourcePort, ttl, size, seed, warm);
    }

    public Ask withWarm(boolean warm) {
        return new Ask(from, to, protocol, sourcePort, ttl, size, seed, warm);
    }

    public Probe probe() {
        var shape = new Probe.Shape(sourcePort, null, ttl, size, false, null, null);
        return new Probe(name(), from, null, to, protocol, shape, new Probe.Run(warm, 1, seed), null);
    }

    private String name() {
        return from + " → " + to;
    }
}
