package vethscope.engine.compile.policy;

/// Why the API server would not take an object, in its own words: `spec.tier: Required value`.
public final class SpecRefusal extends Exception {

    private static final long serialVersionUID = 1;

    SpecRefusal(String path, String why) {
        super(path + ": " + why, null, false, false);
    }

    /// The path of the field and what is wrong with it.
    String words() {
        return String.valueOf(getMessage());
    }
}
