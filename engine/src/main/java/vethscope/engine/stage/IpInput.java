package vethscope.engine.stage;

/// Hands an IP packet to IP (net/ipv4/ip_input.c ip_rcv).
final class IpInput {

    private IpInput() {}

    static Outcome apply(Skb skb, Kernel kernel) {
        return Outcome.Turn.to(Way.IP, skb);
    }
}
