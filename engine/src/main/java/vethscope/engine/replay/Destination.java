package vethscope.engine.replay;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Ip;

/// The parts of a probe's `to`, before anything is looked up: an element, `service:port`, `ip`, `ip:port`,
/// `[ipv6]:port`, a DNS name, `dns:NAME:port` or a URL.
///
/// @param host an id, a name or an address
/// @param port a number or a port's name; null: not given
/// @param nameOnly whether an element of that id is to be overlooked
/// @param path what a URL asks for, with its query; null: it is no URL
record Destination(
        String host,
        @Nullable String port,
        boolean nameOnly,
        @Nullable String path) {

    static Destination parse(String to) {
        String text = to.strip();
        int scheme = text.indexOf("://");
        if (scheme > 0) {
            return ofUrl(text.substring(0, scheme).toLowerCase(Locale.ROOT), text.substring(scheme + 3));
        }
        if (text.startsWith("dns:")) {
            Destination name = ofAuthority(text.substring("dns:".length()));
            return new Destination(name.host, name.port, true, null);
        }
        return ofAuthority(text);
    }

    private static Destination ofUrl(String scheme, String rest) {
        int end = 0;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        String authority = rest.substring(0, end);
        Destination at = ofAuthority(authority.substring(authority.indexOf('@') + 1));
        String standard = switch (scheme) {
            case "http", "ws" -> "80";
            case "https", "wss" -> "443";
            default -> null;
        };
        int fragment = rest.indexOf('#', end);
        String path = rest.substring(end, fragment < 0 ? rest.length() : fragment);
        return new Destination(at.host, at.port == null ? standard : at.port, false, asked(path));
    }

    /// The fragment stays with the client; the query is asked for.
    private static String asked(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    private static Destination ofAuthority(String text) {
        if (text.startsWith("[") && text.indexOf(']') > 0) {
            int close = text.indexOf(']');
            String tail = text.substring(close + 1);
            return new Destination(
                    text.substring(1, close), tail.startsWith(":") ? tail.substring(1) : null, false, null);
        }
        int colon = text.lastIndexOf(':');
        boolean bare = colon < 0 || Ip.tryParse(text).isPresent();
        return bare
                ? new Destination(text, null, false, null)
                : new Destination(text.substring(0, colon), text.substring(colon + 1), false, null);
    }

    Optional<Ip> ip() {
        return Ip.tryParse(host);
    }
}
