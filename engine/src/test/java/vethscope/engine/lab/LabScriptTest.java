package vethscope.engine.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.network.Network;
import vethscope.model.Design;
import vethscope.model.codec.Reading;
import vethscope.model.codec.VethFile;

/// What the script says; whether it is true is for the labs of the samples to show.
class LabScriptTest {

    @Test
    void theSameDrawingGivesTheSameBytes() throws Exception {
        assertEquals(script("overlays"), script("overlays"));
    }

    /// The gateway of 10.0.1.0/24 is 10.0.1.1, and vm1 stands behind a port of its own (docs/file-format.md, vpc).
    @Test
    void aVpcIsARouterWithAPortForEachInterface() throws Exception {
        String script = script("vpc");
        assertTrue(script.contains("addr add 10.0.1.1/32 dev vm1.eth0\n"), script);
        assertTrue(script.contains("net/ipv4/conf/vm1.eth0/proxy_arp = 1\n"), script);
    }

    /// As flannel does (flannel pkg/backend/vxlan): route, neighbour and FDB entry per remote node.
    @Test
    void aTunnelStandsWhereTheKernelHasIt() throws Exception {
        String script = script("overlays");
        String start = "if has VXLAN ip -n \"$P-";
        assertTrue(script.contains(start), script);
        String tunnel = script.substring(script.indexOf(start), script.indexOf("\nfi\n", script.indexOf(start)));
        assertTrue(tunnel.contains(" type vxlan id "), tunnel);
        assertTrue(tunnel.contains(" onlink\n"), tunnel);
        assertTrue(tunnel.contains(" nud permanent\n"), tunnel);
        assertTrue(tunnel.contains("fdb append "), tunnel);
    }

    @Test
    void everyLeafIsAnOutcomeThatTheLabAccepts() throws Exception {
        String script = script("balancers");
        assertTrue(script.contains("want delivered at=vm1/http source=203.0.113.99 port=kept\n"), script);
        assertTrue(script.contains("want delivered at=vm2/http source=203.0.113.99 port=kept\n"), script);
    }

    /// The balancer hides the client behind its own address and a port of its own choice.
    @Test
    void aPortThatIsChosenMayBeAny() throws Exception {
        String script = script("ingress");
        assertTrue(script.contains("source=10.0.0.12 port=any\n"), script);
    }

    @ParameterizedTest
    @CsvSource({
        "shop.veth, shop",
        "08-pod-to-service.veth, 08-pod-t",
        "Ein Bild.veth, ein-bild",
        "design, design",
        "图.veth, lab"
    })
    void namespacesAreNamedAfterTheFile(String file, String prefix) {
        assertEquals(prefix, LabScript.prefix(file));
    }

    /// A container may be called anything; the shell must not run it.
    @Test
    void wordsAreQuoted() {
        assertEquals("web", Text.quoted("web"));
        assertEquals("'$(reboot)'", Text.quoted("$(reboot)"));
        assertEquals("'it'\"'\"'s'", Text.quoted("it's"));
        assertEquals("'two lines'", Text.quoted("two\nlines"));
    }

    /// sysctl(8) takes a slash for a dot, so that a device's name may have dots.
    @ParameterizedTest
    @CsvSource({
        "net.ipv4.ip_forward, net/ipv4/ip_forward",
        "net.ipv4.conf.all.rp_filter, net/ipv4/conf/all/rp_filter",
        "net.ipv4.conf.eth0.5.rp_filter, net/ipv4/conf/eth0.5/rp_filter",
        "net.bridge.bridge-nf-call-iptables, net/bridge/bridge-nf-call-iptables"
    })
    void aSysctlIsAPath(String key, String path) {
        assertEquals(path, LabSysctls.path(key));
    }

    @Test
    void theRoutesOfAMachineCanBeRunOneByOne() throws Exception {
        String routes = MachineFiles.routes(network("aws-vpc")).get("vm1.routes");
        assertTrue(routes.contains("# by the kernel: 10.0.1.0/24 dev eth1 scope link src 10.0.1.12\n"), routes);
        assertTrue(routes.contains("ip rule add pref 1024 from all fwmark 0x80/0x80 lookup main\n"), routes);
    }

    @Test
    void setsAndVirtualServersComeBeforeTheRulesThatAskForThem() throws Exception {
        String script = script("ipvs");
        int begin = script.indexOf("if has IPVS on vm1 ipvsadm -C && has IPVS on vm1 ipset list; then\n");
        assertTrue(begin >= 0, script);
        String section = script.substring(begin, script.indexOf("\nfi\n", begin));
        assertTrue(section.contains("net/ipv4/vs/conntrack = 1\n"), section);
        int sets = section.indexOf("on vm1 ipset restore ");
        int servers = section.indexOf("on vm1 ipvsadm -R ");
        int rules = section.indexOf("on vm1 iptables-restore ");
        assertTrue(sets >= 0 && sets < servers && servers < rules, section);
        assertTrue(script.contains("needs=IPVS"), script);
        assertFalse(script.contains("link set kube-ipvs0 up"), script);
    }

    @Test
    void virtualServersAndSetsAreFilesOfTheirOwn() throws Exception {
        var files = MachineFiles.ipvsadm(network("ipvs"));
        assertEquals(Set.of("vm1.ipset", "vm1.ipvsadm", "vm2.ipset", "vm2.ipvsadm"), files.keySet());
        assertTrue(files.get("vm1.ipvsadm").contains("-A -t 10.96.0.10:80 -s rr\n"), files.get("vm1.ipvsadm"));
        assertTrue(files.get("vm1.ipset").contains("add KUBE-CLUSTER-IP 10.96.0.10,tcp:80\n"), files.get("vm1.ipset"));
        assertEquals(Set.of(), MachineFiles.ipvsadm(network("vpc")).keySet());
    }

    private static Design design(String name) throws Exception {
        return ((Reading.Opened) VethFile.load(Path.of("src/test/resources/compile", name + ".veth"))).design();
    }

    private static Network network(String name) throws Exception {
        return Compiler.compile(design(name)).network();
    }

    private static String script(String name) throws Exception {
        return LabScript.of(design(name), network(name), name + ".veth");
    }
}
