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
            case Neighbours.Learned c ->
                new World(
                        neighbours.with(c),
                        fdb,
                        conntrack,
                        recent,
                        counters,
                        pathMtu,
                        redirects,
                        admitted,
                        ipvs,
                        micros);
            case ForwardingDatabase.Learned c ->
                new World(
                        neighbours,
                        fdb.with(c),
                        conntrack,
                        recent,
                        counters,
                        pathMtu,
                        redirects,
                        admitted,
                        ipvs,
                        micros);
            case Conntrack.Recorded c -> with(conntrack.with(c));
            case Admitted.Entered c ->
                new World(
                        neighbours,
                        fdb,
                        conntrack,
                        recent,
                        counters,
                        pathMtu,
                        redirects,
                        admitted.with(c),
                        ipvs,
                        micros);
            case Recent.Seen c -> with(recent.with(c));
            case Recent.Forgotten c -> with(recent.with(c));
            case Counters.Counted c ->
                new World(
                        neighbours,
                        fdb,
                        conntrack,
                        recent,
                        counters.with(c),
                        pathMtu,
                        redirects,
                        admitted,
                        ipvs,
                        micros);
            case Redirects.Told c ->
                new World(
                        neighbours,
                        fdb,
                        conntrack,
                        recent,
                        counters,
                        pathMtu,
                        redirects.with(c),
                        admitted,
                        ipvs,
                        micros);
            case Redirects.Followed c ->
                new World(
                        neighbours,
                        fdb,
                        conntrack,
                        recent,
                        counters,
                        pathMtu,
                        redirects.with(c),
                        admitted,
                        ipvs,
                        micros);
            case PathMtu.Learned c ->
                new World(
                        neighbours,
                        fdb,
                        conntrack,
                        recent,
                        counters,
                        pathMtu.with(c),
                        redirects,
                        admitted,
                        ipvs,
                        micros);
            case IpvsTable.Changed c -> with(ipvs.with(c));
        };
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
