package vethscope.engine.forward;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// A trace in networks of many sizes. [Scale] runs it in one JVM, where each size is compiled once, and says how the
/// cost grows.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class ScaleBenchmark {

    /// Compiled in this JVM.
    static final Map<String, Load> LOADS = new ConcurrentHashMap<>();

    @Param({
        "services 100", "services 300", "services 1000", "services 3000", "services 10000",
        "pods 1500", "pods 4500", "pods 15000", "pods 45000", "pods 150000"
    })
    String size = "services 100";

    private Load load = Load.services(1);
    private int call;

    @Setup
    public void load() {
        load = LOADS.computeIfAbsent(size, ScaleBenchmark::drawn);
    }

    private static Load drawn(String size) {
        String[] words = size.split(" ");
        int number = Integer.parseInt(words[1]);
        return words[0].equals("pods") ? Load.pods(number) : Load.services(number);
    }

    @Benchmark
    public Forwarder.Run trace() {
        call = call + 1 & Integer.MAX_VALUE;
        return load.send(call);
    }
}
