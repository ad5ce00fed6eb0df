package vethscope.app.play;

/// A time in a trace: where the packet is.
///
/// @param stop index of the stop that the packet goes to, or stands at
/// @param travelled share of the way from the stop before, 0 to 1; 1: it stands
public record Moment(int stop, double travelled) {

    /// Standing at a stop.
    public static Moment at(int stop) {
        return new Moment(stop, 1);
    }
}
