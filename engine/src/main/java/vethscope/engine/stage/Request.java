package vethscope.engine.stage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the client asks over its connection, as far as a layer 7 proxy looks at it.
///
/// @param host null: nothing said
/// @param path with its query; null: nothing said
public record Request(
        String method, @Nullable String host, @Nullable String path, Map<String, String> headers) {

    public static final Request NONE = new Request("GET", null, null, Map.of());

    public Request {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}
