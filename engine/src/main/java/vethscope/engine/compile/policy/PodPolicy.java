package vethscope.engine.compile.policy;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import vethscope.model.Id;

/// A policy on the traffic of pods, whichever API it was written for.
///
/// @param origin kind and name, as rules and findings cite it: `NetworkPolicy shop/deny-all`
/// @param priority lower first; 0 for the tier that has no order
/// @param rules a direction that is not in the map is none of this policy's business
record PodPolicy(
        Id id,
        String origin,
        Tier tier,
        int priority,
        PolicyPeer.Pods subject,
        Map<Direction, List<PolicyRule>> rules) {

    /// Seen from the pod.
    enum Direction {
        INGRESS("ingress"),
        EGRESS("egress");

        private final String key;

        Direction(String key) {
            this.key = key;
        }

        /// The field of the spec.
        String key() {
            return key;
        }
    }

    /// The order in which policies are asked. NetworkPolicy decides finally where one selects the pod.
    enum Tier {
        ADMIN,
        NAMESPACED,
        BASELINE
    }

    enum Action {
        ACCEPT,
        DENY,
        /// Leave the tier.
        PASS
    }

    /// @param name empty: it has none
    /// @param peers empty: everybody
    /// @param ports empty: everything
    record PolicyRule(String name, Action action, List<PolicyPeer> peers, List<PolicyPort> ports) {
        PolicyRule {
            peers = List.copyOf(peers);
            ports = List.copyOf(ports);
        }
    }

    PodPolicy {
        var copy = new EnumMap<Direction, List<PolicyRule>>(Direction.class);
        rules.forEach((direction, list) -> copy.put(direction, List.copyOf(list)));
        rules = Collections.unmodifiableMap(copy);
    }

    boolean judges(Direction direction) {
        return rules.containsKey(direction);
    }

    List<PolicyRule> rules(Direction direction) {
        return rules.getOrDefault(direction, List.of());
    }
}
