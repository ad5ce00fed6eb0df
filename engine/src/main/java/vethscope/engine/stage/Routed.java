package vethscope.engine.stage;

import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Route;
import vethscope.engine.network.RouteRule;
import vethscope.engine.packet.Frame;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Event;
import vethscope.engine.trace.Sentence;
import vethscope.model.address.Ip;

/// A route was found.
///
/// @param key of the sentence
/// @param rule of `ip rule` that chose another table than usual; null: none did
record Routed(
        String key,
        Frame frame,
        Ip destination,
        Route route,
        @Nullable RouteRule rule) implements Event {

    /// By a machine that got the packet.
    static Routed in(Skb skb, Route route, @Nullable RouteRule rule) {
        String key = route.type() == Route.Type.LOCAL ? "route.local" : "route.taken";
        return new Routed(key, skb.frame(), skb.packet().destination(), route, rule);
    }

    /// By the machine that sends it.
    static Routed out(Skb skb, Route route) {
        String key = route.type() == Route.Type.LOCAL ? "route.self" : "route.out";
        return new Routed(key, skb.frame(), skb.packet().destination(), route, null);
    }

    @Override
    public String stage() {
        return "route";
    }

    @Override
    public @Nullable String iface() {
        return null;
    }

    @Override
    public Sentence text() {
        return Sentence.of(key, destination, route);
    }

    @Override
    public Entry entry() {
        return rule == null ? new Entries.OfRoutes(route) : new Entries.OfPolicies(route, rule);
    }
}
