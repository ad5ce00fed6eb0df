package vethscope.engine.network;

/// What packets leave behind: ARP, FDB, conntrack, session affinity, counters of rules, path MTUs, redirects, security
/// groups, IPVS.
/// Immutable; a change gives a new world.
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
            case Neighbours.Learned c -> with(neighbours.with(c));
            case ForwardingDatabase.Learned c -> with(fdb.with(c));
            case Conntrack.Recorded c -> with(conntrack.with(c));
            case Admitted.Entered c -> with(admitted.with(c));
            case Recent.Seen c -> with(recent.with(c));
            case Recent.Forgotten c -> with(recent.with(c));
            case Counters.Counted c -> with(counters.with(c));
            case Redirects.Told c -> with(redirects.with(c));
            case Redirects.Followed c -> with(redirects.with(c));
            case PathMtu.Learned c -> with(pathMtu.with(c));
            case IpvsTable.Changed c -> with(ipvs.with(c));
        };
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

    private World with(Admitted admitted) {
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
