package vethscope.engine.stage;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Admitted;
import vethscope.engine.network.CloudFilter;
import vethscope.engine.network.CloudFilter.Direction;
import vethscope.engine.network.CloudFilter.Guard;
import vethscope.engine.network.CloudFilter.Line;
import vethscope.engine.network.CloudFilter.Rules;
import vethscope.engine.packet.Packet;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.model.address.Ip;

/// The security groups around an interface of a cloud: one rule of one of them that allows it is enough, and what
/// belongs to a connection that was let through at this interface passes either way (Amazon VPC User Guide, "Security
/// groups").
final class SecurityGroups {

    private SecurityGroups() {}

    /// Out of the sender's interface.
    static Outcome leaving(Skb skb, Kernel kernel) {
        return check(skb, kernel, skb.in(), Direction.EGRESS);
    }

    /// Into the receiver's interface.
    static Outcome entering(Skb skb, Kernel kernel) {
        return check(skb, kernel, skb.out(), Direction.INGRESS);
    }

    private static Outcome check(Skb skb, Kernel kernel, @Nullable String port, Direction direction) {
        CloudFilter filter = kernel.netns().filter();
        if (filter.isEmpty()) {
            return Outcome.UNTOUCHED;
        }
        Packet packet = skb.packet();
        Ip own = direction == Direction.EGRESS ? packet.source() : packet.destination();
        Optional<Guard> guard = filter.at(port).flatMap(plug -> plug.guard(own));
        if (guard.isEmpty()) {
            return Outcome.UNTOUCHED;
        }
        Tracked tracked = skb.tracked();
        if (tracked != null && tracked.info() != Tracked.Info.NEW && admitted(tracked, kernel, port)) {
            return Outcome.Pass.of(
                    skb,
                    draft(
                            skb,
                            direction,
                            Sentence.of("cloud.group.known", names(guard.get())),
                            new Entries.OfConnections(tracked.connection())));
        }
        for (Rules group : guard.get().groups()) {
            Optional<Line> hit = group.first(direction, packet, direction == Direction.EGRESS ? skb.out() : skb.in());
            if (hit.isPresent()) {
                String rule = hit.get().text();
                Sentence text = Sentence.of("cloud.group.allows", group.name(), rule);
                Draft draft = draft(skb, direction, text, new Entries.OfGroups(group.name(), rule));
                return Outcome.Pass.of(skb, tracked == null ? draft : remembered(draft, tracked, kernel, port));
            }
        }
        String names = names(guard.get());
        String what = packet.protocol().lower() + " " + packet.sourceText() + " → " + packet.destinationText();
        return new Outcome.Drop(
                Reason.SECURITY_GROUP,
                Reason.SECURITY_GROUP.sentence(direction.lower(), names, what),
                List.of(),
                List.of(draft(
                        skb,
                        direction,
                        Sentence.of("cloud.group.denies", names),
                        new Entries.OfDefaults(names, "default: deny"))));
    }

    private static boolean admitted(Tracked tracked, Kernel kernel, @Nullable String port) {
        return port != null && kernel.world().admitted().has(kernel.netns().id(), port, tracked.connection());
    }

    private static Draft remembered(Draft draft, Tracked tracked, Kernel kernel, @Nullable String port) {
        return port == null || admitted(tracked, kernel, port)
                ? draft
                : draft.changing(new Admitted.Entered(kernel.netns().id(), port, tracked.connection()));
    }

    private static String names(Guard guard) {
        return guard.groups().stream().map(Rules::name).collect(Collectors.joining(", "));
    }

    private static Draft draft(Skb skb, Direction direction, Sentence text, Entry rule) {
        return Draft.of("security-group " + direction.lower(), skb, text).by(rule);
    }
}
