package vethscope.engine.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.finding.Finding;
import vethscope.engine.network.World;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// A router with two ways to one server; rules and routes choose. Expectations after ip-rule(8), ip-route(8) and
/// net/ipv4/route.c.
class PolicyRoutingTest {

    private static Design design(String rules, String routes, String iptables, String sysctl) {
        String text = """
                { "vethscope": 1,
                  "elements": {
                    "client": { "kind": "host", "interfaces": { "eth0": { "address": "10.0.1.2/24" } }, "routes": [ "default via 10.0.1.1" ] },
                    "router": { "kind": "router",
                                "interfaces": { "in": { "address": "10.0.1.1/24" }, "up": { "address": "10.0.2.1/24" }, "down": { "address": "10.0.3.1/24" } },
                                "routes": [ "192.0.2.0/24 via 10.0.2.2"%s ], "rules": [ %s ], "iptables": [ %s ], "sysctl": { %s },
                                "containers": [ { "name": "agent" } ] },
                    "server": { "kind": "host", "interfaces": { "up": { "address": "10.0.2.2/24" }, "down": { "address": "10.0.3.2/24" }, "own": { "address": "192.0.2.7/32" } },
                                "routes": [ "10.0.1.0/24 via 10.0.2.1" ],
                                "containers": [ { "name": "web", "ports": [ { "port": 80 }, { "port": 53, "protocol": "UDP" } ] } ] } },
                  "links": [ { "from": "client:eth0", "to": "router:in" }, { "from": "server:up", "to": "router:up" }, { "from": "server:down", "to": "router:down" } ] }
                """.formatted(routes, rules, iptables, sysctl);
        return assertInstanceOf(Reading.Opened.class, Veth.read(text)).design();
    }

    private static final String DOWN = ", \"192.0.2.0/24 via 10.0.3.2 table 100\"";

    private static Played play(
            Design design, World world, String from, int port, Protocol protocol, int size, boolean df) {
        var shape = new Probe.Shape(0, null, 64, size, df, null, null);
        var probe = new Probe("p", from, null, "192.0.2.7:" + port, protocol, shape, new Probe.Run(true, 1, 1), null);
        return Replay.of(design, Compiler.compile(design).network()).play(world, probe, false);
    }

    /// Of the compiler, but for the server's own address, which hangs on no cable.
    private static List<Finding> findings(Design design) {
        return Compiler.compile(design).findings().stream()
                .filter(f -> !f.code().equals("VS204"))
                .toList();
    }

    private static Trace tcp(Design design, String from) {
        return play(design, World.COLD, from, 80, Protocol.TCP, 0, false)
                .traces()
                .getFirst();
    }

