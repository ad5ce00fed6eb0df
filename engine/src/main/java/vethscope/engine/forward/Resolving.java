package vethscope.engine.forward;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Netns;
import vethscope.engine.packet.Packet;
import vethscope.engine.stage.ClientSocket;
import vethscope.engine.trace.Fate;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// The sender's resolver at work as glibc's is: which server is asked for which name, how often, and by which protocol
/// (resolv/res_send.c, resolv/res_query.c). Only the servers that answer the first question are branches.
final class Resolving {

    private static final int SECOND = 1_000_000;

    private final Flow flow;
    private final Lookup lookup;
    private final Netns home;
    private final LookupStory told;
    private final Chance chance;
    private final Walk walk;
    private final Exchange exchange;
    private int rotation;
    private boolean begun;

    /// Sends questions and follows them to their end.
    interface Exchange {

        /// @param answers how many are waited for
        /// @return what the resolver's socket was told; null: nothing
        @Nullable
        Fate with(ClientSocket socket, int answers, Runnable questions);
    }

    /// What came of it.
    ///
    /// @param end how the probe ends for want of an address; null: there is one
    /// @param target null: there is none
    record Found(@Nullable Fate end, Lookup.@Nullable Target target) {}

    Resolving(Flow flow, Lookup lookup, Netns home, LookupStory told, Chance chance, Walk walk, Exchange exchange) {
        this.flow = flow;
        this.lookup = lookup;
        this.home = home;
        this.told = told;
        this.chance = chance;
        this.walk = walk;
        this.exchange = exchange;
    }

    /// One name after the other until one has an answer. Whoever is not answered gives the search list up and asks for
    /// the name as it was given; whoever cannot even ask gives up at once (res_query.c, __res_context_search).
    Found run() {
        if (lookup.server() == null) {
            Fate end = told.assumes();
            return end == null ? found(lookup.last()) : new Found(end, null);
        }
        rotation = lookup.manner().rotates() ? choose(lookup.servers().size()) : 0;
        List<Lookup.Attempt> names = lookup.names();
        Heard verdict = null;
        boolean gaveUp = false;
        boolean hasAsked = false;
        for (int i = 0; i < names.size(); i++) {
            boolean asGiven = names.get(i).name().equals(lookup.given());
            if (gaveUp && !asGiven) {
                continue;
            }
            Heard heard = query(i, gaveUp);
            verdict = asGiven || !hasAsked ? heard : verdict;
            hasAsked |= asGiven;
            if (heard instanceof Heard.Answer answer) {
                if (told.answers(answer.packet(), answer.attempt())) {
                    return found(answer.attempt());
                }
            } else if (heard instanceof Heard.Nothing nothing && !asGiven) {
                if (!nothing.waited()) {
                    break;
                }
                gaveUp = true;
            }
        }
        return new Found(
                switch (verdict) {
                    case Heard.Nothing nothing -> told.givesUp(nothing.packet(), nothing.waited());
                    case Heard.Answer answer -> told.unknown(answer.packet(), !gaveUp);
                    case null -> throw new IllegalStateException("a look-up without a name");
                },
                null);
    }

    /// Servers shuffle the addresses of an answer, so each that is no worse than the others may be the first.
    private Found found(Lookup.Attempt attempt) {
        List<Lookup.Target> choices = attempt.choices();
        return new Found(null, choices.get(choose(choices.size())));
    }

    private int choose(int among) {
        return among < 2
                ? 0
                : chance.choose(IntStream.range(0, among).mapToDouble(_ -> 1).toArray());
    }

    /// What a name's questions led to.
    private sealed interface Heard {

        record Answer(Packet packet, Lookup.Attempt attempt) implements Heard {}

        /// @param packet the last question
        /// @param waited whether a server was waited for in vain, rather than that none could be asked
        record Nothing(Packet packet, boolean waited) implements Heard {}
    }

    /// A server's turn: its number and what it knows.
    private record Turn(int number, Ip ip, Lookup.Attempt attempt) {}

