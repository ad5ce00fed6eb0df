package vethscope.engine.netfilter;

/// Where netfilter looks at a packet.
public enum Hook {
    PREROUTING,
    INPUT,
    FORWARD,
    OUTPUT,
    POSTROUTING
}
