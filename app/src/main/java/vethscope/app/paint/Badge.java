package vethscope.app.paint;

/// The worst thing found about an element; each has a shape of its own.
public enum Badge {
    ERROR,
    WARNING,
    INFO,
    /// Found, and accepted by someone with a reason.
    SUPPRESSED
}
