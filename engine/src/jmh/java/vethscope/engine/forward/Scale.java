package vethscope.engine.forward;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/// How the cost of a trace grows with the number of Services and of pods: [ScaleBenchmark] in one JVM, all sizes in
/// turn, round after round, so that what else the machine does falls on all alike. The exit status is 1 if it grows by
/// more than it may.
public final class Scale {

    private static final int ROUNDS = 3;

    private Scale() {}

    public static void main(String[] arguments) throws RunnerException {
        var best = new LinkedHashMap<String, Double>();
        for (int round = 0; round < ROUNDS; round++) {
            var options = new OptionsBuilder()
                    .include(ScaleBenchmark.class.getName())
                    .forks(0)
                    .verbosity(VerboseMode.SILENT)
                    .build();
            for (RunResult result : new Runner(options).run()) {
                best.merge(result.getParams().getParam("size"), result.getPrimaryResult().getScore(), Math::min);
            }
        }
        boolean flat = grows(best, "services", 1.3) & grows(best, "pods", 2);
        System.exit(flat ? 0 : 1);
    }

    /// Prints the sizes of a kind; whether the largest costs at most `limit` times the smallest.
    private static boolean grows(Map<String, Double> best, String kind, double limit) {
        List<double[]> points = new ArrayList<>();
        System.out.printf("%10s %8s %8s %10s%n", kind, "steps", "us", "ns a step");
        best.forEach((size, micros) -> {
            if (size.startsWith(kind)) {
                double number = Double.parseDouble(size.substring(kind.length() + 1));
                double steps = ScaleBenchmark.LOADS.get(size).steps();
                System.out.printf("%,10.0f %8.1f %8.2f %10.0f%n", number, steps, micros, micros * 1000 / steps);
                points.add(new double[] {Math.log(number), Math.log(micros)});
            }
        });
        double ratio = Math.exp(points.getLast()[1] - points.getFirst()[1]);
        System.out.printf(
                "the largest costs %.2f times the smallest (at most %.1f); the cost grows as the size to the power of %.3f%n",
                ratio, limit, slope(points));
        return ratio <= limit;
    }

    /// Of the least-squares line.
    private static double slope(List<double[]> points) {
        double x = points.stream().mapToDouble(p -> p[0]).average().orElseThrow();
        double y = points.stream().mapToDouble(p -> p[1]).average().orElseThrow();
        return points.stream().mapToDouble(p -> (p[0] - x) * (p[1] - y)).sum()
                / points.stream().mapToDouble(p -> (p[0] - x) * (p[0] - x)).sum();
    }
}
