package vethscope.engine.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.forward.Flow;
import vethscope.engine.network.Network;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

class ResolverTest {

    private static final Design DESIGN = read("""
            { "vethscope": 1,
              "elements": {
                "n1": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.0.11/24" } }, "podCIDR": "10.244.1.0/24",
                        "containers": [ { "name": "kubelet", "ports": [ { "port": 10250 } ] } ] },
                "br": { "kind": "bridge", "in": "n1", "address": "10.244.1.1/24" },
                "client": { "kind": "pod", "in": "n1", "address": "10.244.1.2/24", "containers": [ { "name": "sh" } ] },
                "shopper": { "kind": "pod", "in": "n1", "namespace": "shop", "address": "10.244.1.3/24" },
                "server": { "kind": "pod", "in": "n1", "namespace": "shop", "labels": { "app": "web" }, "address": "10.244.1.4/24", "hostname": "web-0", "subdomain": "all",
                            "containers": [ { "name": "web", "ports": [ { "name": "admin", "port": 9000 }, { "port": 8080 },
                                                                        { "protocol": "UDP", "port": 53 } ] } ] },
                "agent": { "kind": "pod", "in": "n1", "hostNetwork": true, "containers": [ { "name": "x", "ports": [ { "port": 9100 } ] } ] },
                "web": { "kind": "service", "namespace": "shop", "clusterIP": "10.96.0.10", "selector": { "app": "web" },
                         "ports": [ { "name": "http", "port": 80, "targetPort": 8080 }, { "protocol": "UDP", "port": 53 } ] },
                "all": { "kind": "service", "namespace": "shop", "clusterIP": "None", "selector": { "app": "web" }, "ports": [ { "port": 8080 } ] },
                "none": { "kind": "service", "clusterIP": "None", "selector": { "app": "nobody" }, "ports": [ { "port": 8080 } ] },
                "alias": { "kind": "service", "type": "ExternalName", "externalName": "web.shop.svc.cluster.local" },
                "pinned": { "kind": "service", "clusterIP": "None", "endpoints": [ "10.244.1.3:80" ], "ports": [ { "port": 80 } ] },
                "out": { "kind": "service", "type": "ExternalName", "externalName": "DB.example.com" },
                "short": { "kind": "service", "type": "ExternalName", "externalName": "web.shop" },
                "mainframe": { "kind": "host", "name": "db.example.com", "interfaces": { "eth0": { "address": "192.0.2.7/24" } } },
                "self": { "kind": "service", "type": "ExternalName", "externalName": "self.default.svc.cluster.local" },
                "lb": { "kind": "load-balancer", "address": "198.51.100.7/24",
                        "listeners": [ { "protocol": "TCP", "port": 443, "targets": [ "n1:30080" ] } ] },
                "shop": { "kind": "ingress", "class": "alb", "loadBalancer": "lb", "rules": [ { "host": "shop.example", "path": "/" } ] },
                "memo": { "kind": "note", "text": "x" } },
              "links": [ { "from": "client:eth0", "to": "br" }, { "from": "shopper:eth0", "to": "br" }, { "from": "server:eth0", "to": "br" } ] }
            """);
    private static final Network NETWORK = Compiler.compile(DESIGN).network();

    private static Design read(String text) {
        return switch (Veth.read(text)) {
            case Reading.Opened opened -> opened.design();
            case Reading.Refused refused -> fail(refused.problem().message());
        };
    }

    private static Probe probe(
            @Nullable String from, @Nullable String arrivesAt, String to, Protocol protocol, @Nullable Ip source) {
        var shape = new Probe.Shape(0, source, 64, 0, false, null, null);
        return new Probe("p", from, arrivesAt, to, protocol, shape, Probe.Run.DEFAULT, null);
    }

    private static Resolution resolve(Probe probe) {
        return Replay.resolve(DESIGN, NETWORK, probe);
    }

