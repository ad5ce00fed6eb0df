package vethscope.engine.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vethscope.engine.netfilter.VirtualServer;
import vethscope.engine.netfilter.VirtualServer.RealServer;
import vethscope.engine.netfilter.VirtualServer.Scheduler;
import vethscope.engine.network.Conntrack.Tuple;
import vethscope.engine.network.IpvsTable;
import vethscope.engine.network.IpvsTable.Connection;
import vethscope.engine.network.IpvsTable.Door;
import vethscope.engine.network.IpvsTable.State;
import vethscope.engine.network.World;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// Each scheduler against its kernel file, with numbers worked out by hand.
class SchedulersTest {

    private static final Ip VIP = Ip.parse("10.96.0.10");
    private static final Door DOOR = new Door(Id.of("vm1"), Protocol.TCP, VIP, 80);
    private static final List<String> ADDRESSES = List.of("10.244.1.2", "10.244.2.2", "10.244.2.3");

    private IpvsTable table = IpvsTable.EMPTY;
    private int clients;

    /// Chance always takes the option with this index, where there are so many.
    private int luck;

    private final List<Integer> offered = new ArrayList<>();

    private final Dice dice = new Dice() {
        @Override
        public int choose(double[] weights) {
            offered.add(weights.length);
            return Math.min(luck, weights.length - 1);
        }

        @Override
        public int port(int first, int last) {
            return first;
        }
    };

    private static VirtualServer virtual(Scheduler scheduler, int... weights) {
        List<RealServer> servers = IntStream.range(0, weights.length)
                .mapToObj(i -> new RealServer(Ip.parse(ADDRESSES.get(i)), 8080, weights[i]))
                .toList();
        return new VirtualServer(Protocol.TCP, VIP, 80, scheduler, 0, servers, null);
    }

    private static Packet packet(String client, int port) {
        var syn = new Payload.Tcp(port, 80, Payload.Tcp.Flags.SYN);
        return new Packet(Ip.parse(client), VIP, 64, true, 60, null, syn);
    }

    /// One new connection, written down as the stage does.
    private int next(VirtualServer virtual) {
        return next(virtual, "10.244.1.9", 40000 + clients, State.SYN_RECV);
    }

    private int next(VirtualServer virtual, String client, int port, State state) {
        Packet packet = packet(client, port);
        Schedulers.Choice choice = Schedulers.choose(virtual, packet, table, DOOR, 0, dice);
        if (choice == null) {
            throw new AssertionError("nobody");
        }
        var world = World.COLD.with(table);
        if (choice.turn() >= 0) {
            world = world.with(new IpvsTable.Turned(DOOR, choice.turn()));
        }
        table = world.ipvs();
        connect(virtual.servers().get(choice.server()), packet, state);
        return choice.server();
    }

    private void connect(RealServer server, Packet packet, State state) {
        Tuple asked = Tuples.of(packet);
        Tuple served = new Tuple(Protocol.TCP, asked.source(), asked.sourcePort(), server.ip(), server.port());
        table = World.COLD
                .with(table)
                .with(new IpvsTable.Connected(DOOR.netns(), Connection.in(asked, served, state, false, 0), true))
                .ipvs();
        clients++;
    }

    private List<Integer> run(VirtualServer virtual, int connections) {
        return IntStream.range(0, connections).mapToObj(_ -> next(virtual)).toList();
    }

    @Test
    void rrGoesRoundAndLeavesOutServersWithoutWeight() {
        assertEquals(List.of(0, 2, 0, 2), run(virtual(Scheduler.RR, 1, 0, 5), 4));
    }

    @Test
    void rrBeginsWhereChanceSaysAndAsksItOnce() {
        luck = 1;
        assertEquals(List.of(1, 2, 0, 1), run(virtual(Scheduler.RR, 1, 1, 1), 4));
        assertEquals(List.of(3), offered);
    }

    /// ip_vs_wrr.c: weights 4, 3, 2 have step 1 and give AABABCABC (the example of ip_vs_wrr's documentation).
    @Test
    void wrrGivesEachServerAsManyTurnsAsItsWeight() {
        assertEquals(List.of(0, 0, 1, 0, 1, 2, 0, 1, 2, 0, 0, 1), run(virtual(Scheduler.WRR, 4, 3, 2), 12));
    }

    /// Weights 4, 2, 2 have step 2: the round is A, then A B C.
    @Test
    void wrrTakesTheGreatestCommonDivisorAsItsStep() {
        assertEquals(List.of(0, 0, 1, 2, 0, 0, 1, 2), run(virtual(Scheduler.WRR, 4, 2, 2), 8));
    }

    @Test
    void wrrWithEqualWeightsIsRr() {
        assertEquals(List.of(0, 1, 2, 0), run(virtual(Scheduler.WRR, 7, 7, 7), 4));
    }

    @Test
    void lcCountsAnActiveConnectionAs256InactiveOnes() {
        VirtualServer virtual = virtual(Scheduler.LC, 1, 1, 0);
        connect(virtual.servers().get(0), packet("10.244.1.9", 1), State.ESTABLISHED);
        for (int i = 0; i < 255; i++) {
            connect(virtual.servers().get(1), packet("10.244.1.9", 1000 + i), State.TIME_WAIT);
        }
        assertEquals(1, next(virtual));
        assertEquals(List.of(), offered);
    }

