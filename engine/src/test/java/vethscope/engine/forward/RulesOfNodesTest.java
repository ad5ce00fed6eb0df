package vethscope.engine.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.finding.Finding;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// Matches and targets that programs on Kubernetes nodes write: address types of one device, owners of sockets, sets,
/// networks that are mapped. Expectations after the kernel files that the engine cites.
class RulesOfNodesTest {

    private static Design design(String probe, String... rules) {
        String lines = String.join(
                ", ", List.of(rules).stream().map(r -> "\"" + r + "\"").toList());
        String text = """
                { "vethscope": 1,
                  "elements": {
                    "client": { "kind": "host", "interfaces": { "eth0": { "address": "10.0.1.2/24" } }, "routes": [ "default via 10.0.1.1" ] },
                    "router": { "kind": "router", "interfaces": { "left": { "address": "10.0.1.1/24" }, "right": { "address": "10.0.2.1/24" } },
                                "iptables": [ %s ] },
                    "server": { "kind": "host", "interfaces": { "eth0": { "address": "10.0.2.2/24" } }, "routes": [ "default via 10.0.2.1" ],
                                "containers": [ { "name": "web", "ports": [ { "port": 80 }, { "port": 85 }, { "port": 53, "protocol": "UDP" } ] } ] } },
                  "links": [ { "from": "client:eth0", "to": "router:left" }, { "from": "server:eth0", "to": "router:right" } ],
                  "probes": [ { "name": "p", %s } ] }
                """.formatted(lines, probe);
        return assertInstanceOf(Reading.Opened.class, Veth.read(text)).design();
    }

    private static Trace trace(String probe, String... rules) {
        Design design = design(probe, rules);
        var compiled = Compiler.compile(design);
        assertEquals(List.of(), compiled.findings().stream().map(Finding::code).toList());
        List<Played> played = Replay.run(design, compiled.network(), design.probes(), false);
        return played.getFirst().traces().getFirst();
    }

    private static Fate fate(String from, String to, String... rules) {
        return trace("\"from\": \"" + from + "\", \"to\": \"" + to + "\"", rules)
                .outcome();
    }

    private static Fate ping(String from, String to, String... rules) {
        return trace("\"from\": \"" + from + "\", \"to\": \"" + to + "\", \"protocol\": \"icmp\"", rules)
                .outcome();
    }

    // net/netfilter/xt_addrtype.c addrtype_mt_v1, net/ipv4/fib_frontend.c __inet_dev_addr_type

    @Test
    void anAddressOfAnotherDeviceIsNotLocalToTheOneThatThePacketCameBy() {
        String rule = "-A INPUT -m addrtype --dst-type LOCAL --limit-iface-in -j DROP";
        assertEquals(Fate.TIMEOUT, ping("client", "10.0.1.1", rule));
        assertEquals(Fate.DELIVERED, ping("client", "10.0.2.1", rule));
        String plain = "-A INPUT -m addrtype --dst-type LOCAL -j DROP";
        assertEquals(Fate.TIMEOUT, ping("client", "10.0.2.1", plain));
    }

    @Test
    void anAddressOfAnotherDeviceIsNotLocalToTheOneThatThePacketLeavesBy() {
        String rule = "-A OUTPUT -m addrtype --src-type LOCAL --limit-iface-out -j DROP";
        assertEquals(Fate.DENIED_LOCALLY, fate("router", "10.0.2.2:53\", \"protocol\": \"udp", rule));
        assertEquals(
                Fate.DELIVERED,
                trace("\"from\": \"router\", \"to\": \"10.0.2.2:80\", \"sourceIP\": \"10.0.1.1\"", rule)
                        .outcome());
    }

    // net/netfilter/xt_NETMAP.c

    @Test
    void aNetworkIsMappedToAnotherAddressByAddress() {
        Trace to = trace(
                "\"from\": \"client\", \"to\": \"10.9.2.2:80\"",
                "-t nat -A PREROUTING -d 10.9.2.0/24 -j NETMAP --to 10.0.2.0/24",
                "-t nat -A POSTROUTING -s 10.0.1.0/24 -j NETMAP --to 10.8.1.0/24");
        assertEquals(Fate.DELIVERED, to.outcome());
        assertEquals("10.8.1.2:40000", to.sourceSeen());
        assertEquals("10.9.2.2", String.valueOf(to.replySeen()).split(":")[0]);
    }

