package vethscope.engine.fidelity;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Many labs, some of them at a time: most of a lab's time is waiting for packets that do not come.
final class Labs {

    private static final int AT_A_TIME = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 4);

    private Labs() {}

    record Drawing(String name, String text) {}

    /// @param differing drawings in which the kernel did something else than predicted, even when it was asked again
    /// @param again how many drawings differed only while other labs kept the machine busy
    /// @param skipped how many probes need what this kernel lacks, by its name
    record Result(int probes, List<Differing> differing, int again, SortedMap<String, Integer> skipped) {}

    record Differing(Drawing drawing, List<String> misses) {}

    private record Scored(Score score, List<String> skipped) {}

    /// @throws RunningKernel.NoLab if none can be made on this machine
    static Result run(RunningKernel kernel, List<Drawing> drawings) throws IOException {
        int probes = 0;
        List<Drawing> doubtful = new ArrayList<>();
        SortedMap<String, Integer> skipped = new TreeMap<>();
        List<Future<Scored>> labs = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME)) {
            drawings.forEach(drawing -> labs.add(workers.submit(() -> score(kernel, drawing))));
            for (int i = 0; i < drawings.size(); i++) {
                Scored scored = get(labs, i);
                probes += scored.score().probes();
                scored.skipped().forEach(need -> skipped.merge(need, 1, Integer::sum));
                if (!scored.score().misses().isEmpty()) {
                    doubtful.add(drawings.get(i));
                }
            }
        }
        List<Differing> differing = new ArrayList<>();
        for (Drawing drawing : doubtful) {
            List<String> misses = score(kernel, drawing).score().misses();
            if (!misses.isEmpty()) {
                differing.add(new Differing(drawing, misses));
            }
        }
        return new Result(probes, differing, doubtful.size() - differing.size(), skipped);
    }

    private static Scored score(RunningKernel kernel, Drawing drawing) throws IOException {
        Recording recording = kernel.record(drawing.name(), drawing.text());
        List<String> skipped = new ArrayList<>();
        for (JsonNode needs : recording.truth().path("skipped")) {
            skipped.add(needs.path(0).asText());
        }
        return new Scored(recording.score(), skipped);
    }

    /// Labs that stand already are taken down before an error is told.
    private static Scored get(List<Future<Scored>> labs, int i) throws IOException {
        try {
            return labs.get(i).get();
        } catch (ExecutionException e) {
            labs.forEach(lab -> lab.cancel(false));
            throw e.getCause() instanceof IOException io ? io : new IOException(e);
        } catch (InterruptedException e) {
            labs.forEach(lab -> lab.cancel(false));
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
