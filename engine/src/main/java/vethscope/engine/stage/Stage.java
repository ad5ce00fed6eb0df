package vethscope.engine.stage;

/// One thing that a packet meets.
@FunctionalInterface
public interface Stage {
    Outcome apply(Skb skb, Kernel kernel);
}
