package vethscope.app.canvas;

import java.util.stream.Stream;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

/// How the receiver of a packet is written: with the first port that it listens on.
final class Ends {

    private Ends() {}

    static String receiver(Design design, Id id, Protocol protocol) {
        Stream<Integer> ports = design.topology().find(id).stream().flatMap(element -> switch (element) {
            case Service service -> service.ports().stream().map(Service.Port::port);
            case Pod pod ->
                pod.containers().stream().flatMap(c -> c.ports().stream()).map(p -> p.port());
            case LinuxBox box ->
                box.machine().containers().stream()
                        .flatMap(c -> c.ports().stream())
                        .map(p -> p.port());
            default -> Stream.empty();
        });
        return protocol.hasPorts() ? ports.findFirst().map(p -> id + ":" + p).orElse(id.value()) : id.value();
    }
}
