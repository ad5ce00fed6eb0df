package vethscope.app.inspect;

import java.util.List;
import java.util.Optional;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.engine.network.Route;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.Pod;

/// What the compiled network made of what the drawing leaves open.
record Effective(Optional<Network> network, Element element) {

    /// The value that holds for a field which the file does not have.
    Optional<String> value(String key) {
        return switch (key) {
            case "name" -> Optional.of(element.id().value());
            case "mac" -> device().map(i -> i.mac().toString());
            case "mtu" -> device().map(i -> String.valueOf(i.mtu()));
            case "gateway" ->
                element instanceof Pod
                        ? routes().stream()
                                .filter(r -> r.destination().prefix() == 0 && r.via() != null)
                                .map(r -> String.valueOf(r.via()))
                                .findFirst()
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// The routes of the main table.
    List<Route> routes() {
        return home().map(n -> n.fib().tables().getOrDefault(Route.MAIN, List.of())).orElse(List.of()).stream()
                .sorted(java.util.Comparator.comparing(r -> r.destination().prefix() != 0))
                .toList();
    }

    private Optional<Netns> home() {
        if (element instanceof Pod pod && pod.network().hostNetwork() || element instanceof Bridge) {
            return Optional.empty();
        }
        return network.map(n -> n.spaces().get(element.id()));
    }

    private Optional<Interface> device() {
        return switch (element) {
            case Pod pod -> home().flatMap(n -> n.find("eth0"));
            case Bridge bridge ->
                network.flatMap(n -> bridge.in().map(n.spaces()::get)).flatMap(n -> n.find(bridge.device()));
            case Element other -> Optional.empty();
        };
    }
}
