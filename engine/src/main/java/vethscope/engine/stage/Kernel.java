package vethscope.engine.stage;

import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Netns;
import vethscope.engine.network.World;
import vethscope.engine.packet.Family;

/// What a stage may look at: the namespace, what its tables hold now, the time, and chance.
///
/// @param micros simulated time
/// @param serial a number not used before, for a new connection
/// @param request what is asked over the connection
/// @param client the sender's socket where it lives in this namespace, else null
/// @param halfOpen the connection that a server's socket in this namespace waits to see confirmed, else null
public record Kernel(
        Netns netns,
        World world,
        long micros,
        long serial,
        Dice dice,
        @Nullable ClientSocket client,
        @Nullable HalfOpen halfOpen,
        Request request) {

    /// What the machine has to do for packets of a family. See [DataPath#next].
    public int duties(boolean v6) {
        return Duty.of(netns, v6);
    }

    /// Whether conntrack watches the packets of this family here: it does as soon as a rule needs it, or a
    /// cloud's security groups.
    public boolean tracks(Family family) {
        return netns.ruleset().tracks(family.v6()) || !netns.filter().isEmpty();
    }
}
