package vethscope.engine.verify;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.model.Id;
import vethscope.model.Probe;
import vethscope.model.address.Ip;
import vethscope.model.element.Container;
import vethscope.model.element.Element;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.Pod;

/// Probes that start or end nowhere.
final class ProbeRules {

    private ProbeRules() {}

    static void check(Drawing drawing, Notes notes) {
        Set<String> names = names(drawing);
        for (Probe probe : drawing.design().probes()) {
            String from = probe.from() == null ? probe.arrivesAt() : probe.from();
            if (from == null || !starts(drawing, from, probe.from() != null)) {
                notes.add(Flaw.PROBE_FROM_MISSING, null, "probes", probe.name(), from == null ? "-" : from);
            }
            if (!ends(probe.to(), names)) {
                notes.add(Flaw.PROBE_TO_MISSING, null, "probes", probe.name(), probe.to());
            }
        }
    }

    /// `element`, `element:container`, or `element:interface` where the packet arrives.
    private static boolean starts(Drawing drawing, String from, boolean containers) {
        String[] parts = from.split(":", 2);
        if (!Id.legal(parts[0])) {
            return false;
        }
        Optional<Element> element = drawing.find(Id.of(parts[0]));
        if (element.isEmpty() || drawing.network().home(element.get().id()).isEmpty()) {
            return false;
        }
        if (parts.length == 1) {
            return true;
        }
        return containers
                ? containers(element.get()).stream().anyMatch(c -> c.name().equals(parts[1]))
                : drawing.network()
                        .home(element.get().id())
                        .flatMap(n -> n.find(parts[1]))
                        .isPresent();
    }

    private static List<Container> containers(Element element) {
        return switch (element) {
            case Pod pod -> pod.containers();
            case LinuxBox box -> box.machine().containers();
            default -> List.of();
        };
    }

    /// Everything that a destination may be called. A name with a dot is left to DNS.
    private static Set<String> names(Drawing drawing) {
        var names = new HashSet<String>();
        drawing.design().topology().elements().values().forEach(e -> {
            names.add(e.id().value());
            names.add(e.name());
            if (e instanceof Pod pod) {
                add(names, pod.names().hostname());
            }
        });
        return names;
    }

    private static void add(Set<String> names, @Nullable String name) {
        if (name != null) {
            names.add(name);
        }
    }

    private static boolean ends(String to, Set<String> names) {
        if (to.startsWith("dns:")
                || to.startsWith("[")
                || to.contains("//")
                || Ip.tryParse(to).isPresent()) {
            return true;
        }
        String host = to.split(":", 2)[0];
        return host.contains(".") || names.contains(host);
    }
}
