package vethscope.engine.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vethscope.model.Choice;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Link;
import vethscope.model.Topology;
import vethscope.model.address.Cidr;
import vethscope.model.element.Bridge;
import vethscope.model.element.Container;
import vethscope.model.element.Element;
import vethscope.model.element.Head;
import vethscope.model.element.Host;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Machine;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;
import vethscope.model.element.Router;
import vethscope.model.element.Switch;

/// Small worlds for tests, drawn in a few words.
final class Lab {

    private final Map<Id, Element> elements = new LinkedHashMap<>();
    private final List<Link> links = new ArrayList<>();

    Lab draw(Element element) {
        elements.put(element.id(), element);
        return this;
    }

    Lab link(String from, String to) {
        links.add(Link.of(from, to));
        return this;
    }

    Lab lan(String id) {
        return draw(new Switch(Head.of(id), 1500));
    }

    Lab node(String id, String address, String podCidr, String... routes) {
        return draw(new KubeNode(
                Head.of(id),
                machine(List.of(Nic.of("eth0", address)), routes),
                List.of(Cidr.parse(podCidr)),
                Map.of(),
                Choice.inherit(),
                Choice.inherit(),
                Choice.inherit(),
                KubeNode.Status.DEFAULT));
    }

    Lab bridge(String id, String node, String address) {
        return draw(new Bridge(Head.of(id, node), "cni0", List.of(Cidr.parse(address)), null, null, null, false, 300));
    }

    Lab pod(String id, String node, String address, Container.Port... ports) {
        var d = Pod.Network.DEFAULT;
        var network =
                new Pod.Network(List.of(Cidr.parse(address)), null, null, d.gateway(), List.of(), Map.of(), false);
        return draw(new Pod(
                Head.of(id, node),
                "default",
                Map.of(),
                network,
                Pod.Status.DEFAULT,
                Pod.Names.DEFAULT,
                List.of(new Container("web", Map.of(), List.of(ports))),
                List.of()));
    }

    Lab router(String id, List<Nic> nics, String... routes) {
        return draw(new Router(Head.of(id), machine(nics, routes)));
    }

    Lab host(String id, String address, String... routes) {
        return draw(new Host(Head.of(id), machine(List.of(Nic.of("eth0", address)), routes)));
    }

    private static Machine machine(List<Nic> nics, String... routes) {
        return new Machine(nics, List.of(routes), List.of(), Map.of(), List.of(), List.of());
    }

    Design design() {
        return Design.EMPTY.with(new Topology(elements, links));
    }

    Compiled compiled() {
        return Compiler.compile(design());
    }
}
