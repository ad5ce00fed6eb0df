package vethscope.app.widget;

import java.util.List;
import vethscope.model.address.Cidr;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.NatGateway;
import vethscope.model.element.Note;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;
import vethscope.model.element.Vpc;
import vethscope.model.element.Zone;

/// What lists say of an element in a word or two.
public final class Facts {

    private static final int NOTE = 24;

    private Facts() {}

    /// What people call it: the device of a bridge, the title of a zone, the first words of a note.
    public static String name(Element element) {
        return switch (element) {
            case Bridge bridge when bridge.head().label() == null -> bridge.device();
            case Zone zone when zone.title() != null -> zone.title();
            case Note note ->
                note.text()
                        .lines()
                        .findFirst()
                        .map(l -> l.length() > NOTE ? l.substring(0, NOTE) + "…" : l)
                        .orElse(note.name());
            case Element other -> other.name();
        };
    }

    /// The address that it is known by, without its prefix; empty if it has none.
    public static String address(Element element) {
        return switch (element) {
            case Pod pod -> first(pod.network().addresses());
            case Service service ->
                service.addresses().clusterIps().stream()
                        .findFirst()
                        .map(Object::toString)
                        .orElse("");
            case LoadBalancer balancer
            when balancer.address() != null -> balancer.address().ip().toString();
            case NatGateway gateway
            when gateway.address() != null -> gateway.address().ip().toString();
            case LinuxBox box ->
                box.machine().interfaces().stream()
                        .flatMap(n -> n.addresses().stream())
                        .findFirst()
                        .map(c -> c.ip().toString())
                        .orElse("");
            case Bridge bridge -> first(bridge.addresses());
            case Vpc vpc ->
                vpc.cidr().stream().findFirst().map(Object::toString).orElse("");
            case Element other -> "";
        };
    }

    private static String first(List<Cidr> addresses) {
        return addresses.isEmpty() ? "" : addresses.getFirst().ip().toString();
    }
}
