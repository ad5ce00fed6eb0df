package vethscope.engine.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.World;
import vethscope.engine.packet.Packet;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// The whole story of one probe: what was sent, how it ended, and every step on the way.
///
/// @param reason null: delivered and answered
/// @param at where the request was delivered; null if it was not
/// @param client what the server's accept() or recvfrom() shows; null for ICMP or if nothing arrived
/// @param server what the client sees the answer come from; null if none came
/// @param branches backends that some seed could choose, in rule order
/// @param decisions the chances taken, in order
/// @param steps in order; an unmodifiable list
/// @param before the world that the probe met; with the steps' changes it gives the world at any step
public record Trace(
        Sent probe,
        Fate outcome,
        @Nullable Cause reason,
        @Nullable Arrival at,
        Packet.@Nullable End client,
        Packet.@Nullable End server,
        List<String> branches,
        List<Decision> decisions,
        List<Step> steps,
        World before) {

    public Trace {
        branches = List.copyOf(branches);
        decisions = List.copyOf(decisions);
    }

    /// What the server's accept() or recvfrom() shows; null for ICMP or if nothing arrived.
    public @Nullable String sourceSeen() {
        return client == null ? null : client.toString();
    }

    /// What the client sees the answer come from; null if none came.
    public @Nullable String replySeen() {
        return server == null ? null : server.toString();
    }

    /// The world after the first `n` steps; 0 is the world before the probe.
    public World worldAt(int n) {
        World world = before;
        for (Step step : steps.subList(0, Math.clamp(n, 0, steps.size()))) {
            for (var change : step.changes()) {
                world = world.with(change);
            }
        }
        return world;
    }

    public Trace withBranches(List<String> branches) {
        return new Trace(probe, outcome, reason, at, client, server, branches, decisions, steps, before);
    }

    /// The question as it was sent.
    ///
    /// @param port 0 for ICMP
    /// @param attempt from 0
    public record Sent(
            String name, String from, String to, Protocol protocol, int port, int sourcePort, int attempt, long seed) {}

    /// Why it ended, and at which step.
    public record Cause(Reason code, Sentence text, int step) {}

    /// @param container null for ICMP, and where a proxy answers
    /// @param status of the answer, where a proxy gives it by itself over HTTP; null: it does not
    public record Arrival(
            Id element,
            @Nullable String container,
            Ip ip,
            int port,
            @Nullable Integer status) {

        public Arrival(Id element, @Nullable String container, Ip ip, int port) {
            this(element, container, ip, port, null);
        }

        public String address() {
            return ip.toString();
        }
    }

    /// Decision `k`: `choice` of `of` (both from 0 and 1 up).
    public record Decision(int choice, int of) {}
}
