package vethscope.app.play;

import java.util.Arrays;

/// When the packet is where. Pure: the time is an argument, so that seeking, stepping back and tests come free.
/// Time is the order of events, not seconds of a network.
public final class Timeline {

    /// Default time that the packet stands at a stop.
    public static final double DWELL = 350;

    private static final double SHORTEST = 250;
    private static final double LONGEST = 900;
    /// Milliseconds per canvas pixel, on top of the shortest time.
    private static final double PACE = 1;

    private final double[] arrivals;
    private final double[] departures;

    private Timeline(double[] arrivals, double[] departures) {
        this.arrivals = arrivals;
        this.departures = departures;
    }

    /// @param distances canvas pixels from each stop to the next: one less than there are stops
    /// @param dwell milliseconds at each stop; the speed of play changes nothing else
    public static Timeline of(double[] distances, double dwell) {
        double[] arrivals = new double[distances.length + 1];
        double[] departures = new double[arrivals.length];
        for (int i = 0; i < arrivals.length; i++) {
            double travel = i == 0 ? 0 : Math.clamp(SHORTEST + distances[i - 1] * PACE, SHORTEST, LONGEST);
            arrivals[i] = i == 0 ? 0 : departures[i - 1] + (distances[i - 1] == 0 ? 0 : travel);
            departures[i] = arrivals[i] + dwell;
        }
        return new Timeline(arrivals, departures);
    }

    /// How long it all takes, in milliseconds.
    public double length() {
        return departures[departures.length - 1];
    }

    /// When the packet arrives at a stop, in milliseconds.
    public double arrival(int stop) {
        return arrivals[Math.clamp(stop, 0, arrivals.length - 1)];
    }

    /// @param ms milliseconds from the start; before it and after the end the packet stands at the first and the last
    /// stop
    public Moment at(double ms) {
        int found = Arrays.binarySearch(departures, ms);
        int stop = found >= 0 ? found : Math.min(-found - 1, departures.length - 1);
        if (stop == 0 || ms >= arrivals[stop]) {
            return Moment.at(stop);
        }
        double left = departures[stop - 1];
        return new Moment(stop, Math.clamp((ms - left) / (arrivals[stop] - left), 0, 1));
    }
}
