package vethscope.engine.replay;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.forward.Chance;
import vethscope.engine.forward.Flow;
import vethscope.engine.network.World;
import vethscope.engine.packet.Packet;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.engine.trace.Trace.Decision;
import vethscope.model.Id;
import vethscope.model.address.Ip;

/// Every distinct combination of random decisions that a flow can meet, depth first, hence in rule order. Each starts
/// from the same world.
///
/// @param traces each made with the smallest seed that takes its decisions
/// @param cut there are more than [#LIMIT]
record Leaves(List<Trace> traces, boolean cut) {

    static final int LIMIT = 4096;

    /// Seeds tried for one leaf. Two thousand equally likely leaves need some thirty thousand.
    private static final long SEEDS = 4_000_000;

    Leaves {
        traces = List.copyOf(traces);
    }

    /// @param flow the flow as it is sent with a seed
    static Leaves of(Sender sender, World world, LongFunction<Flow> flow, long ownSeed, int limit) {
        var traces = new ArrayList<Trace>();
        List<Integer> script = List.of();
        while (script != null) {
            if (traces.size() == limit) {
                return new Leaves(traces, true);
            }
            Chance chance = Chance.scripted(ownSeed, script);
            Trace scripted = sender.send(world, flow.apply(ownSeed), chance).trace();
            Optional<Long> seed = chance.smallestSeed(SEEDS);
            traces.add(
                    seed.isEmpty() || seed.get() == ownSeed
                            ? scripted
                            : sender.send(world, flow.apply(seed.get()), Chance.seeded(seed.get()))
                                    .trace());
            script = next(chance.taken());
        }
        return new Leaves(traces, false);
    }

    /// The choices after these in depth-first order; null after the last.
    private static @Nullable List<Integer> next(List<Decision> taken) {
        for (int k = taken.size() - 1; k >= 0; k--) {
            if (taken.get(k).choice() + 1 < taken.get(k).of()) {
                var choices = new ArrayList<Integer>();
                taken.subList(0, k).forEach(d -> choices.add(d.choice()));
                choices.add(taken.get(k).choice() + 1);
                return choices;
            }
        }
        return null;
    }

    /// Where the leaves end: the elements reached or meant, `ip:port` where no element owns the address.
    SequencedSet<String> ends(Map<Ip, Id> owners, Flow flow) {
        var ends = new LinkedHashSet<String>();
        traces.forEach(t -> end(t, owners, flow).ifPresent(ends::add));
        return ends;
    }

    /// A packet that no rule redirected ends at the element that it was sent to; one for an address of nobody has no
    /// end.
    private static Optional<String> end(Trace trace, Map<Ip, Id> owners, Flow flow) {
        if (trace.at() != null) {
            return Optional.of(trace.at().element().value());
        }
        String last = null;
        for (Step step : trace.steps()) {
            if (step.leg() == Leg.REQUEST
                    && step.rewrite() != null
                    && step.rewrite().field().equals("dst")) {
                last = step.rewrite().to();
            }
        }
        if (last == null) {
            return Optional.ofNullable(owners.get(destination(trace, flow))).map(Id::value);
        }
        String address = last;
        return ipOf(address).map(owners::get).map(Id::value).or(() -> Optional.of(address));
    }

    /// Where the request was sent: to one of the addresses that a look-up found, or where the probe says.
    private static Ip destination(Trace trace, Flow flow) {
        return trace.steps().stream()
                .filter(step -> step.leg() == Leg.REQUEST && step.stage().equals("send"))
                .flatMap(step -> step.frame() != null && step.frame().content() instanceof Packet packet
                        ? Stream.of(packet.destination())
                        : Stream.empty())
                .findFirst()
                .orElse(flow.destination());
    }

    /// The address in `ip`, `ip:port` or `[ipv6]:port`.
    private static Optional<Ip> ipOf(String text) {
        if (text.startsWith("[")) {
            return Ip.tryParse(text.substring(1, Math.max(1, text.indexOf(']'))));
        }
        int colon = text.indexOf(':');
        boolean bare = colon < 0 || text.indexOf(':', colon + 1) >= 0;
        return Ip.tryParse(bare ? text : text.substring(0, colon));
    }
}
