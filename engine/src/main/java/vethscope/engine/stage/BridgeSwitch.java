package vethscope.engine.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.ForwardingDatabase;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.model.address.Mac;

/// A bridge learns who is behind a port, then hands a frame up, forwards it to one port, or floods it
/// (net/bridge/br_input.c br_handle_frame_finish, net/bridge/br_forward.c).
final class BridgeSwitch {

    private BridgeSwitch() {}

    /// A frame that came in by a port.
    static Outcome apply(Skb skb, Kernel kernel) {
        String bridge = HardwareAddress.in(skb);
        List<Draft> steps = new ArrayList<>(learn(skb, bridge, kernel));
        Mac to = skb.frame().destination();
        if (!to.isMulticast() && isOwn(kernel.netns(), bridge, to)) {
            if (skb.leg() != Leg.ARP) {
                steps.add(Draft.of("bridge", skb, Sentence.of("bridge.up", bridge))
                        .at(bridge)
                        .by(new Settings.OfBridges(bridge, to)));
            }
            return new Outcome.Turn(Way.UP, skb, steps);
        }
        return deliver(skb, bridge, skb.physIn(), kernel, steps);
    }

    /// A frame that the bridge device itself sends.
    static Outcome down(Skb skb, Kernel kernel) {
        String bridge = skb.out();
        if (bridge == null) {
            throw new IllegalStateException("a bridge device sends what was not routed to it");
        }
        // a bridged packet with a new destination goes on as if it had just come in by its port
        String from = skb.bridgedDnat() ? skb.physIn() : null;
        Skb plain = skb.bridgedDnat() ? skb.withBridgedDnat(false) : skb.withPhysIn(null);
        return deliver(plain, bridge, from, kernel, new ArrayList<>());
    }

    private static Outcome deliver(Skb skb, String bridge, @Nullable String from, Kernel kernel, List<Draft> steps) {
        Mac to = skb.frame().destination();
        String known = to.isMulticast() ? null : port(skb, bridge, kernel, !steps.isEmpty());
        List<Effect> effects = new ArrayList<>();
        if (known != null) {
            if (!mayLeave(kernel.netns().iface(known), from)) {
                return new Outcome.Drop(
                        Reason.HAIRPIN_OFF,
                        Reason.HAIRPIN_OFF.sentence(known),
                        List.of(),
                        steps,
                        new Settings.OfPorts(known, false));
            }
            if (skb.leg() != Leg.ARP) {
                steps.add(Draft.of("bridge", skb, Sentence.of("bridge.forward", to, known))
                        .at(bridge)
                        .by(new Entries.OfBridges(
                                new ForwardingDatabase.Learned(kernel.netns().id(), bridge, to, known))));
            }
            return new Outcome.Turn(Way.PORT, skb.withPhysOut(known), steps);
        }
        // the port that was added last comes first (net/bridge/br_if.c new_nbp)
        for (Interface port : kernel.netns().ports(bridge).reversed()) {
            if (port.up() && mayLeave(port, from)) {
                effects.add(new Effect.Continue(Way.PORT, skb.withPhysOut(port.name())));
            }
        }
        // the bridge's own copy keeps the time at which the frame came in by its port
        if (to.isMulticast() && from != null) {
            effects.addFirst(new Effect.Continue(Way.UP, skb));
        }
        if (effects.isEmpty()) {
            return new Outcome.Drop(
                    Reason.NOWHERE_TO_SWITCH, Reason.NOWHERE_TO_SWITCH.sentence(bridge, to), List.of(), steps, null);
        }
        steps.add(flooded(skb, bridge, effects));
        return new Outcome.Done(effects, steps);
    }

    /// Where the destination is: a bridge learns the source before it looks, which tells where two machines have one
    /// address (net/bridge/br_input.c br_handle_frame_finish).
    private static @Nullable String port(Skb skb, String bridge, Kernel kernel, boolean learned) {
        Mac to = skb.frame().destination();
        return learned && to.equals(skb.frame().source())
                ? skb.physIn()
                : kernel.world().fdb().port(kernel.netns().id(), bridge, to);
    }

    private static Draft flooded(Skb skb, String bridge, List<Effect> copies) {
        String ports = copies.reversed().stream()
                .filter(e -> e instanceof Effect.Continue c && c.way() == Way.PORT)
                .map(e -> String.valueOf(((Effect.Continue) e).skb().physOut()))
                .collect(java.util.stream.Collectors.joining(" "));
        Mac to = skb.frame().destination();
        Sentence text = to.isMulticast()
                ? Sentence.of("bridge.broadcast", bridge, ports)
                : Sentence.of("bridge.flood", bridge, to, ports);
        return Draft.of("bridge", skb, text).at(bridge);
    }

    private static boolean mayLeave(Interface port, @Nullable String from) {
        return !port.name().equals(from)
                || Optional.ofNullable(port.port())
                        .map(Interface.BridgePort::hairpin)
                        .orElse(false);
    }

    private static boolean isOwn(Netns netns, String bridge, Mac mac) {
        return netns.iface(bridge).mac().equals(mac) || netns.hasPort(bridge, mac);
    }

    private static List<Draft> learn(Skb skb, String bridge, Kernel kernel) {
        Mac from = skb.frame().source();
        String port = skb.physIn();
        if (port == null || from.isMulticast() || isOwn(kernel.netns(), bridge, from)) {
            return List.of();
        }
        if (port.equals(kernel.world().fdb().port(kernel.netns().id(), bridge, from))) {
            return List.of();
        }
        var change = new ForwardingDatabase.Learned(kernel.netns().id(), bridge, from, port);
        return List.of(Draft.of("fdb", skb, Sentence.of("bridge.learn", from, port))
                .at(bridge)
                .changing(change));
    }
}
