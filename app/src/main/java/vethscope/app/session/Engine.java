package vethscope.app.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/// Runs the engine away from the thread of the window. In each lane the latest request wins: an older one that has not
/// started is skipped, and the result of one that runs is thrown away.
final class Engine implements AutoCloseable {

    /// What is asked of one drawing.
    enum Work {
        COMPILE,
        CHECK,
        PLAY,
        TEST
    }

    private record Lane(long document, Work work) {}

    private final Executor ui;
    private final Consumer<Throwable> failed;
    private final IntConsumer working;
    private final ExecutorService workers = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("engine").daemon().factory());
    private final Map<Lane, AtomicLong> latest = new ConcurrentHashMap<>();

    /// @param ui runs a result on the thread of the window
    /// @param working told +1 for each request and -1 when it is done or no longer wanted
    Engine(Executor ui, Consumer<Throwable> failed, IntConsumer working) {
        this.ui = ui;
        this.failed = failed;
        this.working = working;
    }

    <T> void ask(long document, Work work, Supplier<T> job, Consumer<T> deliver) {
        AtomicLong counter = latest.computeIfAbsent(new Lane(document, work), _ -> new AtomicLong());
        long mine = counter.incrementAndGet();
        working.accept(1);
        workers.execute(() -> {
            Runnable told = () -> {};
            if (counter.get() == mine) {
                told = answer(job, result -> {
                    if (counter.get() == mine) {
                        deliver.accept(result);
                    }
                });
            }
            Runnable tell = told;
            ui.execute(() -> {
                working.accept(-1);
                tell.run();
            });
        });
    }

    private <T> Runnable answer(Supplier<T> job, Consumer<T> deliver) {
        try {
            T result = job.get();
            return () -> deliver.accept(result);
        } catch (RuntimeException | StackOverflowError e) {
            return () -> failed.accept(e);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
