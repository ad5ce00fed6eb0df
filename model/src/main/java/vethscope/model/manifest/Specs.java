package vethscope.model.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import vethscope.model.manifest.Objects.Thing;

/// What the API says of an object, in the words of the format.
final class Specs {

    private static final String CLASS = "kubernetes.io/ingress.class";

    private static final String DEFAULT_CLASS = "ingressclass.kubernetes.io/is-default-class";

    private static final List<String> SERVICE = List.of(
            "type",
            "clusterIP",
            "clusterIPs",
            "selector",
            "ports",
            "externalIPs",
            "externalName",
            "loadBalancerSourceRanges",
            "externalTrafficPolicy",
            "internalTrafficPolicy",
            "sessionAffinity",
            "healthCheckNodePort",
            "trafficDistribution",
            "publishNotReadyAddresses");

    private static final List<String> PORT = List.of("name", "protocol", "port", "targetPort", "nodePort");

    private Specs() {}

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static void copy(JsonNode from, List<String> keys, ObjectNode to) {
        keys.forEach(key -> {
            if (from.hasNonNull(key)) {
                to.set(key, from.get(key));
            }
        });
    }

    static ObjectNode service(Thing thing) {
        ObjectNode service = object();
        copy(thing.spec(), SERVICE, service);
        ArrayNode ports = service.putArray("ports");
        thing.spec().path("ports").forEach(port -> copy(port, PORT, ports.addObject()));
        JsonNode timeout =
                thing.spec().path("sessionAffinityConfig").path("clientIP").path("timeoutSeconds");
        if (timeout.isNumber()) {
            service.set("sessionAffinityTimeoutSeconds", timeout);
        }
        var balancers = JsonNodeFactory.instance.arrayNode();
        thing.body().path("status").path("loadBalancer").path("ingress").forEach(at -> {
            if (at.hasNonNull("ip")) {
                copy(at, List.of("ip", "ipMode"), balancers.addObject());
            }
        });
        if (!balancers.isEmpty()) {
            service.set("loadBalancerIPs", balancers);
        }
        annotations(thing, service);
        return service;
    }

    /// The entries of a slice: one for each of its endpoints and ports.
    static void endpoints(Thing slice, ArrayNode endpoints) {
        for (JsonNode endpoint : slice.body().path("endpoints")) {
            for (JsonNode port : slice.body().path("ports")) {
                ObjectNode entry = endpoints.addObject();
                entry.set("ip", endpoint.path("addresses").path(0));
                entry.set("port", port.path("port"));
                if (!port.path("name").asText("").isEmpty()) {
                    entry.set("portName", port.path("name"));
                }
                copy(port, List.of("protocol"), entry);
                copy(endpoint.path("conditions"), List.of("ready", "serving", "terminating"), entry);
                copy(endpoint, List.of("zone", "hints"), entry);
            }
        }
    }

    static ObjectNode ingress(Thing thing) {
        ObjectNode ingress = object();
        JsonNode spec = thing.spec();
        JsonNode annotations = thing.meta().path("annotations");
        String name =
                spec.path("ingressClassName").asText(annotations.path(CLASS).asText(""));
        if (!name.isEmpty()) {
            ingress.put("class", name);
        }
        annotations(thing, ingress);
        ArrayNode rules = ingress.putArray("rules");
        for (JsonNode rule : spec.path("rules")) {
            for (JsonNode path : rule.path("http").path("paths")) {
                ObjectNode drawn = rules.addObject();
                copy(rule, List.of("host"), drawn);
                copy(path, List.of("path", "pathType"), drawn);
                JsonNode service = path.path("backend").path("service");
                copyAs(service.path("name"), "service", drawn);
                JsonNode port = service.path("port");
                copyAs(port.has("number") ? port.get("number") : port.path("name"), "port", drawn);
            }
        }
        copy(spec, List.of("defaultBackend", "tls"), ingress);
        return ingress;
    }

    /// Those that say how packets go.
    private static void annotations(Thing thing, ObjectNode to) {
        ObjectNode kept = object();
        thing.meta().path("annotations").properties().forEach(annotation -> {
            if (annotation.getKey().startsWith("alb.ingress.kubernetes.io/")) {
                kept.set(annotation.getKey(), annotation.getValue());
            }
        });
        if (!kept.isEmpty()) {
            to.set("annotations", kept);
        }
    }

    private static void copyAs(JsonNode value, String key, ObjectNode to) {
        if (value.isValueNode() && !value.isNull()) {
            to.set(key, value);
        }
    }

    /// The program that implements a class, and whether it is the default.
    static ObjectNode ingressClass(Thing thing) {
        ObjectNode drawn = object();
        copy(thing.spec(), List.of("controller"), drawn);
        ObjectNode kept = object();
        copy(thing.meta().path("annotations"), List.of(DEFAULT_CLASS), kept);
        if (!kept.isEmpty()) {
            drawn.set("annotations", kept);
        }
        return drawn;
    }

    static ObjectNode referenceGrant(Thing thing) {
        ObjectNode drawn = object();
        drawn.put("name", thing.name()).put("namespace", thing.namespace());
        copy(thing.spec(), List.of("from", "to"), drawn);
        return drawn;
    }

    /// With its age, which decides between routes that are alike.
    static ObjectNode route(Thing thing) {
        ObjectNode drawn = object();
        copy(thing.meta(), List.of("creationTimestamp"), drawn);
        drawn.setAll(spec(thing));
        return drawn;
    }

    /// The spec as it stands, for kinds that the format keeps in the API's own words.
    static ObjectNode spec(Thing thing) {
        ObjectNode spec = object();
        if (thing.spec() instanceof ObjectNode written) {
            spec.setAll(written.deepCopy());
        }
        return spec;
    }

    /// What a pod listens on, by container; ordinary ones and sidecars.
    static void containers(JsonNode spec, ObjectNode pod) {
        ArrayNode containers = pod.putArray("containers");
        for (JsonNode init : spec.path("initContainers")) {
            if (init.path("restartPolicy").asText("").equals("Always")) {
                container(init, containers.addObject());
            }
        }
        spec.path("containers").forEach(one -> container(one, containers.addObject()));
    }

    private static void container(JsonNode written, ObjectNode container) {
        container.put("name", written.path("name").asText("main"));
        ArrayNode ports = container.putArray("ports");
        for (JsonNode port : written.path("ports")) {
            ObjectNode drawn = ports.addObject();
            copy(port, List.of("name", "protocol"), drawn);
            drawn.set("port", port.path("containerPort"));
            copy(port, List.of("hostPort"), drawn);
        }
    }
}
