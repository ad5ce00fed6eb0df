package vethscope.engine.forward;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Conntrack;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.engine.network.Proxy;
import vethscope.engine.network.World;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.stage.ClientSocket;
import vethscope.engine.stage.Effect;
import vethscope.engine.stage.HalfOpen;
import vethscope.engine.stage.HopLimits;
import vethscope.engine.stage.Kernel;
import vethscope.engine.stage.Request;
import vethscope.engine.stage.Skb;
import vethscope.engine.stage.Sockets;
import vethscope.engine.stage.Timeouts;
import vethscope.engine.trace.Fate;
import vethscope.model.Id;
import vethscope.model.address.Mac;

/// What the programs at the ends say and hear: the sender's question for the name, its packet, the proxy's connection
/// of its own, the end of the handshake. How packets get there is the [Walk]'s business.
final class Conversation {

    /// The network card of a sender that is not drawn.
    private static final Mac ELSEWHERE = Mac.generated("elsewhere", "eth0");

    private final Network network;
    private Flow flow;
    private final Chance chance;
    private final Story story;
    private final Conclusion conclusion;
    private final Walk walk;
    private final long oldConnections;
    private @Nullable ClientSocket client;
    private @Nullable HalfOpen halfOpen;
    private boolean accepted;

    /// When the client had its answer, in microseconds since the world before: the next it says it says then, whatever
    /// else is still under way.
    private int answered;
    private @Nullable Relay relay;
    private @Nullable ClientSocket relayed;
    private @Nullable Asked asked;
    private boolean closing;

    /// Microseconds after which a segment is sent that nobody confirms, each after the one before: the tail loss probe
    /// and the retransmissions that fit into a sender's patience (net/ipv4/tcp_output.c tcp_schedule_loss_probe).
    private static final long[] SENT_AFTER = {0, 200_000, 200_000, 400_000};

    /// Questions for a name that are under way.
    private static final class Asked {
        private int unanswered;
        private @Nullable Fate failed;

        private Asked(int answers) {
            unanswered = answers;
        }

        private void hears(Fate fate) {
            if (fate == Fate.DELIVERED) {
                unanswered--;
            } else {
                failed = failed == null ? fate : failed;
            }
        }
    }

    /// A proxy that will open a connection of its own.
    private record Relay(Netns at, Proxy.Target target) {}

    Conversation(Network network, World world, Flow flow, Chance chance) {
        this(network, world, flow, chance, world.micros());
    }

    private Conversation(Network network, World world, Flow flow, Chance chance, long start) {
        this.network = network;
        this.flow = flow;
        this.chance = chance;
        this.story = new Story(world);
        this.conclusion = new Conclusion(network, flow);
        this.client = Client.socket(network, flow);
        this.oldConnections = world.conntrack().newest();
        this.walk = new Walk(network, world, this, story, chance, oldConnections, start);
    }

    Forwarder.Run run() {
        Netns home = network.home(flow.from())
                .orElseThrow(() -> new IllegalArgumentException(flow.from() + " lives in no network namespace"));
        if (flow.lookup() != null && !isFound(flow.lookup(), home)) {
            return new Forwarder.Run(conclusion.told(story, chance.taken()), afterwards(this));
        }
        Packet packet = Client.packet(flow, client);
        if (flow.arrivesAt() == null) {
            story.sends(home, packet, flow, walk.now());
            walk.originate(home, packet);
        } else {
            Mac card = home.iface(flow.arrivesAt()).mac();
            walk.arrive(home, flow.arrivesAt(), new Frame(ELSEWHERE, card, packet));
        }
        toTheEnd();
        World after = afterwards(goesOn(home));
        return new Forwarder.Run(
                conclusion.told(story, chance.taken()),
                after.ipvs().isIdle() ? after : after.with(after.ipvs().closed(after.micros())));
    }

    private void toTheEnd() {
        if (!walk.toTheEnd()) {
            story.cut();
        }
    }