    @Test
    void lcAsksChanceWhoComesFirstAmongEquals() {
        luck = 2;
        assertEquals(List.of(2, 1, 0), run(virtual(Scheduler.LC, 1, 1, 1), 3));
        assertEquals(List.of(3, 2), offered);
    }

    /// 256·1/2 = 128 on the first, 256·1/1 on the second; then 256·2/2 = 256 on both.
    @Test
    void wlcDividesByTheWeight() {
        VirtualServer virtual = virtual(Scheduler.WLC, 2, 1);
        connect(virtual.servers().get(0), packet("10.244.1.9", 1), State.ESTABLISHED);
        connect(virtual.servers().get(1), packet("10.244.1.9", 2), State.ESTABLISHED);
        assertEquals(0, next(virtual));
        next(virtual);
        assertEquals(List.of(2), offered);
    }

    /// Expected delays (C+1)/U: 1/3 against 1/1; 2/3 against 1; 3/3 against 1 is a tie.
    @Test
    void sedCountsTheNewConnectionToo() {
        assertEquals(List.of(0, 0, 0), run(virtual(Scheduler.SED, 3, 1), 3));
        assertEquals(List.of(2), offered);
    }

    /// As sed would send the second to the first server, but the second is idle.
    @Test
    void nqPrefersWhoIsIdle() {
        assertEquals(List.of(0, 1, 0), run(virtual(Scheduler.NQ, 3, 1), 3));
    }

    @Test
    void connectionsOfOtherVirtualServersDoNotCount() {
        VirtualServer virtual = virtual(Scheduler.LC, 1, 1);
        var elsewhere = new Tuple(Protocol.TCP, Ip.parse("10.244.1.9"), 7, Ip.parse("10.96.0.99"), 80);
        var served = new Tuple(Protocol.TCP, Ip.parse("10.244.1.9"), 7, Ip.parse(ADDRESSES.get(0)), 8080);
        table = World.COLD
                .with(new IpvsTable.Connected(
                        DOOR.netns(), Connection.in(elsewhere, served, State.ESTABLISHED, false, 0), true))
                .ipvs();
        next(virtual);
        assertEquals(List.of(2), offered);
    }

    @Test
    void connectionsThatTimedOutDoNotCount() {
        VirtualServer virtual = virtual(Scheduler.LC, 1, 1);
        connect(virtual.servers().get(0), packet("10.244.1.9", 1), State.SYN_RECV);
        assertEquals(1, table.load(DOOR, virtual.servers().get(0), 60_000_000).active());
        assertEquals(0, table.load(DOOR, virtual.servers().get(0), 60_000_001).active());
    }

    /// hash_32(v, 8) = v · 0x61C88647 mod 2^32 >> 24: 10.244.1.9 → 250, 10.244.1.10 → 92, 10.0.0.100 → 248; the buckets
    /// are dealt to three servers in turn.
    @Test
    void shHashesTheClient() {
        VirtualServer virtual = virtual(Scheduler.SH, 1, 1, 1);
        assertEquals(250 % 3, next(virtual, "10.244.1.9", 40000, State.SYN_RECV));
        assertEquals(250 % 3, next(virtual, "10.244.1.9", 40001, State.SYN_RECV));
        assertEquals(92 % 3, next(virtual, "10.244.1.10", 40000, State.SYN_RECV));
        assertEquals(248 % 3, next(virtual, "10.0.0.100", 40000, State.SYN_RECV));
        assertEquals(List.of(), offered);
    }

    /// With weights 2, 1 the buckets are dealt A A B: bucket 250 is the second of its round.
    @Test
    void shDealsBucketsByWeight() {
        assertEquals(0, next(virtual(Scheduler.SH, 2, 1), "10.244.1.9", 40000, State.SYN_RECV));
        assertEquals(1, next(virtual(Scheduler.SH, 2, 1), "10.0.0.100", 40000, State.SYN_RECV));
    }

    /// 10.96.0.10 → 242; the weights do not count.
    @Test
    void dhHashesTheVirtualAddress() {
        assertEquals(242 % 3, next(virtual(Scheduler.DH, 9, 1, 1)));
        assertEquals(242 % 3, next(virtual(Scheduler.DH, 9, 1, 1), "10.0.0.100", 5, State.SYN_RECV));
    }

    @Test
    void aBucketOfAServerWithoutWeightServesNobody() {
        VirtualServer virtual = virtual(Scheduler.DH, 1, 1, 0);
        assertNull(Schedulers.choose(virtual, packet("10.0.0.1", 1), table, DOOR, 0, dice));
    }

    /// Worked out apart from this code from ip_vs_mh.c and lib/siphash.c, for ports 40000 to 40007.
    @Test
    void mhIsTheKernelsMaglevTable() {
        VirtualServer virtual = virtual(Scheduler.MH, 1, 1, 1);
        List<Integer> servers = IntStream.range(0, 8)
                .mapToObj(i -> next(virtual, "10.244.1.9", 40000 + i, State.SYN_RECV))
                .toList();
        assertEquals(List.of(0, 2, 0, 2, 2, 0, 1, 0), servers);
    }

    @Test
    void noServerWithWeightMeansNobody() {
        for (Scheduler scheduler : Scheduler.values()) {
            assertNull(
                    Schedulers.choose(virtual(scheduler, 0, 0), packet("10.0.0.1", 1), table, DOOR, 0, dice),
                    scheduler.lower());
            assertNull(
                    Schedulers.choose(virtual(scheduler), packet("10.0.0.1", 1), table, DOOR, 0, dice),
                    scheduler.lower());
        }
    }
}
