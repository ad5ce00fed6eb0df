package vethscope.app.paint;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The two sets of colours.
public enum Theme {
    LIGHT(0.14),
    DARK(0.5);

    private final double shadow;

    Theme(double shadow) {
        this.shadow = shadow;
    }

    /// `#RRGGBB`.
    public String hex(Token token) {
        return token.hex(this);
    }

    /// 0xRRGGBB.
    public int rgb(Token token) {
        return Integer.parseInt(hex(token).substring(1), 16);
    }

    /// The opacity of the shadow under floating things, 0 to 1.
    public double shadow() {
        return shadow;
    }

    /// All tokens as looked-up colours for a style sheet: `-v-canvas: #FFFFFF;`, one a line.
    public String css() {
        return Arrays.stream(Token.values())
                .map(token -> "-v-" + token.css() + ": " + hex(token) + ";")
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