    /// Whether the sender's resolver finds the address, which is then where the packet goes.
    private boolean isFound(Lookup lookup, Netns home) {
        var told = new LookupStory(story, flow, lookup, home, walk);
        Resolving.Found found =
                story.lookingUp(() -> new Resolving(flow, lookup, home, told, chance, walk, this::exchange).run());
        if (found.end() != null) {
            conclusion.ends(found.end());
        }
        if (found.target() != null) {
            flow = flow.to(found.target());
        }
        client = Client.socket(network, flow);
        return found.end() == null;
    }

    private @Nullable Fate exchange(ClientSocket socket, int answers, Runnable questions) {
        client = socket;
        var under = new Asked(answers);
        asked = under;
        questions.run();
        toTheEnd();
        asked = null;
        if (under.failed != null) {
            return under.failed;
        }
        return under.unanswered <= 0 ? Fate.DELIVERED : null;
    }

    /// What follows a TCP client's handshake: its ACK, the server's answer and the client's data. They take the
    /// ways of SYN and SYN-ACK, and are told only if they do not: a machine that saw the SYN but not the answer
    /// takes the ACK for INVALID, and many drop that; one that saw the answer alone takes up the connection when
    /// data comes; another has rules for answered connections, or ways by a mark that only nat gave the SYN.
    ///
    /// @return the last of it
    private Conversation goesOn(Netns home) {
        if (client == null || relay != null || flow.arrivesAt() != null || !conclusion.isConnected()) {
            return this;
        }
        if (!isHalfSeen() && !mayGoAnotherWay()) {
            return this;
        }
        ClientSocket connected = client.established();
        long time = story.before().micros() + answered;
        Conversation ack = says(this, home, Client.acknowledgment(flow, connected), "ack", time);
        story.hearsOf(ack.story, false);
        // the ACK is sent while connect() holds the socket, which therefore only makes a note of errors (tcp_v4_err)
        Conversation last = ack;
        for (int i = 0; i < SENT_AFTER.length && last.conclusion.heard() != Fate.RESET; i++) {
            time += SENT_AFTER[i];
            last = says(last, home, Client.data(flow, connected), "data", time);
            story.hearsOf(last.story, i == 0 && !ack.accepted);
            if (last.accepted || last.conclusion.heard() != null) {
                break;
            }
        }
        conclusion.goesOn(ack.conclusion, last.conclusion, ack.accepted || last.accepted);
        return last;
    }

    /// A segment of the client's, and all that it causes.
    ///
    /// @param before what was said last
    /// @param what names it in the message
    /// @param time when it is said
    private Conversation says(Conversation before, Netns home, Packet segment, String what, long time) {
        World world = before.walk.world();
        var next = new Conversation(network, world, flow, chance, time);
        next.client = client == null ? null : client.established();
        next.halfOpen = before.halfOpen != null && before.accepted ? before.halfOpen.taken() : before.halfOpen;
        next.story.says(home, segment, flow, what, next.walk.now());
        next.walk.originate(home, segment);
        next.walk.toTheEnd();
        return next;
    }

    /// Whether a machine that watches connections saw only one side of this one.
    private boolean isHalfSeen() {
        Conntrack conntrack = walk.world().conntrack();
        return conntrack.isAsking()
                        && conntrack.connections().values().stream()
                                .anyMatch(c -> c.id() > oldConnections && c.state() == Conntrack.State.SYN_SENT)
                || story.hasInvalidAnswer();
    }

    /// Whether a machine on the way may treat packets of an answered connection otherwise than its first.
    private boolean mayGoAnotherWay() {
        boolean v6 = flow.destination().v6();
        return story.passes(at -> at.ruleset().judgesAnswered(v6) || at.fib().asksForMarks());
    }

