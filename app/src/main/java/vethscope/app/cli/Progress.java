package vethscope.app.cli;

/// Tells a watcher of a terminal how far a long run has come, after its first two seconds and not more often than
/// ten times a second; leaves no trace on the screen.
final class Progress implements AutoCloseable {

    private static final long PATIENCE_NANOS = 2_000_000_000L;
    private static final long REST_NANOS = 100_000_000L;

    private final Common common;
    private final int total;
    private final long start = System.nanoTime();
    private long told;
    private int done;
    private int width;

    Progress(Common common, int total) {
        this.common = common;
        this.total = total;
    }

    /// The next piece of work is this one.
    void at(String what) {
        done++;
        long now = System.nanoTime();
        if (!common.showsProgress() || now - start < PATIENCE_NANOS || now - told < REST_NANOS) {
            return;
        }
        told = now;
        show(common.words().say("progress", done, total, what));
    }

    private void show(String line) {
        String padded = line + " ".repeat(Math.max(0, width - line.length()));
        common.console().err().print("\r" + padded);
        common.console().err().flush();
        width = line.length();
    }

    @Override
    public void close() {
        if (width > 0) {
            show("");
            common.console().err().print("\r");
            common.console().err().flush();
        }
    }
}
