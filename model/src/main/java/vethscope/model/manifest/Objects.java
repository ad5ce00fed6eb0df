package vethscope.model.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vethscope.model.manifest.Manifests.Left;
import vethscope.model.manifest.Manifests.Left.Why;
import vethscope.model.manifest.Manifests.Source;

/// The objects of all files, lists taken apart.
///
/// @param all in the order in which they are written
/// @param left what could not be read or has no place in a drawing
record Objects(List<Thing> all, List<Left> left) {

    private static final ObjectReader YAML = new YAMLMapper().readerFor(JsonNode.class);

    private static final String CORE = "";

    /// The kinds that are drawn and their API groups.
    private static final Map<String, Set<String>> DRAWN = Map.ofEntries(
            Map.entry("Namespace", Set.of(CORE)),
            Map.entry("Node", Set.of(CORE)),
            Map.entry("Pod", Set.of(CORE)),
            Map.entry("Service", Set.of(CORE)),
            Map.entry("ReplicationController", Set.of(CORE)),
            Map.entry("Deployment", Set.of("apps", "extensions")),
            Map.entry("StatefulSet", Set.of("apps")),
            Map.entry("DaemonSet", Set.of("apps", "extensions")),
            Map.entry("ReplicaSet", Set.of("apps", "extensions")),
            Map.entry("Job", Set.of("batch")),
            Map.entry("CronJob", Set.of("batch")),
            Map.entry("EndpointSlice", Set.of("discovery.k8s.io")),
            Map.entry("Ingress", Set.of("networking.k8s.io", "extensions")),
            Map.entry("IngressClass", Set.of("networking.k8s.io")),
            Map.entry("NetworkPolicy", Set.of("networking.k8s.io", "extensions")),
            Map.entry("ClusterNetworkPolicy", Set.of("policy.networking.k8s.io")),
            Map.entry("AdminNetworkPolicy", Set.of("policy.networking.k8s.io")),
            Map.entry("BaselineAdminNetworkPolicy", Set.of("policy.networking.k8s.io")),
            Map.entry("Gateway", Set.of("gateway.networking.k8s.io")),
            Map.entry("HTTPRoute", Set.of("gateway.networking.k8s.io")),
            Map.entry("ReferenceGrant", Set.of("gateway.networking.k8s.io")));

    private static final Set<String> OF_THE_CLUSTER = Set.of(
            "Namespace",
            "Node",
            "IngressClass",
            "ClusterNetworkPolicy",
            "AdminNetworkPolicy",
            "BaselineAdminNetworkPolicy");

    /// One object.
    ///
    /// @param namespace empty where its kind has none
    record Thing(String source, String kind, String namespace, String name, JsonNode body) {

        JsonNode spec() {
            return body.path("spec");
        }

        JsonNode meta() {
            return body.path("metadata");
        }

        String title() {
            return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
        }
    }

    static Objects of(List<Source> sources) {
        var objects = new Objects(new ArrayList<>(), new ArrayList<>());
        for (Source source : sources) {
            try (var documents = YAML.<JsonNode>readValues(source.text())) {
                while (documents.hasNextValue()) {
                    objects.add(source.name(), documents.nextValue(), "");
                }
            } catch (JsonProcessingException e) {
                var at = e.getLocation();
                String where = at == null ? "" : at.getLineNr() + ":" + at.getColumnNr() + " ";
                String said = String.valueOf(e.getOriginalMessage());
                objects.left.add(
                        new Left(source.name(), where + said.lines().findFirst().orElse(""), Why.UNREADABLE));
            } catch (IOException e) {
                objects.left.add(new Left(source.name(), String.valueOf(e.getMessage()), Why.UNREADABLE));
            }
        }
        return objects;
    }

    private void add(String source, JsonNode body, String kindOfList) {
        if (body.isNull() || body.isMissingNode()) {
            return;
        }
        String kind = body.path("kind").asText(kindOfList);
        if (kind.endsWith("List") && body.path("items").isArray()) {
            String each = kind.substring(0, kind.length() - "List".length());
            body.path("items").forEach(item -> add(source, item, each));
            return;
        }
        String name = body.path("metadata").path("name").asText("");
        if (kind.isEmpty() || name.isEmpty()) {
            left.add(new Left(source, kind, Why.NO_OBJECT));
            return;
        }
        String namespace = OF_THE_CLUSTER.contains(kind)
                ? ""
                : body.path("metadata").path("namespace").asText("default");
        var thing = new Thing(
                source,
                kind,
                namespace.isEmpty() && !OF_THE_CLUSTER.contains(kind) ? "default" : namespace,
                name,
                body);
        if (isDrawn(kind, body.path("apiVersion").asText(""))) {
            all.add(thing);
        } else {
            left.add(new Left(source, thing.title(), Why.NOT_DRAWN));
        }
    }

    /// Items of typed lists carry no `apiVersion` of their own.
    private static boolean isDrawn(String kind, String version) {
        int slash = version.indexOf('/');
        String group = slash < 0 ? CORE : version.substring(0, slash);
        Set<String> groups = DRAWN.get(kind);
        return groups != null && (version.isEmpty() || groups.contains(group));
    }

    List<Thing> of(String kind) {
        return all.stream().filter(thing -> thing.kind().equals(kind)).toList();
    }
}
