package vethscope.model.codec;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Where the reader is in the document: by index for people, by identity for what is kept.
final class Place {

    private final @Nullable Place parent;
    private final String token;
    private String identity;

    private Place(@Nullable Place parent, String token) {
        this.parent = parent;
        this.token = token;
        this.identity = token;
    }

    static Place root() {
        return new Place(null, "");
    }

    Place child(String token) {
        return new Place(this, token);
    }

    /// Known only after a list's item has been read.
    void identify(String identity) {
        this.identity = identity;
    }

    String identity() {
        return identity;
    }

    /// RFC 6901, as the file stands.
    String pointer() {
        return parent == null ? "" : parent.pointer() + "/" + escaped(token);
    }

    /// With identities instead of indices.
    String identityPointer() {
        return parent == null ? "" : parent.identityPointer() + "/" + escaped(identity);
    }

    static String escaped(String token) {
        return token.replace("~", "~0").replace("/", "~1");
    }

    /// For sentences: `interfaces/eth0/mtu of vm1`, `links/2/from`.
    String described() {
        var tokens = new ArrayDeque<String>();
        for (Place place = this; place.parent != null; place = place.parent) {
            tokens.addFirst(place.token);
        }
        if (tokens.size() < 2 || !tokens.getFirst().equals("elements")) {
            return tokens.isEmpty() ? "The document" : String.join("/", tokens);
        }
        tokens.removeFirst();
        String element = tokens.removeFirst();
        return tokens.isEmpty() ? "Element " + element : String.join("/", tokens) + " of " + element;
    }
}
