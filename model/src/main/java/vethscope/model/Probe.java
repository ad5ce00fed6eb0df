package vethscope.model;

import org.jspecify.annotations.Nullable;
import vethscope.model.address.Ip;

/// A question with the answer that the author expects.
///
/// @param from `element` or `element:container`; null when the packet `arrivesAt`
/// @param arrivesAt `node:interface` where a packet comes in from elsewhere, with `sourceIp`
/// @param to an element, `service:port`, `ip`, `ip:port`, `[ipv6]:port`, a DNS name or a URL
/// @param expect null: traced, never fails
public record Probe(
        String name,
        @Nullable String from,
        @Nullable String arrivesAt,
        String to,
        Protocol protocol,
        Shape shape,
        Run run,
        @Nullable Expectation expect) {

    /// What the packet looks like.
    ///
    /// @param sourcePort 0: the default, 40000
    /// @param size payload bytes
    /// @param host HTTP Host, path: HTTP path, for layer 7
    public record Shape(
            int sourcePort, @Nullable Ip sourceIp, int ttl, int size, boolean df, @Nullable String host, @Nullable String path) {
        public static final Shape DEFAULT = new Shape(0, null, 64, 0, false, null, null);
    }

    /// How it is sent.
    ///
    /// @param warm keep everything that the probes before it left
    /// @param attempts how many times, each from the next source port
    public record Run(boolean warm, int attempts, long seed) {
        public static final Run DEFAULT = new Run(false, 1, 1);
    }
}
