package vethscope.engine.stage;

import org.jspecify.annotations.Nullable;

/// What the client asks over its connection, as far as a layer 7 proxy looks at it; null: nothing said.
public record Request(@Nullable String host, @Nullable String path) {

    public static final Request NONE = new Request(null, null);
}
