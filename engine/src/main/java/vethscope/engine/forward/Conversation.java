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
    private @Nullable Relay relay;
    private @Nullable ClientSocket relayed;
    private @Nullable Asked asked;
    private boolean closing;

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
            return new Forwarder.Run(conclusion.told(story, chance.taken()), afterwards());
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
        acknowledge(home);
        World after = afterwards();
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

    /// The client ends the handshake. Its ACK takes the way of its SYN and is told only if it is lost: a machine that
    /// saw the SYN but not the answer takes it for INVALID, and many drop that; another has rules for answered
    /// connections alone, or ways by a mark that only nat gave the SYN.
    private void acknowledge(Netns home) {
        if (client == null || relay != null || flow.arrivesAt() != null || !conclusion.isConnected()) {
            return;
        }
        Conntrack conntrack = walk.world().conntrack();
        boolean halfSeen = conntrack.isAsking()
                && conntrack.connections().values().stream()
                        .anyMatch(c -> c.id() > oldConnections && c.state() == Conntrack.State.SYN_SENT);
        if (!halfSeen && !mayGoAnotherWay()) {
            return;
        }
        var last = new Conversation(network, walk.world(), flow, chance, walk.now());
        last.walk.originate(home, Client.acknowledgment(flow, client));
        last.walk.toTheEnd();
        story.hearsOf(last.story);
        if (story.losesAcknowledgment(last.story)) {
            conclusion.losesAcknowledgment(last.conclusion);
        }
    }

    /// Whether a machine on the way may treat packets of an answered connection otherwise than its first.
    private boolean mayGoAnotherWay() {
        boolean v6 = flow.destination().v6();
        return story.passes(at -> at.ruleset().judgesAnswered(v6) || at.fib().asksForMarks());
    }

    /// The world a second later. Connections of a finished TCP conversation linger closed: a further SYN with the same
    /// ports starts anew.
    private World afterwards() {
        World end = walk.world().at(walk.now() + 1_000_000);
        if (!end.conntrack().isOpening()) {
            return end;
        }
        for (var entry : end.conntrack().tuples().entrySet()) {
            Conntrack.Connection c = end.conntrack().connections().get(entry.getValue());
            if (c != null
                    && c.state() == Conntrack.State.SYN_RECV
                    && c.original().equals(entry.getKey().tuple())) {
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

    void serves(Effect.Served served) {
        if (asked == null) {
            conclusion.serves(served);
        }
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
