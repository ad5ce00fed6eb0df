package vethscope.engine.network;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import vethscope.engine.netfilter.VirtualServer;
import vethscope.engine.network.Conntrack.Tuple;
import vethscope.engine.packet.Packet;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// What the virtual servers of all namespaces remember: connections (`ipvsadm -Lnc`), which real server a persistent
/// client has, and where each rotation stands. Times are simulated microseconds.
///
/// @param connections by what the client sends
/// @param answers by what the real server answers
/// @param templates of persistent virtual servers
/// @param turns how far a scheduler that goes round has come
public record IpvsTable(
        PMap<Key, Connection> connections,
        PMap<Key, Connection> answers,
        PMap<Client, Template> templates,
        PMap<Door, Integer> turns) {

    public static final IpvsTable EMPTY =
            new IpvsTable(HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty());

    private static final long SECOND = 1_000_000;

    public record Key(Id netns, Tuple tuple) {}

    /// A virtual server of a namespace.
    public record Door(Id netns, Protocol protocol, Ip address, int port) {
        public static Door of(Id netns, VirtualServer server) {
            return new Door(netns, server.protocol(), server.address(), server.port());
        }

        @Override
        public String toString() {
            return protocol + " " + Packet.at(address, port);
        }
    }

    public record Client(Door door, Ip address) {}

    /// Where a client of a persistent virtual server goes.
    ///
    /// @param until when it is forgotten
    public record Template(Ip server, int port, long until) {}

    /// The states of ip_vs_proto_{tcp,udp,sctp}.c that a first packet and its answer lead to.
    public enum State {
        SYN_RECV(60, true),
        ESTABLISHED(15 * 60, true),
        TIME_WAIT(2 * 60, false),
        CLOSE(10, false),
        UDP(5 * 60, true),
        INIT1(3, true);

        private final long seconds;
        private final boolean active;

        State(int seconds, boolean active) {
            this.seconds = seconds;
            this.active = active;
        }
    }

    /// @param asked client to virtual server
    /// @param served client to real server
    /// @param persistent made from a template
    /// @param until when it is forgotten
    public record Connection(Tuple asked, Tuple served, State state, boolean persistent, long until) {

        public static Connection in(Tuple asked, Tuple served, State state, boolean persistent, long now) {
            return new Connection(asked, served, state, persistent, now + state.seconds * SECOND);
        }

        public boolean leadsTo(VirtualServer.RealServer server) {
            return served.destination().equals(server.ip()) && served.destinationPort() == server.port();
        }

        public Connection to(State state, long now) {
            return in(asked, served, state, persistent, now);
        }

        /// As `ipvsadm -Lnc` shows it: state, client, virtual server, real server.
        @Override
        public String toString() {
            return asked.protocol() + " " + state + " " + Packet.at(asked.source(), asked.sourcePort()) + " "
                    + Packet.at(asked.destination(), asked.destinationPort()) + " "
                    + Packet.at(served.destination(), served.destinationPort());
        }
    }

    /// The connection of a packet that a client sent.
    public @Nullable Connection asked(Id netns, Tuple tuple, long now) {
        return alive(connections.get(new Key(netns, tuple)), now);
    }

    /// The connection of a packet that a real server answered.
    public @Nullable Connection answered(Id netns, Tuple tuple, long now) {
        return alive(answers.get(new Key(netns, tuple)), now);
    }

    private static @Nullable Connection alive(@Nullable Connection connection, long now) {
        return connection == null || connection.until < now ? null : connection;
    }

    public @Nullable Template template(Door door, Ip client, long now) {
        Template template = templates.get(new Client(door, client));
        return template == null || template.until < now ? null : template;
    }

    /// How many connections a real server has from a virtual server.
    public Load load(Door door, VirtualServer.RealServer server, long now) {
        int active = 0;
        int inactive = 0;
        for (var entry : connections.entrySet()) {
            Connection c = entry.getValue();
            boolean counted = c.until >= now
                    && entry.getKey().netns.equals(door.netns)
                    && c.asked.protocol() == door.protocol
                    && c.asked.destination().equals(door.address)
                    && c.asked.destinationPort() == door.port
                    && c.leadsTo(server);
            active += counted && c.state.active ? 1 : 0;
            inactive += counted && !c.state.active ? 1 : 0;
        }
        return new Load(active, inactive);
    }

    /// ActiveConn and InActConn of `ipvsadm -Ln`.
    public record Load(int active, int inactive) {}

    IpvsTable with(Changed change) {
        return switch (change) {
            case Connected c -> {
                var asked = new Key(c.netns, c.connection.asked);
                var answer = new Key(c.netns, c.connection.served.reversed());
                yield new IpvsTable(
                        connections.plus(asked, c.connection), answers.plus(answer, c.connection), templates, turns);
            }
            case Persisted c -> new IpvsTable(connections, answers, templates.plus(c.client, c.template), turns);
            case Turned c -> new IpvsTable(connections, answers, templates, turns.plus(c.door, c.turn));
        };
    }

    IpvsTable without(Changed entry) {
        return switch (entry) {
            case Connected c -> {
                var asked = new Key(c.netns, c.connection.asked);
                var answer = new Key(c.netns, c.connection.served.reversed());
                yield new IpvsTable(connections.minus(asked), answers.minus(answer), templates, turns);
            }
            case Persisted c -> new IpvsTable(connections, answers, templates.minus(c.client), turns);
            case Turned c -> new IpvsTable(connections, answers, templates, turns.minus(c.door));
        };
    }

    Stream<Changed> all() {
        return Stream.of(
                        connections.entrySet().stream().map(e -> new Connected(e.getKey().netns, e.getValue(), false)),
                        templates.entrySet().stream().map(e -> new Persisted(e.getKey(), e.getValue())),
                        turns.entrySet().stream().map(e -> new Turned(e.getKey(), e.getValue())))
                .flatMap(each -> each);
    }

    /// Only what session affinity remembers.
    IpvsTable cold() {
        return new IpvsTable(HashTreePMap.empty(), HashTreePMap.empty(), templates, HashTreePMap.empty());
    }

    IpvsTable withoutAffinity() {
        return new IpvsTable(connections, answers, HashTreePMap.empty(), turns);
    }

    /// Whether there is no connection.
    public boolean isIdle() {
        return connections.isEmpty();
    }

    /// What is left when the clients of a trace have closed their connections.
    public IpvsTable closed(long now) {
        IpvsTable end = this;
        for (var entry : connections.entrySet()) {
            Connection c = entry.getValue();
            if (c.state == State.ESTABLISHED) {
                end = end.with(new Connected(entry.getKey().netns, c.to(State.TIME_WAIT, now), false));
            }
        }
        return end;
    }

    /// A change of one of the tables.
    public sealed interface Changed extends Change.Made permits Connected, Persisted, Turned {
        @Override
        default String table() {
            return "ipvs";
        }
    }

    /// A connection entered the table or changed its state.
    public record Connected(Id netns, Connection connection, boolean isNew) implements Changed {
        @Override
        public String entry() {
            return connection.toString();
        }
    }

    /// A client was given a real server to keep.
    public record Persisted(Client client, Template template) implements Changed {
        @Override
        public Id netns() {
            return client.door.netns;
        }

        @Override
        public String entry() {
            return client.door + " client " + client.address + " keeps " + Packet.at(template.server, template.port);
        }
    }

    /// A rotation went on.
    ///
    /// @param turn how far
    public record Turned(Door door, int turn) implements Changed {
        @Override
        public Id netns() {
            return door.netns;
        }

        @Override
        public String entry() {
            return door + " turn " + (turn + 1);
        }
    }
}
