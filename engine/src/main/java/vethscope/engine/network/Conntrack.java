package vethscope.engine.network;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// Connection tracking of all namespaces (`conntrack -L`). Each connection is found by its original and by its reply
/// tuple.
public final class Conntrack {

    public static final Conntrack EMPTY =
            new Conntrack(Trie.empty(), Trie.empty(), null, new Summary(0, 0, 0, Long.MAX_VALUE));

    /// So many changes are looked through rather than entered.
    private static final int FEW = 8;

    private final Trie<Key, Long> tuples;
    private final Trie<Long, Connection> connections;
    private final @Nullable Latest latest;
    private final Summary summary;
    private @Nullable Conntrack entered;

    /// Changes that are not entered into the maps yet, the latest first: a trace makes a few, and most worlds that a
    /// trace leaves are never looked at.
    private record Latest(Recorded change, @Nullable Latest before, int length) {}

    /// What every trace asks of the whole table.
    ///
    /// @param newest the greatest id
    /// @param asking how many connections are in [State#SYN_SENT]
    /// @param opening how many their ends will have closed a moment later
    /// @param expires no connection does before
    private record Summary(long newest, int asking, int opening, long expires) {

        Summary with(@Nullable Connection before, Connection after) {
            return new Summary(
                    Math.max(newest, after.id),
                    count(asking, before != null && before.isAsking(), after.isAsking()),
                    count(opening, before != null && before.isOpening(), after.isOpening()),
                    Math.min(expires, after.expires));
        }

        private static int count(int known, boolean before, boolean after) {
            return known + (after ? 1 : 0) - (before ? 1 : 0);
        }
    }

    private Conntrack(
            Trie<Key, Long> tuples, Trie<Long, Connection> connections, @Nullable Latest latest, Summary summary) {
        this.tuples = tuples;
        this.connections = connections;
        this.latest = latest;
        this.summary = summary;
    }

    /// Which connection a tuple of a namespace belongs to.
    public Trie<Key, Long> tuples() {
        return entered().tuples;
    }

    /// By id.
    public Trie<Long, Connection> connections() {
        return entered().connections;
    }

    /// The greatest id of a connection; 0 if there is none.
    public long newest() {
        return summary.newest;
    }

    /// Whether any connection is in [State#SYN_SENT].
    public boolean isAsking() {
        return summary.asking > 0;
    }

    /// Whether any connection is one that its ends will have closed a moment later.
    public boolean isOpening() {
        return summary.opening > 0;
    }

    public record Key(Id netns, Tuple tuple) {
        @Override
        public int hashCode() {
            return netns.hashCode() * 31 + tuple.hashCode();
        }
    }

    /// One direction of a connection. For ICMP the echo id stands in both ports.
    public record Tuple(Protocol protocol, Ip source, int sourcePort, Ip destination, int destinationPort) {
        public Tuple reversed() {
            return new Tuple(protocol, destination, destinationPort, source, sourcePort);
        }

        @Override
        public int hashCode() {
            int addresses = source.hashCode() * 31 + destination.hashCode();
            return (addresses * 31 + sourcePort) * 31 + destinationPort;
        }

        /// Most connections differ by a port.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Tuple t
                    && sourcePort == t.sourcePort
                    && destinationPort == t.destinationPort
                    && protocol == t.protocol
                    && source.equals(t.source)
                    && destination.equals(t.destination);
        }

        @Override
        public String toString() {
            return text(source, sourcePort) + " > " + text(destination, destinationPort);
        }

