package vethscope.engine.netfilter;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Match.PortRange;
import vethscope.engine.packet.Packet;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;

/// A rule as the walk needs it: the first matches of an IPv4 rule in one place (addresses, protocol and
/// destination port, up to the first match of another kind; long chains are mostly told apart by these), and what
/// was looked up for it.
final class Quick {

    static final int HOLDS = -1;

    private int sourceAt = -1;
    private int destinationAt = -1;
    private int protocolAt = -1;
    private int portAt = -1;
    private boolean notSource;
    private boolean notDestination;
    private boolean notProtocol;
    private boolean notPort;
    private int sourceMask;
    private int source;
    private int destinationMask;
    private int destination;
    private @Nullable Protocol protocol;
    private int firstPort;
    private int lastPort;
    private int rest;
    private final boolean complete;
    private final @Nullable Target target;
    private @Nullable Odds odds;

    Quick(Rule rule) {
        List<Match> matches = rule.matches();
        while (rest < matches.size() && takes(matches.get(rest))) {
            rest++;
        }
        complete = rest == matches.size();
        target = rule.target();
    }

    @Nullable
    Target target() {
        return target;
    }

    /// Whether [#failing] asks all that the rule asks of an IPv4 packet.
    boolean isComplete() {
        return complete;
    }

    /// The decision that begins at this rule, which asks chance.
    Odds odds(RuleList rules, int index) {
        Odds ready = odds;
        if (ready == null) {
            ready = Odds.of(rules, index);
            odds = ready;
        }
        return ready;
    }

    private boolean takes(Match match) {
        if (match instanceof Match.Source(boolean not, Cidr cidr) && !cidr.v6() && sourceAt < 0) {
            sourceAt = rest;
            notSource = not;
            sourceMask = mask(cidr);
            source = (int) cidr.ip().low() & sourceMask;
        } else if (match instanceof Match.Destination(boolean not, Cidr cidr) && !cidr.v6() && destinationAt < 0) {
            destinationAt = rest;
            notDestination = not;
            destinationMask = mask(cidr);
            destination = (int) cidr.ip().low() & destinationMask;
        } else if (match instanceof Match.Proto(boolean not, Protocol asked) && protocolAt < 0) {
            protocolAt = rest;
            notProtocol = not;
            protocol = asked;
        } else if (match instanceof Match.DestinationPorts(boolean not, List<PortRange> ports)
                && ports.size() == 1
                && portAt < 0) {
            portAt = rest;
            notPort = not;
            firstPort = ports.getFirst().first();
            lastPort = ports.getFirst().last();
        } else {
            return match instanceof Match.Comment;
        }
        return true;
    }

    private static int mask(Cidr cidr) {
        return cidr.prefix() == 0 ? 0 : -1 << 32 - cidr.prefix();
    }

    /// Where the matches begin that are not among these.
    int rest() {
        return rest;
    }

    /// The index of the first of these matches that an IPv4 packet does not meet.
    int failing(Packet packet) {
        if (sourceAt >= 0 && (((int) packet.source().low() & sourceMask) == source) == notSource) {
            return sourceAt;
        }
        if (destinationAt >= 0
                && (((int) packet.destination().low() & destinationMask) == destination) == notDestination) {
            return destinationAt;
        }
        if (protocolAt >= 0 && (packet.protocol() == protocol) == notProtocol) {
            return protocolAt;
        }
        return portAt >= 0 && !port(packet) ? portAt : HOLDS;
    }

    private boolean port(Packet packet) {
        int port = packet.destinationPort();
        return Conditions.hasPorts(packet) && (firstPort <= port && port <= lastPort) != notPort;
    }
}