    /// The world a second later. Connections of a finished TCP conversation linger closed: a further SYN with the same
    /// ports starts anew.
    private World afterwards(Conversation last) {
        World end = last.walk.world().at(last.walk.now() + 1_000_000);
        if (!end.conntrack().isOpening()) {
            return end;
        }
        for (var entry : end.conntrack().tuples().entrySet()) {
            Conntrack.Connection c = end.conntrack().connections().get(entry.getValue());
            if (c != null && c.isOpening() && c.original().equals(entry.getKey().tuple())) {
                Id at = entry.getKey().netns();
                var closed = Timeouts.closed(c, end.micros(), network.netns(at).sysctl());
                end = end.with(new Conntrack.Recorded(at, closed, false));
            }
        }
        return end;
    }

    Request request() {
        return flow.request();
    }

    /// The socket that listens in a namespace for what comes back.
    @Nullable
    ClientSocket socketIn(Netns at) {
        if (relayed != null && relayed.netns().equals(at.id())) {
            return relayed;
        }
        return client != null && client.netns().equals(at.id()) ? client : null;
    }

    /// The half-open connection of a server in a namespace.
    @Nullable
    HalfOpen halfOpenIn(Netns at) {
        return halfOpen != null && halfOpen.netns().equals(at.id()) ? halfOpen : null;
    }

    void serves(Effect.Served served) {
        if (asked == null) {
            conclusion.serves(served);
            if (halfOpen == null && served.connection() != null) {
                halfOpen = served.connection();
            }
        }
    }

    void accepts() {
        accepted = true;
    }

    void aborts() {
        halfOpen = null;
    }

    void relays(Netns at, Proxy.Target target) {
        relay = new Relay(at, target);
    }

    void closes() {
        closing = true;
    }

    /// Behind a proxy the end of the second connection is the end of the probe.
    void hears(Netns at, Effect.Heard heard) {
        if (asked != null) {
            asked.hears(heard.fate());
        } else if (relay != null && heard.fate() == Fate.DELIVERED && relayed == null) {
            conclusion.answers(heard);
            open(relay);
        } else if (closing && heard.fate() == Fate.DELIVERED) {
            conclusion.answers(heard);
            conclusion.hears(new Effect.Heard(Fate.CLOSED_WITHOUT_REPLY, heard.from()));
        } else if (relayed == null || relayed.netns().equals(at.id())) {
            answered = conclusion.heard() == null
                    ? Math.toIntExact(walk.now() - story.before().micros())
                    : answered;
            conclusion.hears(heard);
        }
    }

    private void open(Relay second) {
        Flow onward = flow.relayed(second.target(), chance.port(32768, 60999));
        ClientSocket socket = Client.socket(second.at(), onward);
        relayed = socket;
        int ttl = HopLimits.of(second.at(), onward.destination());
        walk.originate(second.at(), Client.packet(onward, socket).withTtl(ttl));
    }

    /// The hardware address of the sender's side of a wire that leaves the drawing; null: the wire does not.
    @Nullable
    Mac elsewhere(Netns at, String dev) {
        return dev.equals(flow.arrivesAt()) && isHome(at) ? ELSEWHERE : null;
    }

    /// The answer to a packet that came in from elsewhere is heard where it leaves again.
    boolean overhears(Netns at, Frame frame, String dev) {
        if (client == null || flow.arrivesAt() == null || !isHome(at) || !(frame.content() instanceof Packet)) {
            return false;
        }
        Kernel there = walk.kernel(at, client);
        Optional<Effect.Heard> heard = Sockets.overheard(client, Skb.received(frame, dev), there);
        heard.ifPresent(h -> hears(at, h));
        return heard.isPresent();
    }

    /// Whether the client of a packet that came in from elsewhere is behind this device, drawn or not.
    boolean isElsewhere(Netns at, String dev) {
        return dev.equals(flow.arrivesAt()) && isHome(at);
    }

    private boolean isHome(Netns at) {
        return at.id().equals(network.homes().get(flow.from()));
    }
}
