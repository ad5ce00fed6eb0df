package vethscope.engine.network;

/// What packets leave behind: ARP, FDB, conntrack, session affinity, path MTUs. Immutable; a change gives a new
/// world.
///
/// @param micros simulated time since the first probe
public record World(
        Neighbours neighbours,
        ForwardingDatabase fdb,
        Conntrack conntrack,
        Recent recent,
        PathMtu pathMtu,
        long micros) {

    public static final World COLD =
            new World(Neighbours.EMPTY, ForwardingDatabase.EMPTY, Conntrack.EMPTY, Recent.EMPTY, PathMtu.EMPTY, 0);

    public World with(Change change) {
        return switch (change) {
            case Neighbours.Learned c -> new World(neighbours.with(c), fdb, conntrack, recent, pathMtu, micros);
            case ForwardingDatabase.Learned c -> new World(neighbours, fdb.with(c), conntrack, recent, pathMtu, micros);
            case Conntrack.Recorded c -> new World(neighbours, fdb, conntrack.with(c), recent, pathMtu, micros);
            case Recent.Seen c -> new World(neighbours, fdb, conntrack, recent.with(c), pathMtu, micros);
            case PathMtu.Learned c -> new World(neighbours, fdb, conntrack, recent, pathMtu.with(c), micros);
        };
    }

    /// Cold again, but for session affinity, which lasts for a run of probes.
    public World cold() {
        return new World(Neighbours.EMPTY, ForwardingDatabase.EMPTY, Conntrack.EMPTY, recent, PathMtu.EMPTY, micros);
    }

    /// Without connections: what a further attempt of a probe meets.
    public World withoutConnections() {
        return new World(neighbours, fdb, Conntrack.EMPTY, recent, pathMtu, micros);
    }

    public World at(long micros) {
        return new World(neighbours, fdb, conntrack, recent, pathMtu, micros);
    }
}
