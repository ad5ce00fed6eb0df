package vethscope.app.cli;

/// What a run's exit code says.
final class Exit {
    static final int OK = 0;
    /// Findings, failed probes, or a single traced packet that did not arrive.
    static final int FOUND = 1;
    static final int USAGE = 2;
    static final int UNREADABLE = 3;
    static final int NOT_WRITTEN = 4;
    /// Ours to mend.
    static final int BUG = 70;

    private Exit() {}
}
