package vethscope.engine.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules that plugins and agents write can be drawn as lines and are simulated as a whole
/// (ip-masq-agent cmd/ip-masq-agent/ip-masq-agent.go, flannel pkg/trafficmngr/iptables/iptables.go,
/// containernetworking/plugins
/// pkg/ip/ipmasq_iptables_linux.go, kubenet_linux.go, calico felix/rules/nat.go).
class PluginLinesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-t nat -A POSTROUTING -m comment --comment \"ip-masq-agent\" -m addrtype ! --dst-type LOCAL -j IP-MASQ-AGENT",
                "-t nat -A IP-MASQ-AGENT -d 169.254.0.0/16 -m comment --comment \"local\" -m addrtype ! --dst-type LOCAL -j RETURN",
                "-t nat -A IP-MASQ-AGENT -m comment --comment \"outbound\" -m addrtype ! --dst-type LOCAL -j MASQUERADE --random-fully",
                "-t nat -A POSTROUTING -m comment --comment \"flanneld masq\" -j FLANNEL-POSTRTG",
                "-t nat -A FLANNEL-POSTRTG -m mark --mark 0x4000/0x4000 -m comment --comment \"flanneld masq\" -j RETURN",
                "-t nat -A FLANNEL-POSTRTG -s 10.244.1.0/24 -d 10.244.0.0/16 -m comment --comment \"flanneld masq\" -j RETURN",
                "-t nat -A FLANNEL-POSTRTG ! -s 10.244.0.0/16 -d 10.244.1.0/24 -m comment --comment \"flanneld masq\" -j RETURN",
                "-t nat -A FLANNEL-POSTRTG -s 10.244.0.0/16 ! -d 224.0.0.0/4 -m comment --comment \"flanneld masq\" -j MASQUERADE --random-fully",
                "-A FLANNEL-FWD -s 10.244.0.0/16 -m comment --comment \"flanneld forward\" -j ACCEPT",
                "-t nat -A POSTROUTING -s 10.244.1.5 -m comment --comment \"name: net id: 1\" -j CNI-1",
                "-t nat -A CNI-1 -d 10.244.1.0/24 -m comment --comment \"name: net id: 1\" -j ACCEPT",
                "-t nat -A CNI-1 ! -d 224.0.0.0/4 -m comment --comment \"name: net id: 1\" -j MASQUERADE",
                "-t nat -A POSTROUTING -m comment --comment \"kubenet: SNAT for outbound\" -m addrtype ! --dst-type LOCAL ! -d 10.0.0.0/8 -j MASQUERADE",
                "-t nat -A POSTROUTING -s 10.244.0.0/16 ! -d 10.244.0.0/16 -p tcp -j MASQUERADE --to-ports 10000-20000",
                "-t nat -A POSTROUTING -o tunl0 -m addrtype ! --src-type LOCAL --limit-iface-out -m addrtype --src-type LOCAL -j MASQUERADE",
                "-t nat -A POSTROUTING -s 10.244.0.0/16 ! -d 10.244.0.0/16 -j SNAT --to-source 10.0.0.11-10.0.0.12 --random-fully"
            })
    void aLineIsUnderstoodAsAWhole(String line) {
        Ruleset rules = Lines.rules("""
                -t nat -N IP-MASQ-AGENT
                -t nat -N FLANNEL-POSTRTG
                -t nat -N CNI-1
                -N FLANNEL-FWD
                """);
        assertInstanceOf(Applied.Done.class, IptablesText.apply(rules, line, null));
        assertEquals(Optional.empty(), Unsimulated.in(line, Set.of()));
    }
}
