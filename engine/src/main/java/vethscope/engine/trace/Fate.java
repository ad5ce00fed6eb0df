package vethscope.engine.trace;

/// What the sender experiences.
public enum Fate {
    DELIVERED("delivered"),
    REFUSED("refused"),
    RESET("reset"),
    TIMEOUT("timeout"),
    HOST_UNREACHABLE("host-unreachable"),
    NET_UNREACHABLE("net-unreachable"),
    TTL_EXCEEDED("ttl-exceeded"),
    MESSAGE_TOO_LONG("message-too-long"),
    DENIED_LOCALLY("denied-locally"),
    INVALID_ADDRESS("invalid-address"),
    CLOSED_WITHOUT_REPLY("closed-without-reply");

    private final String json;

    Fate(String json) {
        this.json = json;
    }

    public String json() {
        return json;
    }
}
