package vethscope.engine.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Neighbours;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.engine.packet.Arp;
import vethscope.engine.packet.Family;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Sentence;
import vethscope.model.address.Mac;

/// Answers ARP requests and learns from answers (net/ipv4/arp.c arp_process). Who answers learns the asker as STALE;
/// bystanders learn nothing; only an answer to one's own request makes an entry REACHABLE.
final class ArpInput {

    private ArpInput() {}

    static Outcome apply(Skb skb, Kernel kernel) {
        return switch (skb.frame().content()) {
            case Packet packet -> Outcome.UNTOUCHED;
            case Arp arp -> arp.request() ? asked(arp, skb, kernel) : learn(arp, skb, kernel);
        };
    }

    private static Outcome asked(Arp arp, Skb skb, Kernel kernel) {
        Entry why = reason(arp, skb, kernel);
        if (why != null) {
            return answer(arp, skb, why, kernel);
        }
        return isIgnored(arp, skb, kernel) ? new Outcome.Done(List.of(), List.of()) : learn(arp, skb, kernel);
    }

    /// A request for an address that this machine has and does not answer for on this interface (`arp_ignore`).
    private static boolean isIgnored(Arp arp, Skb skb, Kernel kernel) {
        return kernel.netns().owns(arp.targetIp()) && !mayAnswer(arp, kernel.netns(), HardwareAddress.in(skb));
    }

    /// net/ipv4/arp.c arp_ignore.
    private static boolean mayAnswer(Arp arp, Netns netns, String dev) {
        return switch (netns.sysctl().arpIgnore(dev)) {
            case 1 -> netns.iface(dev).has(arp.targetIp());
            case 2 ->
                netns.iface(dev).addresses().stream()
                        .anyMatch(a -> a.ip().equals(arp.targetIp()) && a.contains(arp.senderIp()));
            case 8 -> false;
            default -> true;
        };
    }

    /// Why it answers: the address is its own, or it answers for others. Null: it does not.
    private static @Nullable Entry reason(Arp arp, Skb skb, Kernel kernel) {
        String dev = HardwareAddress.in(skb);
        Optional<Route> route =
                kernel.netns().fib().lookup(new Fib.Query(arp.targetIp(), arp.senderIp(), dev, null, 0));
        String out = route.filter(r -> r.type() == Route.Type.UNICAST)
                .map(Route::dev)
                .orElse("lo");
        if (route.isEmpty() || !SourceValidation.accepts(arp.senderIp(), arp.targetIp(), dev, out, kernel)) {
            return null;
        }
        if (route.get().type() == Route.Type.LOCAL) {
            return mayAnswer(arp, kernel.netns(), dev) ? new Entries.OfRoutes(route.get()) : null;
        }
        // arp_fwd_proxy: only for what this machine would forward elsewhere
        boolean proxies = route.get().type() == Route.Type.UNICAST
                && kernel.netns().sysctl().forwards(Family.V4, dev)
                && kernel.netns().sysctl().proxyArp(dev)
                && !dev.equals(route.get().dev());
        return proxies ? new Settings.OfSysctls(kernel.netns().sysctl().setting(dev, "proxy_arp")) : null;
    }

    private static Outcome answer(Arp arp, Skb skb, Entry why, Kernel kernel) {
        String dev = HardwareAddress.in(skb);
        Interface device = kernel.netns().iface(dev);
        List<Draft> steps = new ArrayList<>();
        var known = kernel.world().neighbours().get(kernel.netns().id(), dev, arp.senderIp());
        boolean confirmed = known != null && known.isValid() && known.mac().equals(arp.senderMac());
        Draft step = Draft.of("arp", skb, Sentence.of("arp.answer", arp.targetIp(), device.mac()))
                .at(dev)
                .by(why);
        steps.add(
                confirmed
                        ? step
                        : step.changing(new Neighbours.Learned(
                                kernel.netns().id(), dev, arp.senderIp(), arp.senderMac(), Neighbours.State.STALE)));
        Arp reply = new Arp(false, arp.targetIp(), device.mac(), arp.senderIp(), arp.senderMac());
        Skb out = Skb.received(new Frame(device.mac(), arp.senderMac(), reply), dev)
                .withIn(null)
                .withOut(dev);
        return new Outcome.Done(List.of(new Effect.Continue(Transmit.way(device), out)), steps);
    }

    private static Outcome learn(Arp arp, Skb skb, Kernel kernel) {
        String dev = HardwareAddress.in(skb);
        var known = kernel.world().neighbours().get(kernel.netns().id(), dev, arp.senderIp());
        if (known == null) {
            return new Outcome.Done(List.of(), List.of());
        }
        boolean answer = !arp.request()
                && skb.frame().destination().equals(kernel.netns().iface(dev).mac());
        if (!answer && known.mac().equals(arp.senderMac())) {
            return new Outcome.Done(List.of(), List.of());
        }
        // of several answers to one question the first counts: no other may replace it within a second (`locktime`)
        if (answer
                && known.state() == Neighbours.State.REACHABLE
                && !known.mac().equals(arp.senderMac())) {
            return new Outcome.Done(List.of(), List.of());
        }
        var state = answer ? Neighbours.State.REACHABLE : Neighbours.State.STALE;
        var change = new Neighbours.Learned(kernel.netns().id(), dev, arp.senderIp(), arp.senderMac(), state);
        return new Outcome.Done(
                List.of(),
                List.of(Draft.of("arp", skb, Sentence.of("arp.learn", arp.senderIp(), arp.senderMac()))
                        .at(dev)
                        .changing(change)));
    }

    /// A request for an address, from an address of this machine.
    static Frame request(Interface device, vethscope.model.address.Ip sender, vethscope.model.address.Ip target) {
        return new Frame(device.mac(), Mac.BROADCAST, new Arp(true, sender, device.mac(), target, Mac.ZERO));
    }
}
