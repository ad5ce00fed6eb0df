package vethscope.engine.succession;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vethscope.engine.compile.Compiled;
import vethscope.engine.network.Change;
import vethscope.engine.network.Conntrack;
import vethscope.engine.network.World;

/// One drawing follows another: what packets left behind in the first is found in the second, but for what the kernel
/// and kube-proxy clear because of the change. An element is the same if it has the same id.
///
/// @param world what the first packet after the change finds
/// @param reactions what was done, in order
public record Succession(World world, List<Reaction> reactions) {

    /// Simulated seconds from the change to the first packet after it, unless somebody says otherwise: long enough for
    /// a sync of kube-proxy (`minSyncPeriod` is one second), too short for anything to time out.
    public static final long SECONDS = 1;

    private static final long MICROS = 1_000_000;

    public Succession {
        reactions = List.copyOf(reactions);
    }

    /// The kernel learns of devices and addresses first, kube-proxy of endpoints a little later, then time passes.
    ///
    /// @param left what was left in the drawing before
    /// @param seconds simulated, from the change to the next packet; not negative
    public static Succession of(Compiled before, World left, Compiled after, long seconds) {
        var lasting = new Lasting(before.network(), after.network());
        var done = new ArrayList<Reaction>();
        World world = with(left, done, KernelTables.react(lasting, left));
        world = with(world, done, ConntrackCleaner.react(before.proxied(), after.proxied(), lasting, world));
        world = with(world, done, GracefulTermination.react(lasting, world));
        World later = world.at(world.micros() + seconds * MICROS);
        done.addAll(expired(world, later));
        return new Succession(withoutStrangers(later, lasting), done);
    }

    private static World with(World world, List<Reaction> done, List<Reaction> more) {
        done.addAll(more);
        World next = world;
        for (Reaction reaction : more) {
            for (Change change : reaction.changes()) {
                next = next.with(change);
            }
        }
        return next;
    }

    private static List<Reaction> expired(World before, World after) {
        var kernel = new Reactions(Reaction.Program.KERNEL);
        Set<Long> alive = after.conntrack().connections().keySet();
        before.entries().stream()
                .filter(e -> e instanceof Conntrack.Recorded r
                        && !alive.contains(r.connection().id()))
                .forEach(e -> kernel.forgets(e, e.netns(), Causes.of("expired")));
        return kernel.all();
    }

    /// The security groups' memory ends with the connection, or with the interface.
    private static World withoutStrangers(World world, Lasting lasting) {
        var known = new HashSet<>(world.conntrack().connections().keySet());
        return world.with(
                world.admitted().only(key -> known.contains(key.connection()) && lasting.has(key.netns(), key.port())));
    }
}
