package vethscope.engine.network;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Ip;

/// Which HTTP requests a proxy's rule takes.
///
/// @param names in lower case, one of them is enough; empty where any host will do
/// @param paths one of them is enough; empty where any path will do
/// @param also what else must hold, each of them
public record HttpMatch(Hosts hosts, List<String> names, Paths kind, List<String> paths, List<HttpCondition> also) {

    /// How the host is compared. Case never counts.
    public enum Hosts {
        ANY,
        EXACT,
        /// `*.` stands for exactly one label (networking.k8s.io/v1 IngressRule).
        ONE_LABEL,
        /// `*.` stands for one or more labels (gateway.networking.k8s.io/v1 Hostname).
        LABELS,
        /// `*` and `?` anywhere (Elastic Load Balancing, "Host conditions").
        PATTERN
    }

    /// How the path is compared. Case counts.
    public enum Paths {
        ANY,
        EXACT,
        /// Whole elements between slashes; a slash at the end does not count (networking.k8s.io/v1 PathType).
        PREFIX,
        /// `*` and `?` anywhere (Elastic Load Balancing, "Path conditions").
        PATTERN,
        REGEX
    }

    /// A request, as far as rules look at it.
    ///
    /// @param host null: it names none
    /// @param path with its query; null: `/`
    /// @param client who the proxy sees as its peer; null: unknown
    public record Asked(
            String method,
            @Nullable String host,
            @Nullable String path,
            Map<String, String> headers,
            @Nullable Ip client) {

        /// A GET without headers of its own.
        public static Asked get(@Nullable String host, @Nullable String path) {
            return new Asked("GET", host, path, Map.of(), null);
        }

        @Nullable
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(name.equalsIgnoreCase("Host") ? host : null);
        }

        private String target() {
            return path == null || path.isEmpty() ? "/" : path;
        }

        private String bare() {
            int mark = target().indexOf('?');
            return mark < 0 ? target() : target().substring(0, mark);
        }

        /// Of a key that is there several times, the first.
        Map<String, String> query() {
            var pairs = new TreeMap<String, String>();
            int mark = target().indexOf('?');
            for (String pair :
                    mark < 0 ? new String[0] : target().substring(mark + 1).split("&", -1)) {
                int is = pair.indexOf('=');
                pairs.putIfAbsent(is < 0 ? pair : pair.substring(0, is), is < 0 ? "" : pair.substring(is + 1));
            }
            return pairs;
        }
    }

    public static final HttpMatch ANY = of(Hosts.ANY, "", Paths.ANY, List.of());

    public HttpMatch {
        names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        paths = List.copyOf(paths);
        also = List.copyOf(also);
    }

    /// @param host empty: any
    public static HttpMatch of(Hosts hosts, String host, Paths kind, List<String> paths, HttpCondition... also) {
        return new HttpMatch(hosts, host.isEmpty() ? List.of() : List.of(host), kind, paths, List.of(also));
    }

    /// The first name; empty where any host will do.
    public String host() {
        return names.isEmpty() ? "" : names.getFirst();
    }

    public boolean takes(Asked asked) {
        String host = asked.host() == null ? "" : withoutPort(asked.host()).toLowerCase(Locale.ROOT);
        return (hosts == Hosts.ANY || names.stream().anyMatch(name -> takesHost(name, host)))
                && (kind == Paths.ANY || paths.stream().anyMatch(p -> takesPath(p, asked.bare())))
                && also.stream().allMatch(condition -> condition.takes(asked));
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private boolean takesHost(String name, String asked) {
        return switch (hosts) {
            case ANY -> true;
            case EXACT -> name.equals(asked);
            case ONE_LABEL -> {
                int dot = asked.indexOf('.');
                yield dot > 0 && asked.substring(dot).equals(name.substring(1));
            }
            case LABELS -> asked.length() >= name.length() && asked.endsWith(name.substring(1));
            case PATTERN -> fits(name, asked);
        };
    }

    private boolean takesPath(String wanted, String path) {
        return switch (kind) {
            case ANY -> true;
            case EXACT -> wanted.equals(path);
            case PREFIX -> {
                String prefix = wanted.endsWith("/") ? wanted.substring(0, wanted.length() - 1) : wanted;
                yield path.equals(prefix) || path.startsWith(prefix + "/");
            }
            case PATTERN -> fits(wanted, path);
            case REGEX -> HttpCondition.How.matches(wanted, path);
        };
    }

    /// `*` for any number of characters, `?` for one.
    static boolean fits(String pattern, String text) {
        String regex = Arrays.stream(pattern.split("(?=[*?])|(?<=[*?])"))
                .map(part -> part.equals("*") ? ".*" : part.equals("?") ? "." : Pattern.quote(part))
                .collect(Collectors.joining());
        return text.matches(regex);
    }

    /// As a person would say it: `shop.example/cart/*`, `POST shop.example/cart X-User: a`; `*` where everything fits.
    @Override
    public String toString() {
        String path = switch (kind) {
            case ANY -> "";
            case EXACT -> paths.getFirst();
            case PREFIX -> (paths.getFirst().endsWith("/") ? paths.getFirst() : paths.getFirst() + "/") + "*";
            case PATTERN -> String.join(" | ", paths);
            case REGEX -> "~" + paths.getFirst();
        };
        String methods = also.stream()
                .filter(HttpCondition.Method.class::isInstance)
                .map(m -> m + " ")
                .collect(Collectors.joining());
        String query = also.stream()
                .filter(HttpCondition.Query.class::isInstance)
                .map(HttpCondition::toString)
                .sorted()
                .collect(Collectors.joining("&"))
                .replace("&?", "&");
        Stream<String> rest = also.stream()
                .filter(c -> c instanceof HttpCondition.Header || c instanceof HttpCondition.Source)
                .map(HttpCondition::toString);
        String all = Stream.concat(Stream.of(methods + String.join(" | ", names) + path + query), rest)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
        return all.isEmpty() ? "*" : all;
    }
}
