package vethscope.app.inspect;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import vethscope.model.element.Element;
import vethscope.model.element.Field;
import vethscope.model.element.Kind;
import vethscope.model.element.Kinds;

/// Which fields of an element stand in which section of the form.
final class Plan {

    enum Section {
        IDENTITY,
        ADDRESSES,
        ROUTES,
        RULES,
        CONTAINERS,
        MORE;

        String key() {
            return "section." + name().toLowerCase(Locale.ROOT);
        }

        /// Whether it is open until the user folds it.
        boolean open() {
            return this == IDENTITY || this == ADDRESSES || this == ROUTES;
        }
    }

    private static final Set<String> IDENTITY = Set.of(
            "name",
            "title",
            "namespace",
            "labels",
            "type",
            "selector",
            "class",
            "device",
            "layer",
            "scheme",
            "text",
            "controller",
            "loadBalancer",
            "ports",
            "listeners",
            "defaultBackend");
    private static final Set<String> ADDRESSES = Set.of(
            "address",
            "mac",
            "mtu",
            "gateway",
            "podCIDR",
            "cidr",
            "clusterIP",
            "publicAddress",
            "interfaces",
            "subnets",
            "nat",
            "outside",
            "hostNetwork");
    private static final Set<String> ROUTES = Set.of("routes", "rules");
    private static final Set<String> RULES = Set.of("iptables", "policy", "ingress", "egress", "rules");

    /// Not fields of a form: where an element stands is the canvas' business, what was generated shows at each field.
    private static final Set<String> HIDDEN = Set.of("in", "auto");

    private Plan() {}

    static <E extends Element> Map<Section, List<Field<E, ?>>> of(E element) {
        Kind<E> kind = Kinds.of(element);
        var sections = new EnumMap<Section, List<Field<E, ?>>>(Section.class);
        for (Field<E, ?> field : kind.fields().all()) {
            if (!HIDDEN.contains(field.key())) {
                sections.computeIfAbsent(section(element, field.key()), _ -> new ArrayList<>())
                        .add(field);
            }
        }
        return sections;
    }

    private static Section section(Element element, String key) {
        boolean machine =
                element instanceof vethscope.model.element.LinuxBox || element instanceof vethscope.model.element.Vpc;
        if (IDENTITY.contains(key)) {
            return Section.IDENTITY;
        }
        if (ADDRESSES.contains(key)) {
            return Section.ADDRESSES;
        }
        if (ROUTES.contains(key) && (machine || key.equals("routes"))) {
            return Section.ROUTES;
        }
        if (RULES.contains(key)) {
            return Section.RULES;
        }
        return key.equals("containers") ? Section.CONTAINERS : Section.MORE;
    }
}
