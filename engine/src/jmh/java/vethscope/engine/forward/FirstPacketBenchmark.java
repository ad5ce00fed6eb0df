package vethscope.engine.forward;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// An explained trace of the first packet of a connection to the last of many Services. What the kernel needs for that
/// packet in iptables mode is measured by `kernel/first-packet.sh`, on the same machine. Every call takes another seed,
/// so that nothing can be remembered.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = {"-XX:+UseParallelGC", "-Xms2g", "-Xmx2g"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class FirstPacketBenchmark {

    @Param({"100", "300", "1000", "3000", "10000"})
    int services;

    @Param({"iptables", "nftables"})
    String mode = "";

    private Chain chain = Chain.of(1, 3, "iptables");
    private long seed;

    @Setup
    public void load() {
        chain = Chain.of(services, 3, mode);
    }

    @Benchmark
    public Forwarder.Run firstPacket() {
        return Forwarder.send(chain.network(), chain.warm(), chain.flow(), Chance.seeded(seed++));
    }
}
