package vethscope.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Ip;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;

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

    static final FieldType<List<Probe>> LIST = new FieldType.Listed<>(
            new FieldType.Nested<>(Fields.of(
                            Probe.class, new Probe("", null, null, "", Protocol.TCP, Shape.DEFAULT, Run.DEFAULT, null))
                    .key("name", FieldType.TEXT, "name", "a sentence")
                    .key("from", FieldType.TEXT, "from", "`element` or `element:container`, or instead `arrivesAt`")
                    .key(
                            "arrivesAt",
                            FieldType.TEXT,
                            "arrivesAt",
                            "`node:interface` where a packet comes in from elsewhere, with `sourceIP`")
                    .key(
                            "to",
                            FieldType.TEXT,
                            "to",
                            "an element, `service:port`, `ip`, `ip:port`, `[ipv6]:port`, a DNS name or a URL")
                    .required()
                    .key(
                            "protocol",
                            FieldType.OneOf.of(Protocol.SPOKEN.toArray(Protocol[]::new), Protocol::lower),
                            "protocol",
                            "transport")
                    .including("shape", Shape.FIELDS)
                    .including("run", Run.FIELDS)
                    .ordered(
                            "name",
                            "from",
                            "arrivesAt",
                            "to",
                            "protocol",
                            "sourcePort",
                            "sourceIP",
                            "ttl",
                            "size",
                            "df",
                            "state",
                            "attempts",
                            "method",
                            "host",
                            "path",
                            "headers",
                            "seed")
                    .key(
                            "expect",
                            new FieldType.Nested<>(Expectation.FIELDS),
                            "expect",
                            "what is judged; none: it is traced and never fails")),
            Probe::name);

    /// What the packet looks like.
    ///
    /// @param sourcePort 0: the default, 40000
    /// @param size payload bytes
    /// @param method of the HTTP request, for layer 7, as the next three
    /// @param host HTTP Host
    /// @param path with a query if there is one
    /// @param headers HTTP headers beside Host
    public record Shape(
            int sourcePort,
            @Nullable Ip sourceIp,
            int ttl,
            int size,
            boolean df,
            String method,
            @Nullable String host,
            @Nullable String path,
            Map<String, String> headers) {
        public static final Shape DEFAULT = new Shape(0, null, 64, 0, false, null, null);

        public Shape {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }

        /// With a GET and no headers of its own.
        public Shape(
                int sourcePort,
                @Nullable Ip sourceIp,
                int ttl,
                int size,
                boolean df,
                @Nullable String host,
                @Nullable String path) {
            this(sourcePort, sourceIp, ttl, size, df, "GET", host, path, Map.of());
        }

        static final Fields<Shape> FIELDS = Fields.of(Shape.class, DEFAULT)
                .key("sourcePort", FieldType.PORT_OR_NONE, "sourcePort", "0: 40000")
                .key("sourceIP", FieldType.IP, "sourceIp", "none: what the route prefers")
                .key("ttl", new FieldType.Whole(1, 255), "ttl", "hops")
                .key("size", FieldType.COUNT, "size", "payload bytes")
                .key("df", FieldType.FLAG, "df", "don't fragment")
                .key("method", FieldType.TEXT, "method", "HTTP method")
                .key("host", FieldType.TEXT, "host", "HTTP Host")
                .key("path", FieldType.TEXT, "path", "HTTP path, with its query")
                .key("headers", FieldType.LABELS, "headers", "HTTP headers beside Host");
    }

    /// How it is sent.
    ///
    /// @param warm keep everything that the probes before it left
    /// @param attempts how many times, each from the next source port
    public record Run(boolean warm, int attempts, long seed) {
        public static final Run DEFAULT = new Run(false, 1, 1);

        static final Fields<Run> FIELDS = Fields.of(Run.class, DEFAULT)
                .key(
                        "state",
                        FieldType.OneOf.flag("cold", "warm"),
                        "warm",
                        "`warm` keeps everything that the probes before it left")
                .key(
                        "attempts",
                        new FieldType.Whole(1, 10_000),
                        "attempts",
                        "how many times, each from the next source port")
                .key("seed", new FieldType.Big(), "seed", "of its random decisions");
    }
}
