package vethscope.engine.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import vethscope.engine.compile.site.Site;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Socket;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;
import vethscope.model.element.Container;
import vethscope.model.element.Element;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.Pod;

/// Binds every container's ports in file order. Of two sockets that overlap the later is a bind error.
final class Sockets {

    private record Slot(Id space, Protocol protocol, int port) {}

    private final Map<Slot, List<Socket>> slots = new HashMap<>();
    private final Map<Id, List<Socket>> bound = new LinkedHashMap<>();
    private final BiPredicate<Id, Ip> isLocal;
    private final Notes notes;

    private Sockets(BiPredicate<Id, Ip> isLocal, Notes notes) {
        this.isLocal = isLocal;
        this.notes = notes;
    }

    /// @param isLocal whether a namespace owns an address
    static Map<Id, List<Socket>> of(Site site, BiPredicate<Id, Ip> isLocal, Notes notes) {
        var sockets = new Sockets(isLocal, notes);
        for (Element element : site.design().topology().elements().values()) {
            Id space = site.homes().get(element.id());
            if (space != null) {
                containers(element).forEach(c -> c.ports().forEach(port -> sockets.bind(space, element.id(), c, port)));
            }
        }
        return sockets.bound;
    }

    private static List<Container> containers(Element element) {
        return switch (element) {
            case Pod pod -> pod.containers();
            case LinuxBox box -> box.machine().containers();
            default -> List.of();
        };
    }

    private void bind(Id space, Id element, Container container, Container.Port port) {
        Ip bind = port.bind() == null ? Ip.ANY6 : port.bind();
        String process = element + "/" + container.name();
        String at = Socket.text(bind, port.port());
        if (!bind.isAny() && !isLocal.test(space, bind)) {
            notes.add(Flaw.ADDRESS_NOT_LOCAL, element, "containers", process, at, space);
            return;
        }
        var socket = new Socket(
                element, container.name(), port.protocol(), bind, port.port(), port.reply(), port.replyFrom());
        List<Socket> others =
                slots.computeIfAbsent(new Slot(space, port.protocol(), port.port()), k -> new ArrayList<>(1));
        for (Socket other : others) {
            if (overlap(other.bind(), bind)) {
                String holder = other.element() + "/" + other.container();
                notes.add(
                        Flaw.PORT_IN_USE,
                        element,
                        "containers",
                        process,
                        port.protocol().lower(),
                        at,
                        holder);
                return;
            }
        }
        others.add(socket);
        bound.computeIfAbsent(space, k -> new ArrayList<>()).add(socket);
    }

    /// Without SO_REUSEPORT the any address overlaps every address that it stands for
    /// (net/ipv4/inet_connection_sock.c).
    private static boolean overlap(Ip a, Ip b) {
        return a.equals(b) || a.isAny() && Socket.takes(a, b) || b.isAny() && Socket.takes(b, a);
    }
}
