package vethscope.model.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import vethscope.model.manifest.Objects.Thing;

/// The pods that workloads ask for: as many as they have replicas, one on every node for a DaemonSet.
final class Workloads {

    /// Deployments of thousands say no more than those of a few.
    private static final int MOST_REPLICAS = 25;

    private static final Set<String> OVER = Set.of("Succeeded", "Failed");

    private Workloads() {}

    /// A pod to be drawn.
    ///
    /// @param body `metadata`, `spec` and `status` of a pod, or those of a template
    /// @param node where it must stand; empty: anywhere
    /// @param hostname its name under the headless Service of a StatefulSet; empty: none but what its spec says
    record Planned(Thing owner, String name, JsonNode body, String node, String hostname) {

        JsonNode spec() {
            return body.path("spec");
        }
    }

    /// @param nodes the names of all nodes, for the workloads that run on each
    static List<Planned> of(Thing thing, List<String> nodes) {
        JsonNode template = thing.spec().path("template");
        return switch (thing.kind()) {
            case "Pod" ->
                isOver(thing)
                        ? List.of()
                        : List.of(new Planned(
                                thing,
                                thing.name(),
                                thing.body(),
                                thing.spec().path("nodeName").asText(""),
                                ""));
            case "StatefulSet" -> replicas(thing, template, 0, true);
            case "Deployment", "ReplicaSet", "ReplicationController" -> replicas(thing, template, 1, false);
            case "DaemonSet" -> everywhere(thing, template, nodes);
            case "Job" -> List.of(new Planned(thing, thing.name(), template, "", ""));
            case "CronJob" ->
                List.of(new Planned(
                        thing,
                        thing.name(),
                        thing.spec().path("jobTemplate").path("spec").path("template"),
                        "",
                        ""));
            default -> List.of();
        };
    }

    private static boolean isOver(Thing pod) {
        return OVER.contains(pod.body().path("status").path("phase").asText(""));
    }

    private static List<Planned> replicas(Thing thing, JsonNode template, int first, boolean ordinal) {
        int wanted = Math.clamp(thing.spec().path("replicas").asInt(1), 0, MOST_REPLICAS);
        var pods = new ArrayList<Planned>();
        for (int i = first; i < first + wanted; i++) {
            String name = thing.name() + "-" + i;
            pods.add(new Planned(thing, name, template, "", ordinal ? name : ""));
        }
        return pods;
    }

    private static List<Planned> everywhere(Thing thing, JsonNode template, List<String> nodes) {
        var pods = new ArrayList<Planned>();
        for (int i = 0; i < nodes.size(); i++) {
            pods.add(new Planned(thing, thing.name() + "-" + (i + 1), template, nodes.get(i), ""));
        }
        return pods;
    }
}
