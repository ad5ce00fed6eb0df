package vethscope.app.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import vethscope.app.widget.Facts;
import vethscope.model.Design;
import vethscope.model.Protocol;
import vethscope.model.element.Container;
import vethscope.model.element.Element;
import vethscope.model.element.Ingress;
import vethscope.model.element.Kinds;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

/// Something that may stand in the send bar.
///
/// @param value what is written into the field
/// @param kind the element's kind, for the glyph
/// @param detail an address, to tell it from others
record Suggestion(String value, String kind, String detail) {

    /// Who can send: everything with a network namespace of its own.
    static List<Suggestion> senders(Design design) {
        return design.topology().elements().values().stream()
                .filter(e -> e instanceof Pod || e instanceof LinuxBox)
                .map(e -> of(e, ""))
                .toList();
    }

    /// Who can be asked: services first, then everything with an address, with the first port that it listens on.
    static List<Suggestion> receivers(Design design, Protocol protocol) {
        var services = new ArrayList<Suggestion>();
        var others = new ArrayList<Suggestion>();
        for (Element element : design.topology().elements().values()) {
            switch (element) {
                case Service service ->
                    service.ports().forEach(p -> services.add(of(service, port(p.port(), protocol))));
                case LoadBalancer balancer ->
                    balancer.listeners().forEach(l -> services.add(of(balancer, port(l.port(), protocol))));
                case Ingress ingress -> services.add(of(ingress, ""));
                case Pod pod -> others.add(of(pod, listening(pod.containers(), protocol)));
                case LinuxBox box -> others.add(of(box, listening(box.machine().containers(), protocol)));
                case Element other -> {}
            }
        }
        services.addAll(others);
        return services;
    }

    private static Suggestion of(Element element, String port) {
        return new Suggestion(element.id() + port, Kinds.of(element).name(), Facts.address(element));
    }

    private static String port(int port, Protocol protocol) {
        return protocol.hasPorts() ? ":" + port : "";
    }

    private static String listening(List<Container> containers, Protocol protocol) {
        return containers.stream()
                .flatMap(c -> c.ports().stream())
                .filter(p -> p.protocol() == protocol)
                .findFirst()
                .map(p -> ":" + p.port())
                .orElse("");
    }

    boolean matches(String typed) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        return value.toLowerCase(Locale.ROOT).contains(wanted) || detail.startsWith(wanted);
    }

    /// The kind of the element that a text names; `host` where it names none.
    static String kindOf(Design design, String text) {
        String name = text.contains(":") && !text.startsWith("[") ? text.substring(0, text.indexOf(':')) : text;
        return vethscope.model.Id.legal(name)
                ? design.topology()
                        .find(vethscope.model.Id.of(name))
                        .map(e -> Kinds.of(e).name())
                        .orElse("")
                : "";
    }
}
