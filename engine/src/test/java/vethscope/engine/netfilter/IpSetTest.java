package vethscope.engine.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vethscope.engine.netfilter.IpSet.Entry;
import vethscope.engine.netfilter.IpSet.Side;
import vethscope.engine.netfilter.IpSet.Type;
import vethscope.engine.netfilter.Match.AddrType;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// Sets as rules ask them (ipset(8)), and `-m ipvs` (iptables-extensions(8)).
class IpSetTest {

    private static final Ip VIP = Ip.parse("10.96.0.10");
    private static final Packet CALL = Lines.tcp("10.244.1.2", 40000, "10.96.0.10", 80);

    private static boolean matches(Type type, Entry entry, Packet packet, Side... sides) {
        return new IpSet("S", type, false, () -> List.of(entry)).matches(packet, List.of(sides));
    }

    @Test
    void aPortIsHeldAgainstTheSideThatIsNamed() {
        assertTrue(matches(Type.BITMAP_PORT, Entry.port(80), CALL, Side.DST));
        assertFalse(matches(Type.BITMAP_PORT, Entry.port(80), CALL, Side.SRC));
        assertTrue(matches(Type.BITMAP_PORT, Entry.port(40000), CALL, Side.SRC));
    }

    /// ip_set_get_ip_port knows TCP and UDP only.
    @Test
    void aBitmapOfPortsNeverMatchesSctp() {
        var init = new Payload.Sctp(40000, 80, Payload.Sctp.Chunk.INIT);
        assertFalse(matches(Type.BITMAP_PORT, Entry.port(80), CALL.withPayload(init), Side.DST));
    }

    @Test
    void anAddressAndARange() {
        assertTrue(matches(Type.HASH_IP, Entry.ip(VIP), CALL, Side.DST));
        assertFalse(matches(Type.HASH_IP, Entry.ip(VIP), CALL, Side.SRC));
        assertTrue(matches(Type.HASH_NET, Entry.net(Cidr.parse("10.244.0.0/16")), CALL, Side.SRC));
        assertFalse(matches(Type.HASH_NET, Entry.net(Cidr.parse("10.244.0.0/16")), CALL, Side.DST));
    }

    @Test
    void anAddressWithAPortIsOfOneProtocol() {
        Entry door = Entry.door(VIP, Protocol.TCP, 80);
        assertTrue(matches(Type.HASH_IP_PORT, door, CALL, Side.DST, Side.DST));
        assertFalse(matches(Type.HASH_IP_PORT, door, CALL, Side.SRC, Side.DST));
        Packet udp = Lines.udp("10.244.1.2", 40000, "10.96.0.10", 80);
        assertFalse(matches(Type.HASH_IP_PORT, door, udp, Side.DST, Side.DST));
    }

    @Test
    void pingMatchesNoServicePort() {
        Packet ping = CALL.withPayload(new Payload.Echo(false, 7));
        assertFalse(matches(Type.HASH_IP_PORT, Entry.door(VIP, Protocol.TCP, 80), ping, Side.DST, Side.DST));
        // what it shows in place of a port is its type and code (ip_set_getport.c): 8 << 8
        assertTrue(matches(Type.HASH_IP_PORT, Entry.door(VIP, Protocol.ICMP, 2048), ping, Side.DST, Side.DST));
    }

    @Test
    void theThirdPartIsAnAddressOrARange() {
        Side[] sides = {Side.DST, Side.DST, Side.SRC};
        Entry caller = Entry.door(VIP, Protocol.TCP, 80, Cidr.parse("10.244.1.2/32"));
        Entry callers = Entry.door(VIP, Protocol.TCP, 80, Cidr.parse("10.0.0.0/8"));
        assertTrue(matches(Type.HASH_IP_PORT_IP, caller, CALL, sides));
        assertTrue(matches(Type.HASH_IP_PORT_NET, callers, CALL, sides));
        Packet stranger = Lines.tcp("192.168.0.1", 40000, "10.96.0.10", 80);
        assertFalse(matches(Type.HASH_IP_PORT_IP, caller, stranger, sides));
        assertFalse(matches(Type.HASH_IP_PORT_NET, callers, stranger, sides));
    }

    @Test
    void aSetOfOneFamilyKnowsNothingOfTheOther() {
        Packet six = Lines.tcp("fd00::1", 40000, "fd00::10", 80);
        assertFalse(matches(Type.HASH_NET, Entry.net(Cidr.parse("0.0.0.0/0")), six, Side.DST));
    }

    /// A machine with one set, and one virtual server that the packet may have come from.
    private record Machine(@Nullable VirtualServer server) implements Facts.Surroundings {
        @Override
        public AddrType.Type typeOf(Ip ip) {
            return AddrType.Type.UNICAST;
        }

