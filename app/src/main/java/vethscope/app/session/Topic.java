package vethscope.app.session;

/// What can change in a [Session]; listeners name what they read.
public enum Topic {
    /// Which drawings are open, which one is shown, and their titles.
    TABS,
    DESIGN,
    SELECTION,
    /// What the drawing compiles to, and the findings.
    NETWORK,
    /// The packet's story.
    TRACE,
    /// Where in the story the cursor stands.
    STEP,
    /// What the probes of the drawing gave.
    TESTS,
    /// Whether work goes on behind the window.
    BUSY,
    /// Something to tell in the banner.
    NOTICE
}
