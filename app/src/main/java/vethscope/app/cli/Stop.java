package vethscope.app.cli;

/// The end of a run that did not go well: one sentence that says what, where and what to do, and an exit code.
final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;

    Stop(int code, String sentence) {
        super(sentence, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
