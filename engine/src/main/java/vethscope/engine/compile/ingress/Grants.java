package vethscope.engine.compile.ingress;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vethscope.model.element.HttpRoute;
import vethscope.model.element.ReferenceGrant;

/// Who may refer to services of another namespace (gateway.networking.k8s.io/v1beta1 ReferenceGrant): each grant is one
/// of the namespace that is referred to; one `from` and one `to` of it must fit.
public record Grants(List<ReferenceGrant> all) {

    private static final String GATEWAY_API = "gateway.networking.k8s.io";

    public Grants {
        all = List.copyOf(all);
    }

    /// Whether a route may send to a service; to those of its own namespace it always may.
    public boolean allow(HttpRoute route, String namespace, String service) {
        return namespace.equals(route.namespace())
                || all.stream()
                        .filter(grant -> grant.namespace().equals(namespace))
                        .anyMatch(grant -> list(grant, "from").stream().anyMatch(from -> isFrom(from, route))
                                && list(grant, "to").stream().anyMatch(to -> isTo(to, service)));
    }

    private static List<?> list(ReferenceGrant grant, String key) {
        return Backends.list(grant.spec().fields().get(key));
    }

    private static boolean isFrom(@Nullable Object from, HttpRoute route) {
        Map<?, ?> said = Backends.map(from);
        return GATEWAY_API.equals(said.get("group"))
                && "HTTPRoute".equals(said.get("kind"))
                && route.namespace().equals(said.get("namespace"));
    }

    /// The core group is written as an empty text; no name means any.
    private static boolean isTo(@Nullable Object to, String service) {
        Map<?, ?> said = Backends.map(to);
        Object name = said.get("name");
        return said.get("group") instanceof String group
                && group.isEmpty()
                && "Service".equals(said.get("kind"))
                && (name == null || name.toString().isEmpty() || name.equals(service));
    }
}
