package vethscope.engine.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.model.Id;
import vethscope.model.element.Container;
import vethscope.model.element.Nic;

class CompilerTest {

    private static final Lab TWO_NODES = new Lab()
            .lan("lan")
            .node("vm1", "10.0.0.11/24", "10.244.1.0/24", "default via 10.0.0.1", "10.244.2.0/24 via 10.0.0.12")
            .bridge("vm1-cni0", "vm1", "10.244.1.1/24")
            .pod("a", "vm1", "10.244.1.2/24", Container.Port.tcp(8080))
            .router("gw", List.of(Nic.of("eth0", "10.0.0.1/24")))
            .link("vm1:eth0", "lan")
            .link("a:eth0", "vm1-cni0:vetha")
            .link("gw", "lan");

    @Test
    void aNodeHasItsOwnTheBridgesAndTheKernelsRoutes() {
        Compiled compiled = TWO_NODES.compiled();
        assertEquals(List.of(), texts(compiled));
        assertEquals("""
                10.0.0.0/24 dev eth0 scope link src 10.0.0.11
                10.244.1.0/24 dev cni0 scope link src 10.244.1.1
                default via 10.0.0.1 dev eth0
                10.244.2.0/24 via 10.0.0.12 dev eth0
                local 10.0.0.11 dev eth0 src 10.0.0.11
                local 10.244.1.1 dev cni0 src 10.244.1.1
                local 127.0.0.0/8 dev lo src 127.0.0.1
                local 127.0.0.1 dev lo src 127.0.0.1
                broadcast 10.0.0.255 dev eth0 src 10.0.0.11
                broadcast 10.244.1.255 dev cni0 src 10.244.1.1
                broadcast 127.255.255.255 dev lo src 127.0.0.1
                """, routes(compiled.network().netns(Id.of("vm1"))));
    }

    @Test
    void aPodOnABridgeHasTheBridgeAsItsGateway() {
        Netns pod = TWO_NODES.compiled().network().netns(Id.of("a"));
        assertEquals(
                "default via 10.244.1.1 dev eth0",
                pod.fib().tables().get(Route.MAIN).get(1).toString());
        assertEquals(
                new Interface.Peer(Id.of("vm1"), "vetha"), pod.iface("eth0").peer());
    }

    @Test
    void aSwitchNamesItsPortsAfterWhatIsPluggedIn() {
        Netns lan = TWO_NODES.compiled().network().netns(Id.of("lan"));
        assertEquals(
                List.of("lo", "sw0", "vm1.eth0", "gw.eth0"),
                List.copyOf(lan.interfaces().keySet()));
        assertEquals(2, lan.ports("sw0").size());
    }

    private static String routes(Netns netns) {
        Stream<Route> main = netns.fib().tables().get(Route.MAIN).stream();
        Stream<Route> local = netns.fib().tables().get(Route.LOCAL).stream()
                .sorted(java.util.Comparator.comparing(Route::type).thenComparing(Route::destination));
        return Stream.concat(main, local).map(r -> r + "\n").collect(Collectors.joining());
    }

    private static List<String> texts(Compiled compiled) {
        return compiled.findings().stream()
                .map(f -> f.code() + " " + f.message().in(Locale.ENGLISH))
                .toList();
    }
}