    /// Rounds through the servers until one answers. A truncated answer is asked for again over TCP, and from then on
    /// every server is, once.
    private Heard query(int name, boolean gaveUp) {
        Lookup.Manner manner = lookup.manner();
        Map<Ip, Flow> sockets = new HashMap<>();
        boolean stream = manner.tcp();
        boolean waited = false;
        Packet last = null;
        for (int round = 0; round < manner.attempts(); round++) {
            for (Turn turn : turns(name)) {
                if (!stream) {
                    boolean again = sockets.containsKey(turn.ip);
                    Flow question = sockets.computeIfAbsent(turn.ip, ip -> asking(ip, Protocol.UDP));
                    last = question(question, turn, lookup.types().getLast());
                    long start = walk.now();
                    Fate heard = byDatagram(question, turn, again ? "dns.again" : how(turn, round, gaveUp));
                    stream = heard == Fate.DELIVERED && isTruncated(turn.attempt);
                    if (heard == Fate.DELIVERED && !stream) {
                        return new Heard.Answer(LookupStory.answer(last), turn.attempt);
                    }
                    if (stream) {
                        told.truncated(LookupStory.answer(last), turn.attempt);
                    } else if (heard == null) {
                        int seconds =
                                manner.seconds(turn.number, lookup.servers().size());
                        waits(start, seconds);
                        told.silent(last, seconds);
                        waited = true;
                    } else {
                        // an error closes the socket
                        sockets.remove(turn.ip);
                        told.failed(last);
                    }
                }
                if (stream) {
                    round = manner.attempts();
                    Flow connection = asking(turn.ip, Protocol.TCP);
                    last = Client.packet(connection, Client.socket(home, connection));
                    Fate heard = byStream(connection, turn);
                    if (heard == Fate.DELIVERED) {
                        return new Heard.Answer(LookupStory.answer(last), turn.attempt);
                    }
                    told.unconnected(last, heard == null);
                    waited |= heard == null;
                }
            }
        }
        return new Heard.Nothing(Objects.requireNonNull(last), waited);
    }

    /// The servers in the order in which they are asked for a name.
    private List<Turn> turns(int name) {
        int n = lookup.servers().size();
        return IntStream.range(0, n)
                .mapToObj(i -> {
                    var server = lookup.servers().get((i + (lookup.manner().rotates() ? rotation + name : 0)) % n);
                    return server.ip() == null
                            ? Stream.<Turn>empty()
                            : Stream.of(
                                    new Turn(i, server.ip(), server.attempts().get(name)));
                })
                .flatMap(turns -> turns)
                .toList();
    }

    private Flow asking(Ip server, Protocol protocol) {
        return flow.asking(server, protocol, chance.port(32768, 60999));
    }

    private Packet question(Flow question, Turn turn, String type) {
        return Client.question(question, Client.socket(home, question), turn.attempt.name(), type);
    }

    private boolean isTruncated(Lookup.Attempt attempt) {
        return lookup.types().stream()
                .anyMatch(type -> attempt.octets(type) > lookup.manner().octets());
    }

    /// What the first question for a name is told as.
    private String how(Turn turn, int round, boolean gaveUp) {
        if (!begun) {
            return "dns.ask";
        }
        return turn.number > 0 || round > 0 ? "dns.server" : gaveUp ? "dns.given" : "dns.next";
    }

    /// The records of all types are asked for at once, from one socket.
    private @Nullable Fate byDatagram(Flow question, Turn turn, String how) {
        ClientSocket socket = Client.socket(home, question);
        return follow(socket, lookup.types().size(), () -> {
            for (String type : lookup.types()) {
                Packet packet = question(question, turn, type);
                boolean first = type.equals(lookup.types().getFirst());
                told.asks(packet, turn.attempt, type, first ? how : "dns.also");
                walk.originate(home, packet);
            }
        });
    }

    private @Nullable Fate byStream(Flow connection, Turn turn) {
        ClientSocket socket = Client.socket(home, connection);
        return follow(socket, 1, () -> {
            Packet packet = Client.packet(connection, socket);
            told.connects(packet, turn.attempt);
            walk.originate(home, packet);
        });
    }

    private @Nullable Fate follow(ClientSocket socket, int answers, Runnable questions) {
        if (!begun) {
            begun = true;
            return exchange.with(socket, answers, questions);
        }
        var heard = new Fate[1];
        chance.quietly(() -> heard[0] = exchange.with(socket, answers, questions));
        return heard[0];
    }

    private void waits(long start, int seconds) {
        walk.later(Math.max(0, start + (long) seconds * SECOND - walk.now()), () -> {});
        walk.toTheEnd();
    }
}
