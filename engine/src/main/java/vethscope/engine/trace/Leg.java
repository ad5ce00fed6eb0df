package vethscope.engine.trace;

/// Which part of the conversation a step belongs to.
public enum Leg {
    ARP("arp"),
    /// a question to the cluster's DNS and its answer, before the request
    DNS("dns"),
    REQUEST("request"),
    REPLY("reply"),
    RST("rst"),
    ICMP_ERROR("icmp-error"),
    FRAGMENT("fragment");

    private final String json;

    Leg(String json) {
        this.json = json;
    }

    public String json() {
        return json;
    }
}