    private static String shown(Resolution resolution) {
        return switch (resolution) {
            case Resolution.Ready(Flow flow) -> flow.destination() + " " + flow.port();
            case Resolution.Refused(var why) -> why.key();
        };
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    client  | server                          | TCP  | 10.244.1.4 9000
                    client  | server                          | UDP  | 10.244.1.4 53
                    client  | server                          | ICMP | 10.244.1.4 0
                    client  | server                          | SCTP | to.port
                    client  | server:8080                     | TCP  | 10.244.1.4 8080
                    client  | server:admin                    | TCP  | 10.244.1.4 9000
                    client  | server:admin                    | UDP  | to.port-name
                    client  | 10.244.1.4                      | TCP  | 10.244.1.4 9000
                    client  | 10.244.1.99                     | TCP  | to.port
                    client  | 10.244.1.99                     | ICMP | 10.244.1.99 0
                    client  | 10.244.1.99:7                   | TCP  | 10.244.1.99 7
                    client  | 127.0.0.1:8080                  | TCP  | 127.0.0.1 8080
                    client  | [fd00::1]:80                    | TCP  | fd00::1 80
                    client  | web                             | TCP  | 10.96.0.10 80
                    client  | web                             | UDP  | 10.96.0.10 53
                    client  | web:443                         | TCP  | 10.96.0.10 443
                    client  | web:http                        | TCP  | 10.96.0.10 80
                    client  | 10.96.0.10                      | TCP  | 10.96.0.10 80
                    client  | agent                           | TCP  | 10.0.0.11 9100
                    client  | n1                              | TCP  | 10.0.0.11 10250
                    client  | br                              | ICMP | 10.244.1.1 0
                    client  | lb                              | TCP  | 198.51.100.7 443
                    client  | memo                            | ICMP | to.address
                    client  | dns:web:80                      | TCP  | to.unknown
                    shopper | dns:web:80                      | TCP  | 10.96.0.10 80
                    shopper | dns:web                         | TCP  | 10.96.0.10 80
                    client  | web.shop                        | TCP  | 10.96.0.10 80
                    client  | web.shop.svc:80                 | TCP  | 10.96.0.10 80
                    client  | WEB.shop.svc.cluster.local:80   | TCP  | 10.96.0.10 80
                    client  | web.shop.svc.cluster.local.:80  | TCP  | 10.96.0.10 80
                    shopper | web.default                     | TCP  | to.unknown
                    client  | http://web.shop/cart            | TCP  | 10.96.0.10 80
                    client  | all.shop:8080                   | TCP  | 10.244.1.4 8080
                    client  | none                            | TCP  | to.service
                    client  | alias:80                        | TCP  | 10.96.0.10 80
                    client  | self:80                         | TCP  | to.service
                    client  | _http._tcp.web.shop             | TCP  | 10.96.0.10 80
                    client  | _http._udp.web.shop             | TCP  | to.unknown
                    client  | web-0.all.shop:8080             | TCP  | 10.244.1.4 8080
                    client  | web-0.web.shop:8080             | TCP  | to.unknown
                    client  | 10-244-1-3.none.default:80      | TCP  | to.unknown
                    client  | 10-244-1-9.shop.pod.cluster.local:80 | TCP | 10.244.1.9 80
                    client  | pinned:80                       | TCP  | 10.244.1.3 80
                    client  | 10-244-1-3.pinned.default:80    | TCP  | 10.244.1.3 80
                    client  | db.example.com:5432             | TCP  | 192.0.2.7 5432
                    client  | out:5432                        | TCP  | 192.0.2.7 5432
                    client  | short:80                        | TCP  | to.service
                    client  | https://shop.example/cart       | TCP  | 198.51.100.7 443
                    client  | nowhere                         | TCP  | to.unknown
                    client  | server:0                        | TCP  | to.port-name
                    client  | server:65536                    | TCP  | to.port-name
                    memo    | server                          | TCP  | from.no-netns
                    ghost   | server                          | TCP  | from.unknown
                    client:sh | server                        | TCP  | 10.244.1.4 9000
                    client:db | server                        | TCP  | from.container
                    """, delimiter = '|')
    void aDestinationIsAnAddressAndAPort(String from, String to, Protocol protocol, String expected) {
        assertEquals(expected, shown(resolve(probe(from, null, to, protocol, null))));
    }

    @Test
    void aPacketFromElsewhereNeedsAnInterfaceAndASource() {
        Ip source = Ip.parse("203.0.113.9");
        assertEquals("10.96.0.10 80", shown(resolve(probe(null, "n1:eth0", "web", Protocol.TCP, source))));
        assertEquals("arrives.source", shown(resolve(probe(null, "n1:eth0", "web", Protocol.TCP, null))));
        assertEquals("arrives.interface", shown(resolve(probe(null, "n1:eth9", "web", Protocol.TCP, source))));
        assertEquals("arrives.form", shown(resolve(probe(null, "n1", "web", Protocol.TCP, source))));
        assertEquals("from.missing", shown(resolve(probe(null, null, "web", Protocol.TCP, null))));
    }

    @Test
    void aHostNetworkPodSendsAsItself() {
        if (resolve(probe("agent:x", null, "server", Protocol.TCP, null)) instanceof Resolution.Ready(Flow flow)) {
            assertEquals(Id.of("agent"), flow.from());
            assertEquals("x", flow.container());
            assertEquals(40000, flow.sourcePort());
        } else {
            fail("refused");
        }
    }

    @Test
    void everyRefusalHasASentenceInBothLanguages() {
        var refusal = Refusal.of("to.port", "web", "udp");
        assertEquals("web has no udp port of its own: say which one, as in web:80.", refusal.in(Locale.ENGLISH));
        assertEquals("web 没有自己的 udp 端口：请写明端口，例如 web:80。", refusal.in(Locale.CHINESE));
        for (String key : List.of("from.missing", "from.unknown", "arrives.source", "to.unknown", "to.service")) {
            assertEquals(
                    false,
                    Refusal.of(key, "a", "b", "c")
                            .in(Locale.CHINESE)
                            .equals(Refusal.of(key, "a", "b", "c").in(Locale.ENGLISH)));
        }
    }
}
