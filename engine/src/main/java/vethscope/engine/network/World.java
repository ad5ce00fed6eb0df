package vethscope.engine.network;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What packets leave behind: ARP, FDB, conntrack, session affinity, counters of rules, path MTUs, redirects,
/// security groups, IPVS. Immutable; a change gives a new world.
///
/// @param micros simulated time since the first probe
public record World(
        Neighbours neighbours,
        ForwardingDatabase fdb,
        Conntrack conntrack,
        Recent recent,
        Counters counters,
        PathMtu pathMtu,
        Redirects redirects,
        Admitted admitted,
        IpvsTable ipvs,
        long micros) {

    private static final Comparator<Change.Made> ORDER =
            Comparator.comparing((Change.Made e) -> e.netns().value()).thenComparing(Change::entry);

    public static final World COLD = new World(
            Neighbours.EMPTY,
            ForwardingDatabase.EMPTY,
            Conntrack.EMPTY,
            Recent.EMPTY,
            Counters.EMPTY,
            PathMtu.EMPTY,
            Redirects.EMPTY,
            Admitted.EMPTY,
            IpvsTable.EMPTY,
            0);

    public World with(Change change) {
        return switch (change) {
            case Change.Removed(var made) -> without(made);
            case Neighbours.Learned c -> with(neighbours.with(c));
            case ForwardingDatabase.Learned c -> with(fdb.with(c));
            case Conntrack.Recorded c -> with(conntrack.with(c));
            case Admitted.Entered c -> with(admitted.with(c));
            case Recent.Seen c -> with(recent.with(c));
            case Counters.Counted c -> with(counters.with(c));
            case Redirects.Told c -> with(redirects.with(c));
            case Redirects.Followed c -> with(redirects.with(c));
            case PathMtu.Learned c -> with(pathMtu.with(c));
            case IpvsTable.Changed c -> with(ipvs.with(c));
        };
    }

    private World without(Change.Made entry) {
        return switch (entry) {
            case Neighbours.Learned c -> with(neighbours.without(c));
            case ForwardingDatabase.Learned c -> with(fdb.without(c));
            case Conntrack.Recorded c -> with(conntrack.without(c));
            case Admitted.Entered c -> with(admitted.without(c));
            case Recent.Seen c -> with(recent.without(c));
            case Counters.Counted c -> with(counters.without(c));
            case Redirects.Told c -> with(redirects.without(c));
            case Redirects.Followed c -> with(redirects.without(c));
            case PathMtu.Learned c -> with(pathMtu.without(c));
            case IpvsTable.Changed c -> with(ipvs.without(c));
        };
    }

    /// All that is remembered, table by table, in an order that depends on the entries alone. The memory of security
    /// groups is about connections and not listed.
    public List<Change.Made> entries() {
        return Stream.of(
                        neighbours.all(),
                        fdb.all(),
                        conntrack.all(),
                        recent.all(),
                        counters.all(),
                        pathMtu.all(),
                        redirects.all(),
                        ipvs.all())
                .<Change.Made>flatMap(table -> table.sorted(ORDER).map(Change.Made.class::cast))
                .toList();
    }

    private World with(Neighbours neighbours) {
        return new World(neighbours, fdb, conntrack, recent, counters, pathMtu, redirects, admitted, ipvs, micros);
    }

    private World with(ForwardingDatabase fdb) {
        return new World(neighbours, fdb, conntrack, recent, counters, pathMtu, redirects, admitted, ipvs, micros);
    }

    private World with(Counters counters) {
        return new World(neighbours, fdb, conntrack, recent, counters, pathMtu, redirects, admitted, ipvs, micros);
    }

    private World with(PathMtu pathMtu) {
        return new World(neighbours, fdb, conntrack, recent, counters, pathMtu, redirects, admitted, ipvs, micros);
    }

    private World with(Redirects redirects) {
        return new World(neighbours, fdb, conntrack, recent, counters, pathMtu, redirects, admitted, ipvs, micros);
    }

    public World with(Admitted admitted) {
        return new World(neighbours, fdb, conntrack, recent, counters, pathMtu, redirects, admitted, ipvs, micros);
    }

    private World with(Conntrack conntrack) {
        return new World(neighbours, fdb, conntrack, recent, counters, pathMtu, redirects, admitted, ipvs, micros);
    }

    private World with(Recent recent) {
        return new World(neighbours, fdb, conntrack, recent, counters, pathMtu, redirects, admitted, ipvs, micros);
    }

    /// Cold again, but for session affinity and what rules count, which last for a run of probes.
    public World cold() {
        return new World(
                Neighbours.EMPTY,
                ForwardingDatabase.EMPTY,
                Conntrack.EMPTY,
                recent,
                counters,
                PathMtu.EMPTY,
                redirects.cold(),
                Admitted.EMPTY,
                ipvs.cold(),
                micros);
    }

    /// Without connections: what a further attempt of a probe meets. IPVS goes on counting: its schedulers are about
    /// what came before.
    public World withoutConnections() {
        return new World(
                neighbours, fdb, Conntrack.EMPTY, recent, counters, pathMtu, redirects, Admitted.EMPTY, ipvs, micros);
    }

    /// Without what session affinity remembers.
    public World withoutAffinity() {
        return with(Recent.EMPTY).with(ipvs.withoutAffinity());
    }

    /// At a later time; connections that nothing was heard of for too long are gone, and what was learned of paths long
    /// ago.
    public World at(long micros) {
        return new World(
                neighbours,
                fdb,
                conntrack.at(micros),
                recent,
                counters,
                pathMtu.at(micros),
                redirects,
                admitted,
                ipvs,
                micros);
    }

    public World with(IpvsTable ipvs) {
        return new World(neighbours, fdb, conntrack, recent, counters, pathMtu, redirects, admitted, ipvs, micros);
    }
}
