package vethscope.engine.stage;

/// One thing that a packet meets.
@FunctionalInterface
public interface Stage {
    Outcome apply(Skb skb, Kernel kernel);

    /// The [Duty] without which a machine has no use for this stage; 0: it always has.
    default int duty() {
        return 0;
    }

    /// A stage that only machines with a duty have a use for.
    static Stage on(int duty, Stage stage) {
        return new OnDuty(duty, stage);
    }

    /// @param stage would leave every packet untouched on a machine without the duty
    record OnDuty(int duty, Stage stage) implements Stage {
        @Override
        public Outcome apply(Skb skb, Kernel kernel) {
            return stage.apply(skb, kernel);
        }
    }
}
