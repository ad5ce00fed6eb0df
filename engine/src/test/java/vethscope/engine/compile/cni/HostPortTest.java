package vethscope.engine.compile.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.compile.Drawn;
import vethscope.engine.netfilter.IptablesText;
import vethscope.engine.trace.Trace;
import vethscope.model.Id;

/// Host ports as the CNI plugin portmap writes them (plugins/meta/portmap/portmap_iptables.go).
class HostPortTest {

    private static final Drawn DRAWING = new Drawn("""
            "cluster": { "podCIDR": "10.244.0.0/16", "kubeProxy": { "mode": "iptables" }, "masquerade": null },
            "elements": {
              "vm1": { "kind": "node", "podCIDR": "10.244.1.0/24", "routes": ["default via 10.0.0.9"],
                "interfaces": { "eth0": { "address": "10.0.0.11/24" } } },
              "cni0": { "kind": "bridge", "in": "vm1", "address": "10.244.1.1/24" },
              "web": { "kind": "pod", "in": "vm1", "address": "10.244.1.2/24", "labels": { "app": "web" },
                "containers": [ { "name": "web", "ports": [ { "port": 80, "hostPort": 8000 } ] } ] },
              "near": { "kind": "pod", "in": "vm1", "address": "10.244.1.3/24", "containers": [] },
              "client": { "kind": "host", "interfaces": { "eth0": { "address": "10.0.0.9/24" } } } },
            "links": [ { "from": "vm1:eth0", "to": "client:eth0" }, { "from": "web", "to": "cni0" },
              { "from": "near", "to": "cni0" } ]
            """);

    private static String seen(String from, String to) {
        Trace trace = DRAWING.send("\"from\": \"" + from + "\", \"to\": \"" + to + "\"");
        return String.valueOf(trace.sourceSeen()).replaceFirst(":\\d+$", "");
    }

    @Test
    void aClientOutsideKeepsItsAddress() {
        assertEquals("10.0.0.9", seen("client", "10.0.0.11:8000"));
    }

    @Test
    void thePodsOwnSubnetAndLocalhostAreMasqueraded() {
        assertEquals("10.244.1.1", seen("near", "10.0.0.11:8000"));
        assertEquals("10.244.1.1", seen("web", "10.0.0.11:8000"));
        assertEquals("10.244.1.1", seen("vm1", "127.0.0.1:8000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nftables", "ipvs", "none"})
    void localhostReachesAHostPortWhateverKubeProxyDoes(String mode) {
        Trace trace = DRAWING.with("\"mode\": \"iptables\"", "\"mode\": \"" + mode + "\"")
                .send("\"from\": \"vm1\", \"to\": \"127.0.0.1:8000\"");
        assertEquals("10.244.1.1", String.valueOf(trace.sourceSeen()).replaceFirst(":\\d+$", ""));
    }

    @Test
    void kubeProxyComesFirstAndTheMasqueradeOfHostPortsBeforeItsOwn() {
        assertEquals(List.of("KUBE-SERVICES", "CNI-HOSTPORT-DNAT"), jumps("PREROUTING"));
        assertEquals(List.of("KUBE-SERVICES", "CNI-HOSTPORT-DNAT"), jumps("OUTPUT"));
        assertEquals(List.of("CNI-HOSTPORT-MASQ", "KUBE-POSTROUTING"), jumps("POSTROUTING"));
    }

    private static List<String> jumps(String chain) {
        var vm1 = Compiler.compile(DRAWING.design()).network().netns(Id.of("vm1"));
        String save = IptablesText.print(vm1.ruleset());
        return save.substring(save.indexOf("*nat"))
                .lines()
                .takeWhile(l -> !l.equals("COMMIT"))
                .filter(l -> l.startsWith("-A " + chain + " "))
                .map(l -> l.replaceFirst(".*-j ", ""))
                .toList();
    }
}
