package vethscope.model.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import vethscope.model.Cluster;
import vethscope.model.Cni;
import vethscope.model.Design;
import vethscope.model.address.Ip;
import vethscope.model.codec.Veth;
import vethscope.model.element.HttpRoute;
import vethscope.model.element.Ingress;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;
import vethscope.model.manifest.Manifests.Imported;
import vethscope.model.manifest.Manifests.Left.Why;

class ManifestsTest {

    private static Imported read(String text) {
        return Manifests.read("drawn", List.of(new Manifests.Source("m.yaml", text)));
    }

    private static List<String> pods(Design design) {
        return design.topology()
                .all(Pod.class)
                .map(p -> p.namespace() + "/" + p.name())
                .toList();
    }

    @Test
    void aDeploymentBecomesItsReplicasAndADaemonSetAPodOnEveryNode() {
        Imported imported = read("""
            kind: Node
            apiVersion: v1
            metadata: {name: a, labels: {disk: ssd}}
            ---
            kind: Node
            apiVersion: v1
            metadata: {name: b}
            ---
            kind: Deployment
            apiVersion: apps/v1
            metadata: {name: web}
            spec: {replicas: 3, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c}]}}}
            ---
            kind: DaemonSet
            apiVersion: apps/v1
            metadata: {name: agent, namespace: kube-system}
            spec: {template: {spec: {hostNetwork: true, containers: [{name: c}]}}}
            """);
        assertEquals(
                List.of(
                        "default/web-1",
                        "default/web-2",
                        "default/web-3",
                        "kube-system/agent-1",
                        "kube-system/agent-2"),
                pods(imported.design()));
        assertEquals(
                List.of("a", "b"),
                imported.design()
                        .topology()
                        .all(Pod.class)
                        .filter(p -> p.network().hostNetwork())
                        .map(p -> p.in().orElseThrow().value())
                        .toList());
        assertEquals(
                "ssd",
                imported.design()
                        .topology()
                        .all(KubeNode.class)
                        .findFirst()
                        .orElseThrow()
                        .status()
                        .labels()
                        .get("disk"));
        assertEquals(List.of(), imported.left());
    }

    @Test
    void noTwoHaveTheSameAddressAndTheFileReadsBackAsItWas() {
        Design design = read("""
            kind: StatefulSet
            apiVersion: apps/v1
            metadata: {name: db}
            spec: {serviceName: db, replicas: 20, template: {spec: {containers: [{name: c}]}}}
            """).design();
        List<Ip> ips = design.topology()
                .all(Pod.class)
                .flatMap(p -> p.network().addresses().stream())
                .map(c -> c.ip())
                .toList();
        assertEquals(20, ips.stream().distinct().count());
        Pod first = design.topology().all(Pod.class).findFirst().orElseThrow();
        assertEquals("db-0", first.names().hostname());
        assertEquals("db", first.names().subdomain());
        assertTrue(Veth.write(design).contains("\"hostname\": \"db-0\""));
    }

    @Test
    void podsWhoseAddressesAreKnownKeepThemAndAreRouted() {
        Design design = read("""
            {"kind": "PodList", "apiVersion": "v1", "items": [
              {"metadata": {"name": "a", "namespace": "x"}, "spec": {"nodeName": "n1"}, "status": {"podIP": "172.30.5.9"}},
              {"metadata": {"name": "b", "namespace": "x"}, "spec": {"nodeName": "n2"}, "status": {"podIP": "172.30.77.2"}},
              {"metadata": {"name": "gone", "namespace": "x"}, "status": {"phase": "Succeeded"}}]}
            """).design();
        assertEquals(Cni.Type.PTP, design.cluster().cni().type());
        assertEquals(
                "172.30.5.9/32 172.30.77.2/32",
                design.topology()
                        .all(Pod.class)
                        .map(p -> p.network().addresses().getFirst().toString())
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void aServiceGetsWhatTheClusterWouldGiveIt() {
        Service service =
                read("""
                    kind: Service
                    apiVersion: v1
                    metadata: {name: web, namespace: shop}
                    spec:
                      type: NodePort
                      selector: {app: web}
                      ports: [{name: http, port: 80, targetPort: web}, {name: dns, port: 53, protocol: UDP}]
                    """).design().topology().all(Service.class).findFirst().orElseThrow();
        assertEquals("10.96.0.10", service.addresses().clusterIps().getFirst().toString());
        assertEquals(
                List.of(30000, 30001),
                service.ports().stream().map(Service.Port::nodePort).toList());
    }

    @Test
    void anOldAnnotationNamesTheClassOfAnIngress() {
        Ingress ingress =
                read("""
                    kind: Ingress
                    apiVersion: networking.k8s.io/v1
                    metadata: {name: shop, annotations: {kubernetes.io/ingress.class: nginx}}
                    spec:
                      rules:
                        - host: shop.example
                          http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
                    """).design().topology().all(Ingress.class).findFirst().orElseThrow();
        assertEquals("nginx", ingress.className());
        assertEquals("80", ingress.rules().getFirst().port());
    }

    @Test
    void whatIsNotDrawnIsSaid() {
        Imported imported = read("""
            kind: ConfigMap
            apiVersion: v1
            metadata: {name: settings, namespace: shop}
            ---
            kind: Service
            apiVersion: serving.knative.dev/v1
            metadata: {name: web}
            ---
            kind: Pod
            """);
        assertEquals(
                List.of("ConfigMap shop/settings NOT_DRAWN", "Service default/web NOT_DRAWN", "Pod NO_OBJECT"),
                imported.left().stream().map(l -> l.what() + " " + l.why()).toList());
        assertEquals(
                List.of(Why.UNREADABLE),
                read("a: [").left().stream().map(Manifests.Left::why).toList());
    }

    @Test
    void classesGrantsAndTheAgeOfRoutesAreKept() {
        Imported imported = read("""
            kind: IngressClass
            apiVersion: networking.k8s.io/v1
            metadata: {name: nginx, annotations: {ingressclass.kubernetes.io/is-default-class: "true", other: x}}
            spec: {controller: k8s.io/ingress-nginx}
            ---
            kind: ReferenceGrant
            apiVersion: gateway.networking.k8s.io/v1beta1
            metadata: {name: g, namespace: other}
            spec:
              from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: default}]
              to: [{group: "", kind: Service}]
            ---
            kind: HTTPRoute
            apiVersion: gateway.networking.k8s.io/v1
            metadata: {name: r, creationTimestamp: "2026-01-31T12:00:00Z"}
            spec: {parentRefs: [{name: gw}]}
            """);
        assertEquals(List.of(), imported.left());
        Cluster cluster = imported.design().cluster();
        assertEquals(List.of("nginx"), cluster.defaultIngressClasses());
        assertEquals(
                "k8s.io/ingress-nginx", cluster.ingressClasses().get("nginx").controller());
        assertEquals("other", cluster.referenceGrants().getFirst().namespace());
        assertTrue(cluster.referenceGrants().getFirst().spec().fields().containsKey("from"));
        assertEquals(
                "2026-01-31T12:00:00Z",
                imported.design()
                        .topology()
                        .all(HttpRoute.class)
                        .findFirst()
                        .orElseThrow()
                        .creationTimestamp());
    }
}
