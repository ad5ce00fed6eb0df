package vethscope.app.paint;

/// How much is shown: the further away, the less.
public enum Detail {
    /// Blocks, and the names of containers.
    BLOCKS(0),
    /// Names and badges.
    NAMES(0.20),
    /// Addresses and ports.
    ADDRESSES(0.50),
    /// Names of interfaces.
    INTERFACES(1.00),
    /// Everything: MACs, counts of rules and routes.
    ALL(1.25);

    /// How far below its threshold a level is kept, so that it does not flicker.
    private static final double HYSTERESIS = 0.9;

    private final double zoom;

    Detail(double zoom) {
        this.zoom = zoom;
    }

    /// The level for screen pixels per canvas pixel.
    public static Detail of(double zoom) {
        Detail found = BLOCKS;
        for (Detail detail : values()) {
            if (zoom >= detail.zoom) {
                found = detail;
            }
        }
        return found;
    }

    /// As [#of], but what is shown now stays until the zoom is 10 % below its threshold, as long as it glides there: a
    /// leap of more than that does not flicker.
    ///
    /// @param before the zoom at which it was shown
    public static Detail of(double zoom, double before, Detail shown) {
        Detail plain = of(zoom);
        boolean glides = zoom >= before * HYSTERESIS;
        return glides && plain.ordinal() < shown.ordinal() && zoom >= shown.zoom * HYSTERESIS ? shown : plain;
    }

    public boolean shows(Detail wanted) {
        return ordinal() >= wanted.ordinal();
    }
}
