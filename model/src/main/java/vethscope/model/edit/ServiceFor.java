package vethscope.model.edit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout.Box;
import vethscope.model.element.Container;
import vethscope.model.element.Head;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

/// A service in front of given pods.
final class ServiceFor {

    private ServiceFor() {}

    static Generate.Placed of(Design design, List<Id> ids, Box box) {
        List<Pod> pods = ids.stream()
                .flatMap(id -> design.topology().find(id, Pod.class).stream())
                .toList();
        Id id = new Taken(design).freeId("service");
        Map<String, String> shared = shared(pods);
        Service blank = Service.KIND.blank(id);
        Service selecting = new Service(
                Head.of(id.value()),
                pods.isEmpty() ? blank.namespace() : pods.getFirst().namespace(),
                blank.type(),
                blank.addresses(),
                shared.isEmpty() ? null : shared,
                shared.isEmpty() ? endpoints(pods) : null,
                List.of(Defaults.http(targetPort(pods))),
                blank.traffic());
        var service = Defaults.again(design, selecting, "clusterIP").orElse(selecting);
        var edits = List.<Edit>of(new Edit.Put(service), new Edit.Arrange(Map.of(id, box)));
        return new Generate.Placed(id, new Edit.Batch(edits, "place service"));
    }

    private static Map<String, String> shared(List<Pod> pods) {
        var shared = new LinkedHashMap<String, String>();
        pods.stream().limit(1).forEach(pod -> shared.putAll(pod.labels()));
        pods.forEach(pod -> shared.entrySet().retainAll(pod.labels().entrySet()));
        return shared;
    }

    private static List<Service.Endpoint> endpoints(List<Pod> pods) {
        return pods.stream()
                .<Service.Endpoint>map(pod -> new Service.Endpoint.OfPod(pod.id()))
                .toList();
    }

    private static int targetPort(List<Pod> pods) {
        return pods.stream()
                .flatMap(pod -> pod.containers().stream())
                .flatMap(container -> container.ports().stream())
                .map(Container.Port::port)
                .findFirst()
                .orElse(8080);
    }
}
