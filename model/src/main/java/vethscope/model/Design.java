package vethscope.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A saved file: what is drawn, where it is drawn and what is expected of it.
///
/// @param namespaces Kubernetes namespace to its labels
public record Design(
        String name,
        String description,
        Cluster cluster,
        Map<String, Map<String, String>> namespaces,
        Topology topology,
        List<Probe> probes,
        List<Suppression> suppressions,
        Layout layout,
        Unknown unknown) {

    public static final Design EMPTY = new Design(
            "", "", Cluster.DEFAULT, Map.of(), Topology.EMPTY, List.of(), List.of(), Layout.EMPTY, Unknown.NONE);

    public Design {
        namespaces = Collections.unmodifiableMap(new LinkedHashMap<>(namespaces));
        probes = List.copyOf(probes);
        suppressions = List.copyOf(suppressions);
    }

    public Design with(Topology topology) {
        return new Design(name, description, cluster, namespaces, topology, probes, suppressions, layout, unknown);
    }

    public Design with(Layout layout) {
        return new Design(name, description, cluster, namespaces, topology, probes, suppressions, layout, unknown);
    }

    public Design with(Cluster cluster) {
        return new Design(name, description, cluster, namespaces, topology, probes, suppressions, layout, unknown);
    }

    public Design withProbes(List<Probe> probes) {
        return new Design(name, description, cluster, namespaces, topology, probes, suppressions, layout, unknown);
    }

    public Design withUnknown(Unknown unknown) {
        return new Design(name, description, cluster, namespaces, topology, probes, suppressions, layout, unknown);
    }

    public Design withName(String name) {
        return new Design(name, description, cluster, namespaces, topology, probes, suppressions, layout, unknown);
    }
}
