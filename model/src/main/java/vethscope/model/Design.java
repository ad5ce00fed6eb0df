package vethscope.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;
import vethscope.model.element.Part;

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

    @SuppressWarnings("unchecked") // a class literal has no type argument
    private static final Fields<Map<String, String>> NAMESPACE = Fields.of(
                    (Class<Map<String, String>>) (Class<?>) Map.class, Map.of())
            .key("labels", FieldType.LABELS, Part.self(), "what selectors look at");

    private static final Part<Design, Topology> TOPOLOGY = Part.component(Design.class, "topology");

    public static final Fields<Design> FIELDS = Fields.of(Design.class, EMPTY)
            .key("name", FieldType.TEXT, "name", "the title")
            .key(
                    "description",
                    FieldType.TEXT,
                    "description",
                    "Markdown, shown in the gallery and under exported figures")
            .key("cluster", new FieldType.Nested<>(Cluster.FIELDS), "cluster", "defaults for the whole drawing")
            .key(
                    "namespaces",
                    new FieldType.Keyed<>(new FieldType.Text(false), NAMESPACE),
                    "namespaces",
                    "Kubernetes namespaces by name")
            .key(
                    "elements",
                    new FieldType.Elements(),
                    TOPOLOGY.then(Part.component(Topology.class, "elements")),
                    "what is drawn, by id, in drawing order")
            .written()
            .key("links", Link.LIST, TOPOLOGY.then(Part.component(Topology.class, "links")), "cables")
            .key("probes", Probe.LIST, "probes", "questions with the answers that the author expects")
            .key("suppressions", Suppression.LIST, "suppressions", "findings that the author accepted")
            .key("layout", new FieldType.Nested<>(Layout.FIELDS), "layout", "where things are drawn");

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

    public Design withDescription(String description) {
        return new Design(name, description, cluster, namespaces, topology, probes, suppressions, layout, unknown);
    }

    public Design withNamespaces(Map<String, Map<String, String>> namespaces) {
        return new Design(name, description, cluster, namespaces, topology, probes, suppressions, layout, unknown);
    }

    public Design withSuppressions(List<Suppression> suppressions) {
        return new Design(name, description, cluster, namespaces, topology, probes, suppressions, layout, unknown);
    }
}
