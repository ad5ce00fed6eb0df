package vethscope.engine.forward;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Network;
import vethscope.engine.packet.Packet;
import vethscope.engine.stage.Effect;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Trace;
import vethscope.model.Id;
import vethscope.model.Protocol;

/// What came of the probe: who was reached, whom both ends saw, what the sender heard at last.
final class Conclusion {

    private final Network network;
    private final Flow flow;
    private Trace.@Nullable Arrival arrival;
    private Packet.@Nullable End client;
    private boolean silent;
    private @Nullable Fate fate;
    private Packet.@Nullable End server;

    Conclusion(Network network, Flow flow) {
        this.network = network;
        this.flow = flow;
    }

    /// The first server that takes the request is the one that was reached.
    void serves(Effect.Served served) {
        if (arrival == null) {
            arrival = served.arrival();
            client = served.client();
            silent = served.silent();
        }
    }

    /// The proxy's handshake: the client sees its answer come from there.
    void answers(Effect.Heard heard) {
        server = heard.from();
    }

    void hears(Effect.Heard heard) {
        if (fate == null) {
            fate = heard.fate();
            if (heard.fate() == Fate.DELIVERED && server == null) {
                server = heard.from();
            }
        }
    }

    /// It ends before the packet is sent.
    void ends(Fate end) {
        fate = end;
    }

    /// What the client hears once it has its handshake. A reset ends it at once; the server, which speaks as soon as it
    /// has the connection, may be heard before an error about data that is sent again.
    ///
    /// @param first of its ACK
    /// @param last of its data
    /// @param accepted whether the server has the connection
    void goesOn(Conclusion first, Conclusion last, boolean accepted) {
        if (first.fate == Fate.RESET || last.fate == Fate.RESET) {
            fate = Fate.RESET;
        } else if (first.fate != Fate.DELIVERED && last.fate != Fate.DELIVERED && !(accepted && silent)) {
            fate = last.fate == null ? Fate.TIMEOUT : last.fate;
        }
    }

    /// What the client heard at last; null: nothing yet.
    @Nullable
    Fate heard() {
        return fate;
    }

    /// Whether a TCP client has its handshake.
    boolean isConnected() {
        return fate == Fate.DELIVERED && flow.protocol() == Protocol.TCP;
    }

    Trace told(Story story, List<Trace.Decision> decisions) {
        Fate end = fate == null || fate == Fate.DELIVERED && silent ? Fate.TIMEOUT : fate;
        boolean delivered = end == Fate.DELIVERED;
        return new Trace(
                flow.sent(),
                end,
                delivered ? null : cause(story),
                delivered && arrival != null ? owner(arrival) : null,
                delivered ? client : null,
                server,
                List.of(),
                decisions,
                story.steps(),
                story.before());
    }

    /// An echo is answered by the element that owns the address.
    private Trace.Arrival owner(Trace.Arrival arrival) {
        if (arrival.container() != null || arrival.status() != null) {
            return arrival;
        }
        Id owner = network.owners().get(arrival.ip());
        return owner == null ? arrival : new Trace.Arrival(owner, null, arrival.ip(), arrival.port());
    }

    private Trace.Cause cause(Story story) {
        Trace.Cause told = story.cause();
        return told == null ? silence(story) : told;
    }

    /// No packet ended on its way, and yet nothing was heard.
    private Trace.Cause silence(Story story) {
        Reason reason = silent ? Reason.SERVER_SILENT : Reason.NO_CONNECTION;
        return new Trace.Cause(
                reason, reason.sentence(flow.sent().to()), story.steps().size());
    }
}
