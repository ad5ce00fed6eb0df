package vethscope.engine.network;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which HTTP requests a proxy's rule takes. A request is a GET with a host and a path, perhaps with a query.
///
/// @param host in lower case; empty where any host will do
/// @param paths one of them is enough; empty where any path will do
/// @param query keys and values that the request must carry
public record HttpMatch(Hosts hosts, String host, Paths kind, List<String> paths, Map<String, String> query) {

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

    public static final HttpMatch ANY = new HttpMatch(Hosts.ANY, "", Paths.ANY, List.of(), Map.of());

    public HttpMatch {
        host = host.toLowerCase(Locale.ROOT);
        paths = List.copyOf(paths);
        query = Map.copyOf(query);
    }

    public boolean takes(@Nullable String asked, @Nullable String at) {
        String target = at == null || at.isEmpty() ? "/" : at;
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        return takesHost(asked == null ? "" : withoutPort(asked).toLowerCase(Locale.ROOT))
                && (kind == Paths.ANY || paths.stream().anyMatch(p -> takesPath(p, path)))
                && asked(mark < 0 ? "" : target.substring(mark + 1)).entrySet().containsAll(query.entrySet());
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static Map<String, String> asked(String query) {
        var pairs = new TreeMap<String, String>();
        for (String pair : query.split("&", -1)) {
            int is = pair.indexOf('=');
            pairs.putIfAbsent(is < 0 ? pair : pair.substring(0, is), is < 0 ? "" : pair.substring(is + 1));
        }
        return pairs;
    }

    private boolean takesHost(String asked) {
        return switch (hosts) {
            case ANY -> true;
            case EXACT -> host.equals(asked);
            case ONE_LABEL -> {
                int dot = asked.indexOf('.');
                yield dot > 0 && asked.substring(dot).equals(host.substring(1));
            }
            case LABELS -> asked.length() >= host.length() && asked.endsWith(host.substring(1));
            case PATTERN -> fits(host, asked);
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
            case REGEX -> matches(wanted, path);
        };
    }

    /// `*` for any number of characters, `?` for one.
    private static boolean fits(String pattern, String text) {
        String regex = Arrays.stream(pattern.split("(?=[*?])|(?<=[*?])"))
                .map(part -> part.equals("*") ? ".*" : part.equals("?") ? "." : Pattern.quote(part))
                .collect(Collectors.joining());
        return text.matches(regex);
    }

    private static boolean matches(String regex, String path) {
        try {
            return path.matches(regex);
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    /// As a person would say it: `shop.example/cart/*`; `*` where everything fits.
    @Override
    public String toString() {
        String path = switch (kind) {
            case ANY -> "";
            case EXACT -> paths.getFirst();
            case PREFIX -> (paths.getFirst().endsWith("/") ? paths.getFirst() : paths.getFirst() + "/") + "*";
            case PATTERN -> String.join(" | ", paths);
            case REGEX -> "~" + paths.getFirst();
        };
        String asks = query.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining("&"));
        String all = host + path + (asks.isEmpty() ? "" : "?" + asks);
        return all.isEmpty() ? "*" : all;
    }
}
