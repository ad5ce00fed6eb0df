package vethscope.engine.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import vethscope.model.Id;

/// What the article "A visual guide to Kubernetes networking fundamentals" lists for an ALB: the Ingress is
/// watched, an ALB is created, a target group for each Service, a listener, a rule for each path.
class ReconciliationTest {

    private static final Drawn SHOP = new Drawn("""
            "name": "shop",
            "elements": {
              "lan": { "kind": "switch" },
              "vm": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.0.11/24" } }, "podCIDR": "10.244.1.0/24", "routes": ["default via 10.0.0.80"] },
              "cni0": { "kind": "bridge", "in": "vm", "address": "10.244.1.1/24" },
              "pod": { "kind": "pod", "in": "vm", "labels": { "app": "shop" }, "address": "10.244.1.2/24", "containers": [ { "name": "c", "ports": [ { "port": 8080 } ] } ] },
              "shop": { "kind": "service", "type": "NodePort", "clusterIP": "10.96.0.1", "selector": { "app": "shop" }, "ports": [ { "port": 80, "targetPort": 8080, "nodePort": 30080 } ] },
              "blog": { "kind": "service", "type": "NodePort", "clusterIP": "10.96.0.2", "selector": { "app": "blog" }, "ports": [ { "port": 80, "targetPort": 8080, "nodePort": 30081 } ] },
              "alb": { "kind": "load-balancer", "layer": 7, "scheme": "internal", "interfaces": { "eth0": { "address": "10.0.0.80/24" } },
                "healthCheck": { "path": "/" } },
              "site": { "kind": "ingress", "class": "alb", "loadBalancer": "alb", "rules": [
                { "host": "shop.example", "path": "/", "pathType": "Prefix", "service": "shop", "port": 80 },
                { "host": "shop.example", "path": "/blog", "pathType": "Prefix", "service": "blog", "port": 80 },
                { "host": "shop.example", "path": "/cart", "pathType": "Prefix", "service": "shop", "port": 80 } ] }
            },
            "links": [ { "from": "vm:eth0", "to": "lan" }, { "from": "alb:eth0", "to": "lan" }, { "from": "pod", "to": "cni0" } ]
            """);

    private static List<Reconciliation.Made> made(Drawn drawn) {
        return Reconciliation.balancers(drawn.design(), Compiler.compile(drawn.design()));
    }

    @Test
    void anIngressBecomesABalancerTargetGroupsAListenerAndRules() {
        assertEquals("""
                   1  aws-load-balancer-controller  sees Ingress default/site
                   2  aws-load-balancer-controller  creates the load balancer alb: internal 10.0.0.80
                   3  aws-load-balancer-controller  target group default/blog:80 (instance): 10.0.0.11:30081
                   4  aws-load-balancer-controller  target group default/shop:80 (instance): 10.0.0.11:30080
                   5  aws-load-balancer-controller  listens on port 80
                   6  aws-load-balancer-controller  rule 1: shop.example/blog | /blog/* → default/blog:80 (instance)
                   7  aws-load-balancer-controller  rule 2: shop.example/cart | /cart/* → default/shop:80 (instance)
                   8  aws-load-balancer-controller  rule 3: shop.example/* → default/shop:80 (instance)
                   9  aws-load-balancer-controller  rule 4: * → HTTP 404
                  10  aws-load-balancer-controller  asks each target over HTTP / every 15 s and waits 5 s; 2 answers in a row make it healthy, 2 failures unhealthy
                  11  aws-load-balancer-controller  10.0.0.11:30081 is unhealthy, so it gets nothing: refused
                  12  aws-load-balancer-controller  10.0.0.11:30080 is healthy: delivered
                """, Reconciliation.text(made(SHOP), Locale.ENGLISH));
    }

    /// kubelet and its CNI plugin wire the pod, the API server and kube-proxy make the Service, before any controller
    /// of
    /// a cloud can point at it.
    @Test
    void podsAreWiredAndServicesWrittenFirst() {
        List<Reconciliation.Made> made = Reconciliation.of(SHOP.design(), Compiler.compile(SHOP.design()));
        assertEquals(
                """
                   1  CNI bridge                    hides what the pods of vm send to the outside behind the node
                   2  CNI bridge                    joins pod to the bridge cni0: eth0 10.244.1.2/24, other end vethpod
                   3  kube-apiserver                gives Service default/shop the virtual address 10.96.0.1, which no machine has, and the node port 30080
                   4  endpointslice-controller      finds the endpoints of Service default/shop: 10.244.1.2:8080
                   5  kube-proxy                    writes Service default/shop on every node, as iptables
                   6  kube-apiserver                gives Service default/blog the virtual address 10.96.0.2, which no machine has, and the node port 30081
                   7  endpointslice-controller      finds nobody who is ready for Service default/blog
                   8  kube-proxy                    writes Service default/blog on every node, as iptables
                   9  aws-load-balancer-controller  sees Ingress default/site
                """,
                Reconciliation.text(made, Locale.ENGLISH)
                        .lines()
                        .limit(9)
                        .map(l -> l + "\n")
                        .reduce("", String::concat));
        assertEquals(
                List.of(
                        "# pod",
                        "ip link eth0 veth mtu 1500 address " + mac("pod", "eth0") + " 10.244.1.2/24",
                        "ip route default via 10.244.1.1 dev eth0",
                        "# vm",
                        "ip link vethpod veth mtu 1500 master cni0 address " + mac("vm", "vethpod")),
                made.get(1).wrote().get());
        assertTrue(made.get(4).wrote().get().stream()
                .anyMatch(line -> line.endsWith("-j DNAT --to-destination 10.244.1.2:8080")));
        assertTrue(made.get(7).wrote().get().stream().anyMatch(line -> line.contains("has no endpoints")));
    }

    private static String mac(String element, String device) {
        return vethscope.model.address.Mac.generated(element, device).toString();
    }

    @Test
    void everyLineKnowsTheObjectThatAskedForIt() {
        assertEquals(
                List.of("site"),
                made(SHOP).stream().map(m -> m.from().value()).distinct().toList());
        assertEquals(
                List.of("alb"),
                made(SHOP).stream()
                        .flatMap(m -> m.at().stream())
                        .map(Id::value)
                        .distinct()
                        .toList());
    }

    @Test
    void aControllerInTheClusterWritesItsRulesIntoItsPod() {
        Drawn nginx = SHOP.with(
                "\"class\": \"alb\", \"loadBalancer\": \"alb\"", "\"class\": \"nginx\", \"controller\": \"pod\"");
        assertEquals("""
                   1  pod  sees Ingress default/site
                   2  pod  target group default/blog:80: nobody is ready, so HTTP 503
                   3  pod  target group default/shop:80: 10.244.1.2:8080
                   4  pod  listens on port 8080
                   5  pod  rule 1: shop.example/blog/* → default/blog:80
                   6  pod  rule 2: shop.example/cart/* → default/shop:80
                   7  pod  rule 3: shop.example/* → default/shop:80
                """, Reconciliation.text(made(nginx), Locale.ENGLISH));
    }

    @Test
    void withoutControllersThereIsNothingToTell() {
        Drawn none = SHOP.with(
                "\"kind\": \"ingress\", \"class\": \"alb\", \"loadBalancer\": \"alb\"",
                "\"kind\": \"ingress\", \"class\": \"alb\"");
        assertEquals("", Reconciliation.text(made(none), Locale.ENGLISH));
    }
}
