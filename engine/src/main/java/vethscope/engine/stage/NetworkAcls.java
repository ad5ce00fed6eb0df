package vethscope.engine.stage;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.CloudFilter.Direction;
import vethscope.engine.network.CloudFilter.Line;
import vethscope.engine.network.CloudFilter.Plug;
import vethscope.engine.network.CloudFilter.Rules;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;

/// The network ACL at a subnet's border: the first rule about a packet decides, and without one it is denied. It
/// remembers nothing, so an answer needs a rule of its own; within a subnet it is not asked (Amazon VPC User
/// Guide, "Network ACLs").
final class NetworkAcls {

    private NetworkAcls() {}

    /// Out of the sender's subnet.
    static Outcome leaving(Skb skb, Kernel kernel) {
        return check(skb, kernel, skb.in(), skb.out(), Direction.EGRESS);
    }

    /// Into the receiver's subnet.
    static Outcome entering(Skb skb, Kernel kernel) {
        return check(skb, kernel, skb.out(), skb.in(), Direction.INGRESS);
    }

    private static Outcome check(
            Skb skb, Kernel kernel, @Nullable String here, @Nullable String there, Direction direction) {
        Optional<Plug> plug = kernel.netns().filter().at(here);
        Rules acl = plug.map(Plug::acl).orElse(null);
        if (acl == null
                || plug.map(Plug::subnet)
                        .equals(kernel.netns().filter().at(there).map(Plug::subnet))) {
            return Outcome.UNTOUCHED;
        }
        Optional<Line> hit = acl.first(direction, skb.packet(), there);
        Entry rule = hit.<Entry>map(e -> new Entries.OfGroups(acl.name(), e.text()))
                .orElseGet(() -> new Entries.OfDefaults(acl.name(), "*: deny"));
        if (hit.isPresent() && hit.get().allow()) {
            Sentence text =
                    Sentence.of("cloud.acl.allows", acl.name(), hit.get().text());
            return Outcome.Pass.of(skb, draft(skb, direction, text, rule));
        }
        Sentence text = hit.isPresent()
                ? Sentence.of("cloud.acl.denies", acl.name(), hit.get().text())
                : Sentence.of("cloud.acl.none", acl.name(), direction.lower());
        String what = skb.packet().protocol().lower() + " " + skb.packet().sourceText() + " → "
                + skb.packet().destinationText();
        return new Outcome.Drop(
                Reason.NETWORK_ACL,
                Reason.NETWORK_ACL.sentence(direction.lower(), acl.name(), what),
                List.of(),
                List.of(draft(skb, direction, text, rule)));
    }

    private static Draft draft(Skb skb, Direction direction, Sentence text, Entry rule) {
        return Draft.of("network-acl " + direction.lower(), skb, text).by(rule);
    }
}