    // net/netfilter/xt_owner.c: what has no socket of a process has no owner

    @Test
    void ownersAreAskedOfWhatProcessesOfThisMachineSend() {
        String root = "-A OUTPUT -m owner --uid-owner 0 -j DROP";
        assertEquals(Fate.DENIED_LOCALLY, fate("router", "10.0.2.2:53\", \"protocol\": \"udp", root));
        assertEquals(Fate.DELIVERED, fate("client", "10.0.2.2:80", root));
        assertEquals(Fate.DELIVERED, ping("client", "10.0.1.1", root));
        String others = "-A OUTPUT -m owner ! --uid-owner root -j DROP";
        assertEquals(Fate.DELIVERED, fate("router", "10.0.2.2:80", others));
        assertEquals(Fate.TIMEOUT, ping("client", "10.0.1.1", others));
        assertEquals(Fate.DELIVERED, fate("router", "10.0.2.2:80", "-A OUTPUT -m owner --gid-owner 1-9 -j DROP"));
        assertEquals(
                Fate.DELIVERED,
                fate("client", "10.0.2.2:80", "-t nat -A POSTROUTING -m owner --socket-exists -j MASQUERADE"));
    }

    // ipset(8)

    @Test
    void rulesAskSetsThatTheOwnerMade() {
        assertEquals(
                Fate.TIMEOUT,
                fate(
                        "client",
                        "10.0.2.2:80",
                        "ipset create blocked hash:net",
                        "ipset add blocked 10.0.1.0/24",
                        "-A FORWARD -m set --match-set blocked src -j DROP"));
        assertEquals(
                Fate.DELIVERED,
                fate(
                        "client",
                        "10.0.2.2:80",
                        "ipset create open hash:ip,port",
                        "ipset add open 10.0.2.0/30,tcp:80-81",
                        "-A FORWARD -m set --match-set open dst,dst -j ACCEPT",
                        "-A FORWARD -d 10.0.2.2 -j DROP"));
        assertEquals(
                Fate.REFUSED,
                fate(
                        "client",
                        "10.0.2.2:85",
                        "ipset create -exist ports bitmap:port range 0-1024",
                        "ipset -exist add ports 80-90",
                        "-A FORWARD -p tcp -m set --match-set ports dst -j REJECT --reject-with tcp-reset"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ipset",
                "ipset create",
                "ipset create x",
                "ipset create x hash:mac",
                "ipset create x hash:ip size 9",
                "ipset create x hash:ip family inet7",
                "ipset create a-name-that-is-longer-than-sets-may-have hash:ip",
                "ipset add nobody 10.0.0.1",
                "ipset add known",
                "ipset add known 10.0.0.1,tcp:80",
                "ipset add known fd00::1",
                "ipset add known 10.0.0.0/8",
                "ipset add known 10.0.0.9-10.0.0.1",
                "ipset add known 10.0.0.1 nomatch",
                "ipset flush known",
                "ipset create known hash:ip",
                "ipset add 'known"
            })
    void aLineThatIpsetWouldNotTakeIsAFindingThatNamesIt(String line) {
        Design design = design("\"from\": \"client\", \"to\": \"10.0.2.2:80\"", "ipset create known hash:ip", line);
        var compiled = Compiler.compile(design);
        assertEquals(
                List.of("VS401"),
                compiled.findings().stream().map(Finding::code).toList());
        assertTrue(compiled.findings()
                .getFirst()
                .message()
                .in(java.util.Locale.ENGLISH)
                .contains(line));
        Trace trace = Replay.run(design, compiled.network(), design.probes(), false)
                .getFirst()
                .traces()
                .getFirst();
        assertEquals(Fate.DELIVERED, trace.outcome());
    }

    // net/netfilter/nf_nat_core.c get_unique_tuple: a port within the range stays

    @Test
    void aDestinationPortWithinTheRangeOfTheRuleStays() {
        Trace trace = trace(
                "\"from\": \"client\", \"to\": \"10.0.1.1:85\"",
                "-t nat -A PREROUTING -p tcp -d 10.0.1.1 -j DNAT --to-destination 10.0.2.2:80-90");
        assertEquals(85, java.util.Objects.requireNonNull(trace.at()).port());
    }
}
