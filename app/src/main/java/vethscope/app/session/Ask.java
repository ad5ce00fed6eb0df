package vethscope.app.session;

import vethscope.model.Design;
import vethscope.model.Probe;
import vethscope.model.Protocol;

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

    /// The question that a drawing opens with: its first saved probe's, so that Send tells its story at once.
    static Ask firstOf(Design design) {
        return design.probes().stream()
                .filter(p -> p.from() != null)
                .findFirst()
                .map(Ask::of)
                .orElse(EMPTY);
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