    /// `up` or `down`, by where the request reached the server; the outcome if it did not.
    private static String way(Trace trace) {
        return trace.steps().stream()
                .filter(s -> s.where().value().equals("server") && s.stage().equals("receive"))
                .filter(s -> s.leg() == vethscope.engine.trace.Leg.REQUEST)
                .map(s -> String.valueOf(s.iface()))
                .findFirst()
                .orElse(trace.outcome().json());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            from 10.0.1.0/24 table 100                                   | down | up
            from 10.0.9.0/24 table 100                                   | up   | up
            to 192.0.2.0/25 lookup 100 pref 50                           | down | down
            iif in lookup 100                                            | down | up
            iif lo lookup 100                                            | up   | down
            not from 10.0.1.0/24 lookup 100                              | up   | down
            from 10.0.1.2 prohibit                                       | host-unreachable | up
            from 10.0.1.2 unreachable                                    | host-unreachable | up
            from 10.0.1.2 blackhole                                      | timeout | up
            iif lo prohibit                                              | up   | denied-locally
            lookup main suppress_prefixlength 24 pref 5", "table 100 pref 6 | down | down
            lookup main suppress_prefixlength 0 pref 5", "table 100 pref 6  | up   | up
            table 200 pref 5                                             | up   | up
            """)
    void aRuleChoosesTheTableForWhatItSelects(String rule, String fromClient, String fromRouter) {
        Design design = design("\"" + rule + "\"", DOWN, "", "");
        assertEquals(fromClient, way(tcp(design, "client")));
        assertEquals(fromRouter, way(tcp(design, "router")));
    }

    @Test
    void aMarkSetBeforeRoutingChoosesTheTable() {
        String mark = "\"-t mangle -A PREROUTING -s 10.0.1.2 -j MARK --set-mark 0x5/0xf\"";
        assertEquals("down", way(tcp(design("\"fwmark 0x5/0xf table 100\"", DOWN, mark, ""), "client")));
        assertEquals("up", way(tcp(design("\"fwmark 0x6/0xf table 100\"", DOWN, mark, ""), "client")));
    }

    @Test
    void aMarkSetOnTheWayOutRoutesAnew() {
        String mark = "\"-t mangle -A OUTPUT -p tcp --dport 80 -j MARK --set-mark 5\"";
        Trace trace = tcp(design("\"fwmark 5 table 100\"", DOWN, mark, ""), "router");
        assertEquals("down", way(trace));
        // the source was chosen before, for the first route (ip_route_me_harder keeps it)
        assertTrue(trace.steps().stream()
                .anyMatch(s -> s.frame() != null
                        && s.frame().content() instanceof vethscope.engine.packet.Packet p
                        && p.sourceText().equals("10.0.2.1:40000")));
    }

    @Test
    void theReversePathIsLookedUpByTheRulesToo() {
        // the way back to the client is in a table that only packets to the client from the server's address use
        String rules = "\"from 192.0.2.7 table 100\"";
        String routes = ", \"10.0.1.0/24 via 10.0.2.2 table 100\"";
        assertEquals(
                "timeout", way(tcp(design(rules, routes, "", "\"net.ipv4.conf.all.rp_filter\": \"1\""), "client")));
        assertEquals("up", way(tcp(design(rules, routes, "", "\"net.ipv4.conf.all.rp_filter\": \"2\""), "client")));
    }

    @Test
    void theMarkCountsForTheReversePathOnlyWhereAsked() {
        String rules = "\"fwmark 7 table 100\"";
        String routes = ", \"10.0.1.0/24 via 10.0.2.2 table 100\"";
        String mark = "\"-t mangle -A PREROUTING -i in -j MARK --set-mark 7\"";
        String strict = "\"net.ipv4.conf.all.rp_filter\": \"1\"";
        assertEquals("up", way(tcp(design(rules, routes, mark, strict), "client")));
        assertEquals(
                "timeout",
                way(tcp(
                        design(rules, routes, mark, strict + ", \"net.ipv4.conf.all.src_valid_mark\": \"1\""),
                        "client")));
    }

    @Test
    void aRouteMayTakeLessThanItsDevice() {
        Design narrow = design("", ", \"192.0.2.7/32 via 10.0.2.2 mtu 1000\"", "", "");
        assertEquals(
                List.of("message-too-long", "delivered"),
                List.of(
                        play(narrow, World.COLD, "client", 53, Protocol.UDP, 1200, true)
                                .traces()
                                .getFirst()
                                .outcome()
                                .json(),
                        play(narrow, World.COLD, "client", 53, Protocol.UDP, 1200, false)
                                .traces()
                                .getFirst()
                                .outcome()
                                .json()));
    }

    @Test
    void aPathIsForgottenAfterTenMinutes() {
        Design narrow = design("", ", \"192.0.2.7/32 via 10.0.2.2 mtu 1000\"", "", "");
        World after =
                play(narrow, World.COLD, "client", 53, Protocol.UDP, 1200, true).after();
        assertEquals(1, after.pathMtu().learned().size());
        assertEquals(
                1, after.at(after.micros() + 590_000_000L).pathMtu().learned().size());
        assertEquals(
                0, after.at(after.micros() + 600_000_000L).pathMtu().learned().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10.9.0.0/16 via 10.0.2.2 dev eth7   | VS304
            10.9.0.0/16                         | VS304
            10.9.0.0/16 via 10.7.7.7            | VS302
            10.9.0.0/16 via 10.7.7.7 onlink     | VS304
            10.9.0.1/16 via 10.0.2.2            | VS301
            10.9.0.0/33 via 10.0.2.2            | VS301
            10.9.0.0/16 via fd00::1             | VS301
            10.9.0.0/16 via 10.0.2.2 table none | VS301
            10.9.0.0/16 dev up src 1.2.3.4      | VS309
            192.0.2.0/24 via 10.0.3.2           | VS303
            """)
    void aRouteThatTheKernelWouldRefuseIsAFindingAndTheRestStands(String route, String code) {
        Design design = design("", ", \"" + route + "\"", "", "");
        List<Finding> findings = findings(design);
        assertEquals(List.of(code), findings.stream().map(Finding::code).toList());
        assertEquals("router", String.valueOf(findings.getFirst().where()));
        assertTrue(findings.getFirst().message().arguments().contains(route));
        assertEquals("up", way(tcp(design, "client")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            from 10.0.1.0/24 table       | VS305
            from x table 100            | VS305
            fwmark zz table 100         | VS305
            table 99999999999           | VS305
            from 10.0.1.0/24 tabel 100  | VS305
            """)
    void aRuleThatCannotBeReadIsAFindingAndTheRestStands(String rule, String code) {
        Design design = design("\"" + rule + "\"", DOWN, "", "");
        assertEquals(List.of(code), findings(design).stream().map(Finding::code).toList());
        assertEquals("up", way(tcp(design, "client")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -A FORWARD -j NOSUCH                        | VS401
            -A NOCHAIN -j DROP                          | VS401
            -t nosuch -A FORWARD -j DROP                | VS401
            -A FORWARD -m nosuch -j DROP                | VS401
            -A FORWARD --dport 80 -j DROP               | VS401
            -t nat -A PREROUTING -j MASQUERADE          | VS401
            -A FORWARD -j DNAT --to-destination 1.2.3.4 | VS401
            -A FORWARD -m recent -j DROP                | VS401
            -P FORWARD REJECT                           | VS401
            garbage                                     | VS401
            -A FORWARD -m set --match-set x src -j DROP | VS420
            -A FORWARD -m set ! --match-set x src -j DROP | VS420
            -A FORWARD -m ipvs --vdir REPLY -j DROP | VS420
            -t mangle -A PREROUTING -p tcp -j TPROXY --on-port 1 | VS420
            """)
    void aLineThatIptablesWouldRefuseIsAFindingAndTheRestStands(String line, String code) {
        Design design = design("", "", "\"" + line + "\"", "");
        List<Finding> findings = findings(design);
        assertEquals(List.of(code), findings.stream().map(Finding::code).toList());
        assertTrue(findings.getFirst().message().arguments().contains(line));
        assertEquals("up", way(tcp(design, "client")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            net.ipv4.ip_forward            | yes
            net.ipv4.conf.eth9.rp_filter   | 1
            net.ipv4.conf.all.rp_filter    | strict
            """)
    void aValueThatTheKernelWouldRefuseLeavesTheDefault(String key, String value) {
        Design design = design("", "", "", "\"" + key + "\": \"" + value + "\"");
        assertEquals(
                List.of("VS320"), findings(design).stream().map(Finding::code).toList());
        assertEquals("up", way(tcp(design, "client")));
    }
}