        private String text(Ip ip, int port) {
            return protocol.hasPorts() ? vethscope.engine.packet.Packet.at(ip, port) : ip.toString();
        }
    }

    public enum State {
        NEW,
        SYN_SENT,
        SYN_RECV,
        ESTABLISHED,
        CLOSE
    }

    /// @param id unique in the world, from 1
    /// @param original as the first packet came in; `reply` as the answer is expected, all rewriting applied
    /// @param seenReply whether an answer passed
    /// @param mark the connection mark
    /// @param expires simulated microseconds when it is forgotten unless a packet comes before
    /// @param ipvs IPVS rewrote the destination and will undo it, not NAT (net/netfilter/ipvs/ip_vs_nfct.c
    ///     ip_vs_update_conntrack)
    /// @param masqueradedBy the device whose address MASQUERADE gave it (`masq_index`); null: it did not
    public record Connection(
            long id,
            Tuple original,
            Tuple reply,
            State state,
            boolean seenReply,
            int mark,
            long expires,
            boolean ipvs,
            @Nullable String masqueradedBy) {

        /// A connection that lasts.
        public Connection(long id, Tuple original, Tuple reply, State state, boolean seenReply, int mark) {
            this(id, original, reply, state, seenReply, mark, Long.MAX_VALUE, false, null);
        }

        public Connection with(State state, boolean seenReply) {
            return new Connection(id, original, reply, state, seenReply, mark, expires, ipvs, masqueradedBy);
        }

        public Connection withReply(Tuple reply) {
            return new Connection(id, original, reply, state, seenReply, mark, expires, ipvs, masqueradedBy);
        }

        public Connection withMark(int mark) {
            return new Connection(id, original, reply, state, seenReply, mark, expires, ipvs, masqueradedBy);
        }

        public Connection expiring(long micros) {
            return new Connection(id, original, reply, state, seenReply, mark, micros, ipvs, masqueradedBy);
        }

        /// IPVS took it over: its answers will come from `reply`.
        public Connection byIpvs(Tuple reply) {
            return new Connection(id, original, reply, state, seenReply, mark, expires, true, masqueradedBy);
        }

        /// Whether it is out of the table already: its only answer was a reset (nf_conntrack_tcp_packet).
        public boolean isForgotten() {
            return state == State.CLOSE && !seenReply;
        }

        boolean isAsking() {
            return state == State.SYN_SENT;
        }

        /// A TCP connection that its ends will have closed a moment later.
        public boolean isOpening() {
            return state == State.SYN_RECV || state == State.ESTABLISHED && original.protocol() == Protocol.TCP;
        }

        /// MASQUERADE hid its source behind that device.
        public Connection behind(String device) {
            return new Connection(id, original, reply, state, seenReply, mark, expires, ipvs, device);
        }

        /// NAT rewrote the destination.
        public boolean dnat() {
            return !ipvs && isRedirected();
        }

        /// The destination was rewritten, by whomever.
        public boolean isRedirected() {
            return !original.destination().equals(reply.source())
                    || original.destinationPort() != reply.sourcePort()
                            && original.protocol().hasPorts();
        }

        /// The source was rewritten.
        public boolean snat() {
            return !original.source().equals(reply.destination()) || original.sourcePort() != reply.destinationPort();
        }

        /// `tcp a:1 > b:2 | c:3 > a:1`, original and reply direction.
        @Override
        public String toString() {
            return original.protocol().name().toLowerCase(Locale.ROOT) + " " + original + " | " + reply;
        }
    }

    /// The connection that a packet's tuple belongs to in a namespace.
    public @Nullable Connection find(Id netns, Tuple tuple) {
        Connection known = entry(netns, tuple);
        return known == null || known.isForgotten() ? null : known;
    }

    private @Nullable Connection entry(Id netns, Tuple tuple) {
        for (Latest each = latest; each != null; each = each.before) {
            Connection c = each.change.connection;
            if ((tuple.equals(c.original) || tuple.equals(c.reply)) && netns.equals(each.change.netns)) {
                return find(c.id);
            }
        }
        Long id = tuples.isEmpty() ? null : tuples.get(new Key(netns, tuple));
        return id == null ? null : find(id);
    }

    /// The connection with that id.
    public @Nullable Connection find(long id) {
        if (id > summary.newest) {
            return null;
        }
        for (Latest each = latest; each != null; each = each.before) {
            if (each.change.connection.id == id) {
                return each.change.connection;
            }
        }
        return connections.get(id);
    }

    /// The connections that a source began in a namespace, oldest first.
    public List<Connection> from(Id netns, Protocol protocol, Ip source, int port) {
        Trie<Key, Long> tuples = tuples();
        return connections().values().stream()
                .filter(c -> c.original().protocol() == protocol
                        && c.original().source().equals(source)
                        && c.original().sourcePort() == port
                        && !c.isForgotten()
                        && Long.valueOf(c.id()).equals(tuples.get(new Key(netns, c.original()))))
                .sorted(Comparator.comparingLong(Connection::id))
                .toList();
    }

    /// Without what has expired.
    Conntrack at(long micros) {
        if (micros < summary.expires) {
            return this;
        }
        Trie<Key, Long> known = tuples();
        Trie<Long, Connection> left = connections();
        for (var entry : tuples().entrySet()) {
            Connection c = connections().get(entry.getValue());
            if (c == null || c.expires() <= micros) {
                known = known.minus(entry.getKey());
                left = left.minus(entry.getValue());
            }
        }
        return of(known, left);
    }

    /// No new connection gets the number of one that is gone.
    private Conntrack of(Trie<Key, Long> known, Trie<Long, Connection> left) {
        Summary rest = new Summary(summary.newest, 0, 0, Long.MAX_VALUE);
        for (Connection c : left.values()) {
            rest = rest.with(null, c);
        }
        return new Conntrack(known, left, null, rest);
    }

    Conntrack without(Recorded entry) {
        Connection c = find(entry.connection.id);
        return c == null
                ? this
                : of(
                        tuples().minus(new Key(entry.netns, c.original)).minus(new Key(entry.netns, c.reply)),
                        connections().minus(c.id));
    }

    /// Every connection with the namespace that tracks it.
    public Stream<Recorded> all() {
        Trie<Long, Connection> all = connections();
        return tuples().entrySet().stream()
                .flatMap(e -> Stream.ofNullable(all.get(e.getValue()))
                        .filter(c -> c.original.equals(e.getKey().tuple) && !c.isForgotten())
                        .map(c -> new Recorded(e.getKey().netns, c, false)));
    }

    Conntrack with(Recorded change) {
        if (latest != null && latest.length == FEW) {
            return entered().with(change);
        }
        Connection c = change.connection;
        Connection before = find(c.id);
        int length = latest == null ? 1 : latest.length + 1;
        return new Conntrack(tuples, connections, new Latest(change, latest, length), summary.with(before, c));
    }

    /// The same with all changes in the maps. Two threads may both enter them, to the same effect.
    private Conntrack entered() {
        if (latest == null) {
            return this;
        }
        Conntrack ready = entered;
        if (ready == null) {
            var changes = new ArrayDeque<Recorded>();
            for (Latest each = latest; each != null; each = each.before) {
                changes.addFirst(each.change);
            }
            Trie<Key, Long> known = tuples;
            Trie<Long, Connection> all = connections;
            for (Recorded change : changes) {
                Connection c = change.connection;
                known = known.plus(new Key(change.netns, c.original), c.id).plus(new Key(change.netns, c.reply), c.id);
                all = all.plus(c.id, c);
            }
            ready = new Conntrack(known, all, null, summary);
            entered = ready;
        }
        return ready;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Conntrack c
                && tuples().equals(c.tuples())
                && connections().equals(c.connections());
    }

    @Override
    public int hashCode() {
        return tuples().hashCode() * 31 + connections().hashCode();
    }

    @Override
    public String toString() {
        return connections().values().toString();
    }

    /// A connection entered the table or changed its state.
    public record Recorded(Id netns, Connection connection, boolean isNew) implements Change.Made {
        @Override
        public String table() {
            return "conntrack";
        }

        @Override
        public String entry() {
            return connection.toString();
        }
    }
}
