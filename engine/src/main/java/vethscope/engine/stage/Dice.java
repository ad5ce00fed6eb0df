package vethscope.engine.stage;

/// Chance as an argument: random decisions and random ports of one trace.
public interface Dice {

    /// One decision: an index below `weights.length`, in proportion to the weights.
    int choose(double[] weights);

    /// One decision for each flow: asked again, it stays the same.
    default int choose(Object flow, double[] weights) {
        return choose(weights);
    }

    /// A port from `first` to `last`.
    int port(int first, int last);
}