        @Override
        public int recent(String list, Ip address, int seconds) {
            return 0;
        }

        @Override
        public int choose(double[] weights) {
            return 0;
        }

        @Override
        public @Nullable IpSet set(String name) {
            return Map.of(
                            "doors",
                            new IpSet(
                                    "doors",
                                    Type.HASH_IP_PORT,
                                    false,
                                    () -> List.of(Entry.door(VIP, Protocol.TCP, 80))))
                    .get(name);
        }

        @Override
        public @Nullable VirtualServer virtualServer(Packet packet) {
            return server;
        }
    }

    private static Verdict walk(String rule, @Nullable VirtualServer sentFor) {
        Ruleset rules = Lines.rules("-A INPUT " + rule + " -j DROP");
        var facts = new Facts(CALL, "eth0", null, null, null, 0, 0, java.util.Set.of(), new Machine(sentFor));
        return Evaluation.walk(rules, Table.FILTER, Hook.INPUT, facts);
    }

    private static void drops(String rule, @Nullable VirtualServer sentFor) {
        assertInstanceOf(Verdict.Decision.Drop.class, walk(rule, sentFor).decision(), rule);
    }

    private static void passes(String rule, @Nullable VirtualServer sentFor) {
        assertInstanceOf(Verdict.Decision.Accept.class, walk(rule, sentFor).decision(), rule);
    }

    @Test
    void aRuleAsksASetByName() {
        drops("-m set --match-set doors dst,dst", null);
        passes("-m set ! --match-set doors dst,dst", null);
        passes("-m set --match-set nowhere dst,dst", null);
        passes("-m set ! --match-set nowhere dst,dst", null);
        assertEquals(
                "set nowhere is not known here",
                walk("-m set --match-set nowhere dst", null).checks().getFirst().why());
        assertEquals(
                "dst 10.96.0.10:80 is in set doors",
                walk("-m set ! --match-set doors dst,dst", null)
                        .checks()
                        .getFirst()
                        .why());
    }

    /// xt_ipvs.c: nothing but an inverted --ipvs holds for a packet that IPVS did not touch.
    @Test
    void aRuleAsksWhichVirtualServerAPacketWasSentFor() {
        var web = new VirtualServer(Protocol.TCP, VIP, 80, VirtualServer.Scheduler.RR, 0, List.of(), null);
        drops("-m ipvs --vaddr 10.96.0.10", web);
        passes("-m ipvs ! --vaddr 10.96.0.10", web);
        passes("-m ipvs --vaddr 10.96.0.11", web);
        drops("-m ipvs --vaddr 10.96.0.0/24 --vproto tcp --vport 80", web);
        passes("-m ipvs --vaddr 10.96.0.0/24 --vproto udp --vport 80", web);
        passes("-m ipvs ! --vport 81", null);
        drops("-m ipvs ! --vport 81", web);
        drops("-m ipvs --ipvs", web);
        drops("-m ipvs ! --ipvs", null);
    }

    @Test
    void ipvsadmAndIpsetReadWhatIsPrinted() {
        var server = new VirtualServer(
                Protocol.UDP,
                Ip.parse("fd00::10"),
                53,
                VirtualServer.Scheduler.RR,
                10800,
                List.of(new VirtualServer.RealServer(Ip.parse("fd00::2"), 5353, 1)),
                null);
        assertEquals("""
                -A -u [fd00::10]:53 -s rr -p 10800
                -a -u [fd00::10]:53 -r [fd00::2]:5353 -m -w 1
                """, IpvsadmText.print(new VirtualServers() {
            @Override
            public boolean isEmpty() {
                return false;
            }

            @Override
            public @Nullable VirtualServer find(Protocol protocol, Ip address, int port) {
                return server;
            }

            @Override
            public List<VirtualServer> all() {
                return List.of(server);
            }
        }));
        assertEquals(
                """
                create PORTS bitmap:port range 0-65535
                add PORTS 30080
                create DOORS hash:ip,port,net family inet hashsize 1024 maxelem 65536
                add DOORS 10.96.0.10,tcp:80,10.0.0.0/8
                """,
                IpvsadmText.print(List.of(
                        new IpSet("PORTS", Type.BITMAP_PORT, false, () -> List.of(Entry.port(30080))),
                        new IpSet(
                                "DOORS",
                                Type.HASH_IP_PORT_NET,
                                false,
                                () -> List.of(Entry.door(VIP, Protocol.TCP, 80, Cidr.parse("10.0.0.0/8")))))));
    }
}
