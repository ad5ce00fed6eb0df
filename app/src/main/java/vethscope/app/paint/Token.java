package vethscope.app.paint;

import java.util.Locale;

/// A colour by what it is for; each theme gives it a value.
public enum Token {
    CANVAS("#FFFFFF", "#14181F"),
    APP("#F5F7FA", "#1B212B"),
    RAISED("#EBEFF4", "#252D39"),
    /// Cards that float over the drawing.
    CARD("#FFFFFF", "#252D39"),
    TEXT("#17202B", "#E6EAF0"),
    TEXT2("#4A5666", "#AEB8C6"),
    CONTROL_BORDER("#727D8C", "#7C8899"),
    GRID("#DDE2E9", "#232A34"),
    SEPARATOR("#D3D9E1", "#343D4A"),
    /// Focus, selection, and the way that a request took.
    ACCENT("#0A5BD3", "#7AB0FF"),
    /// Text and glyphs on accent, on a badge or on a family's stroke.
    ON_ACCENT("#FFFFFF", "#0B1220"),
    /// The part of a path that is not travelled yet.
    PATH_NEXT("#5C94E8", "#416BAF"),
    REPLY("#7A3E9D", "#D7A8F0"),
    HOST("#6B7684", "#8793A6"),
    HOST_FILL("#EEF1F5", "#232A34"),
    WORK("#0A3380", "#5B9BFF"),
    WORK_FILL("#E8EEFA", "#1A2742"),
    L2("#006B52", "#5FEFB4"),
    L2_FILL("#E2F3ED", "#15302A"),
    L3("#B521B0", "#EFC4F2"),
    L3_FILL("#F8E8F7", "#33243A"),
    SVC("#CC6200", "#F0843A"),
    SVC_FILL("#FDEFE1", "#38261A"),
    ERROR("#B3261E", "#FF9187"),
    WARNING("#855000", "#FFC857"),
    SUCCESS("#0B6B3A", "#6FDD9F"),
    BEFORE("#7A3300", "#FFC9A3"),
    BEFORE_FILL("#FDEBD9", "#4A2A14"),
    AFTER("#0A3380", "#BBD6FF"),
    AFTER_FILL("#DDEBFF", "#17345F"),
    MATCHED("#FFF3C4", "#4A3B0C"),
    MATCHED_BAR("#855000", "#FFC857"),
    SHADOW("#17202B", "#000000");

    private final String light;
    private final String dark;

    Token(String light, String dark) {
        this.light = light;
        this.dark = dark;
    }

    /// The ink of this colour, opaque.
    public Ink ink() {
        return new Ink(this, 1);
    }

    /// This colour, partly see-through.
    ///
    /// @param alpha 0 to 1
    public Ink ink(double alpha) {
        return new Ink(this, alpha);
    }

    /// The name in style sheets: `path-next`.
    public String css() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String hex(Theme theme) {
        return switch (theme) {
            case LIGHT -> light;
            case DARK -> dark;
        };
    }
}
