package vethscope.engine.succession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vethscope.engine.succession.Change.CLUSTER;
import static vethscope.engine.succession.Change.MODE;
import static vethscope.engine.succession.Change.SELECTOR;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vethscope.engine.compile.Drawn;
import vethscope.engine.network.Conntrack;
import vethscope.engine.network.Conntrack.Connection;
import vethscope.engine.network.Conntrack.Tuple;
import vethscope.engine.network.Counters;
import vethscope.engine.network.PathMtu;
import vethscope.engine.network.World;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Trace;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// The rules are those of kube-proxy (pkg/proxy/conntrack/cleanup.go, pkg/proxy/ipvs/graceful_termination.go) and
/// of the kernel (net/core/neighbour.c, net/bridge/br_stp_if.c, net/netfilter/nf_nat_masquerade.c, nf_nat_core.c,
/// xt_recent.c, ipvs/ip_vs_core.c, ipvs/ip_vs_conn.c).
class SuccessionTest {

    private static final Id VM1 = Id.of("vm1");
    private static final String UDP = "\"from\": \"client\", \"to\": \"web:53\", \"protocol\": \"udp\"";
    private static final String TCP = "\"from\": \"client\", \"to\": \"web:80\"";
    private static final String SCTP = "\"from\": \"client\", \"to\": \"web:9\", \"protocol\": \"sctp\"";
    private static final String OUT = "\"from\": \"client\", \"to\": \"10.0.0.254:9000\", \"protocol\": \"udp\"";

    private static final String STALE = "udp 10.244.1.2:40000 > 10.96.0.10:53 | 10.244.1.3:53 > 10.244.1.2:40000";

    private static String at(Trace trace) {
        return trace.at() == null ? Drawn.ending(trace) : trace.at().element().value();
    }

    private static Drawn in(String mode) {
        return CLUSTER.with(MODE, MODE.replace("iptables", mode));
    }

    private static List<String> connections(World world) {
        return world.entries().stream()
                .filter(e -> e instanceof Conntrack.Recorded && e.netns().equals(VM1))
                .map(vethscope.engine.network.Change::entry)
                .toList();
    }

    private static World having(World world, String protocol, String source, String to, int port, String from) {
        var original = new Tuple(Protocol.valueOf(protocol), Ip.parse(source), 40000, Ip.parse(to), port);
        var reply = new Tuple(original.protocol(), Ip.parse(from), port, original.source(), 40000);
        var connection = new Connection(world.conntrack().newest() + 1, original, reply, Conntrack.State.NEW, false, 0);
        return world.with(new Conntrack.Recorded(VM1, connection, true));
    }

    // kube-proxy's clean-up of conntrack

    @ParameterizedTest
    @ValueSource(strings = {"iptables", "nftables", "ipvs"})
    void aDatagramFromTheSamePortGoesToTheBackendThatTookOver(String mode) {
        var change = Change.replacing(in(mode));
        assertEquals(
                "old", at(Change.play(change.before(), World.COLD, UDP).traces().getFirst()));
        assertEquals("new", at(change.again(UDP)));
    }

    @Test
    void whatWasForgottenAndWhyIsTold() {
        var change = Change.replacing(CLUSTER);
        List<String> told = Change.told(change.succession(change.left(UDP), 1));
        int at = told.indexOf("- conntrack " + STALE);
        assertEquals(
                "vm1  kube-proxy  Forgets UDP connections that lead to 10.244.1.3:53, which serves Service default/web no"
                        + " longer: the next datagram chooses anew",
                told.get(at - 1));
    }

    /// Without the clean-up the datagram would go on to where its connection leads: that is what happens in a Service
    /// that has nobody else to choose, which CleanStaleEntries passes over.
    @Test
    void aServiceWithoutServingEndpointsKeepsItsConnections() {
        var change = Change.of(c -> c.with(SELECTOR, SELECTOR.replace("old", "nobody")));
        assertEquals(
                List.of(STALE),
                connections(change.succession(change.left(UDP), 1).world()));
        assertEquals("old", at(change.again(UDP)));
    }

    @Test
    void aTerminatingEndpointThatStillServesKeepsItsConnections() {
        String terminating = Change.OLD.replace("\"labels\"", "\"terminating\": true, \"serving\": true, \"labels\"");
        var change = Change.of(c -> c.with(Change.OLD, terminating).with(SELECTOR, "\"selector\": { }"));
        assertEquals(
                List.of(STALE),
                connections(change.succession(change.left(UDP), 1).world()));
    }

    /// A Service from none to some endpoints: what was never translated led nowhere.
    @Test
    void connectionsOfBeforeThereWereEndpointsAreForgotten() {
        var change = new Change(CLUSTER.with(SELECTOR, SELECTOR.replace("old", "nobody")), CLUSTER);
        World left = having(World.COLD, "UDP", "10.244.1.2", "10.96.0.10", 53, "10.96.0.10");
        assertEquals(List.of(), connections(change.succession(left, 1).world()));
        assertEquals("old", at(change.send(change.succession(left, 1).world(), UDP)));
    }

    /// Releases up to 1.31 (DeletedUDPClusterIPs).
    @Test
    void connectionsToAnAddressThatIsNoServiceAnyMoreAreForgotten() {
        var change = Change.of(c -> c.with("\"dns\", \"protocol\": \"UDP\"", "\"dns2\", \"protocol\": \"TCP\""));
        assertEquals(
                List.of(), connections(change.succession(change.left(UDP), 1).world()));
    }

    @Test
    void aNodePortIsMeantOnWhicheverAddress() {
        Drawn before = CLUSTER.with("\"selector\"", "\"type\": \"NodePort\", \"selector\"")
                .with("\"UDP\", \"port\": 53, \"target", "\"UDP\", \"port\": 53, \"nodePort\": 30053, \"target");
        var change = new Change(before, Change.selectingNew(before));
        World left = having(World.COLD, "UDP", "10.0.0.254", "10.0.0.11", 30053, "10.244.1.3");
        assertEquals(List.of(), connections(change.succession(left, 1).world()));
    }

    /// kube-proxy looks at the table only when something of UDP has changed.
    @Test
    void nothingIsCleanedWhereNothingOfUdpChanged() {
        var change = Change.of(c -> c.with("10.0.1.254/24", "10.0.1.253/24"));
        World left = having(World.COLD, "UDP", "10.244.1.2", "10.96.0.10", 53, "10.244.1.9");
        assertEquals(1, connections(change.succession(left, 1).world()).size());
    }

    @Test
    void aTcpConnectionToAPodThatIsGoneStaysInTheTable() {
        var change = Change.replacing(CLUSTER);
        Succession succession = change.succession(change.left(TCP), 1);
        String kept = "tcp 10.244.1.2:40000 > 10.96.0.10:80 | 10.244.1.3:8080 > 10.244.1.2:40000";
        assertEquals(List.of(kept), connections(succession.world()));
        assertTrue(Change.told(succession).contains("= conntrack " + kept));
    }

    @Test
    void aNewTcpConnectionFromTheSamePortGoesToTheNewPod() {
        assertEquals("new", at(Change.replacing(CLUSTER).again(TCP)));
    }

    /// conntrack knows the association still, and its INIT is no new one.
    @Test
    void anSctpAssociationGoesOnToThePodThatIsGone() {
        Trace trace = Change.replacing(CLUSTER).again(SCTP);
        assertEquals(null, trace.at());
        assertTrue(trace.steps().stream()
                .anyMatch(s -> s.rewrite() != null && s.rewrite().to().equals("10.244.1.3:9")));
    }

    // IPVS

    @Test
    void aRealServerWithTcpConnectionsGetsTheWeightZero() {
        var change = Change.replacing(in("ipvs"));
        assertTrue(Change.told(change.succession(change.left(TCP), 1)).stream()
                .anyMatch(line -> line.contains("Sets the weight of 10.244.1.3:8080 at TCP 10.96.0.10:80 rr to 0")));
        assertEquals("new", at(change.again(TCP)));
    }

    /// UDP and SCTP end at once; conntrack, which nobody cleared for SCTP, costs the first packet
    /// (`ip_vs_conn_uses_old_conntrack`).
    @Test
    void theFirstPacketOfAnAssociationIsLostAndTheNextIsScheduledAnew() {
        var change = Change.replacing(in("ipvs"));
        World world = change.succession(change.left(SCTP), 1).world();
        var first = Change.play(change.after(), world, SCTP);
        assertEquals(
                "timeout " + Reason.REAL_SERVER_GONE,
                Drawn.ending(first.traces().getFirst()));
        assertEquals("new", at(change.send(first.after(), SCTP)));
    }

    @Test
    void withoutExpireNodestConnEveryPacketOfItIsLost() {
        Drawn keeping = in("ipvs")
                .with("\"podCIDR\"", "\"sysctl\": { \"net.ipv4.vs.expire_nodest_conn\": \"0\" }, \"podCIDR\"");
        var change = Change.replacing(keeping);
        World world = change.succession(change.left(UDP), 1).world();
        var first = Change.play(change.after(), world, UDP);
        assertEquals(
                "timeout " + Reason.REAL_SERVER_GONE,
                Drawn.ending(first.traces().getFirst()));
        assertEquals("timeout " + Reason.REAL_SERVER_GONE, Drawn.ending(change.send(first.after(), UDP)));
    }

    @Test
    void aPersistentClientOfAServerThatIsGoneGetsAnother() {
        Drawn before = in("ipvs").with("\"clusterIP\"", "\"sessionAffinity\": \"ClientIP\", \"clusterIP\"");
        assertEquals("new", at(Change.replacing(before).again(TCP)));
    }

    // the kernel

    @Test
    void aDrawingThatDoesNotChangeKeepsEverything() {
        var change = Change.of(c -> c);
        World left = change.left(UDP, TCP, OUT);
        Succession succession = change.succession(left, 0);
        assertEquals(List.of(), succession.reactions());
        assertEquals(left, succession.world());
        assertEquals(List.of("Nothing is forgotten"), Change.told(succession));
    }

    @Test
    void aDeviceThatIsGoneTakesWhatWasLearnedOnIt() {
        var change = Change.replacing(CLUSTER);
        List<String> told = Change.told(change.succession(change.left(UDP), 1));
        int at = told.indexOf(
                "vm1  kernel      The device vethold is gone or made anew: forgets what was learned on it");
        assertTrue(told.get(at + 1).startsWith("- fdb "), told.toString());
    }

    /// A pod never changes its address: one that has another is another pod, in another sandbox.
    @Test
    void aPodWithAnotherAddressIsAnotherPod() {
        var change = Change.of(c -> c.with("10.244.1.2/24", "10.244.1.7/24"));
        List<String> told = Change.told(change.succession(change.left(UDP), 1));
        assertTrue(told.getFirst().startsWith("client  kernel  client is gone"), told.toString());
        assertTrue(told.stream().anyMatch(line -> line.contains("The device vethclient is gone or made anew")));
    }

    @Test
    void aCutCableTakesTheNeighboursAndLeavesTheMasquerade() {
        String cable = "\"to\": \"outside:eth0\"";
        var change = Change.of(c -> c.with(cable, cable + ", \"up\": false"));
        World left = change.left(OUT);
        Succession succession = change.succession(left, 1);
        assertTrue(Change.told(succession)
                .contains("vm1      kernel  eth0 has lost its carrier: forgets what was learned on it"));
        assertEquals(connections(left), connections(succession.world()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.12/24", "10.0.0.11/25"})
    void masqueradedConnectionsGoWithTheAddressThatHidThem(String address) {
        var change = Change.of(c -> c.with("10.0.0.11/24", address));
        assertEquals(
                List.of(), connections(change.succession(change.left(OUT), 1).world()));
    }

    @Test
    void aMasqueradedConnectionThatLeavesByAnotherDeviceIsForgottenWithItsPacket() {
        String routes = "\"routes\": [\"default via 10.0.0.254\"";
        var change = Change.of(c -> c.with(routes, routes + ", \"10.0.0.254/32 via 10.0.1.254\""));
        World world = change.succession(change.left(OUT), 1).world();
        var first = Change.play(change.after(), world, OUT);
        assertEquals(
                "timeout " + Reason.MASQUERADE_MOVED,
                Drawn.ending(first.traces().getFirst()));
        Trace second = change.send(first.after(), OUT);
        assertEquals(
                "outside 10.0.1.11",
                at(second) + " " + String.valueOf(second.sourceSeen()).split(":")[0]);
    }

    @Test
    void connectionsTimeOut() {
        var change = Change.of(c -> c);
        World left = change.left(UDP);
        assertEquals(1, connections(change.succession(left, 27).world()).size());
        Succession later = change.succession(left, 31);
        assertEquals(List.of(), connections(later.world()));
        assertTrue(Change.told(later)
                .contains("vm1  kernel  Nothing was heard of these connections for too long: forgets them"));
    }

    @Test
    void aListOfClientsLivesAsLongAsARuleNamesIt() {
        Drawn both = CLUSTER.with("\"clusterIP\"", "\"sessionAffinity\": \"ClientIP\", \"clusterIP\"");
        var change = Change.replacing(both);
        World left = change.left(UDP);
        assertFalse(left.recent().seen().isEmpty());
        assertTrue(change.succession(left, 1).world().recent().seen().isEmpty());
        assertEquals(
                left.recent(),
                new Change(both, both).succession(left, 1).world().recent());
    }

    @Test
    void aRuleThatIsWrittenAnewCountsFromTheStart() {
        String line = "\"iptables\": [\"-A FORWARD -m statistic --mode nth --every 2 -j ACCEPT\"], \"podCIDR\"";
        Drawn before = CLUSTER.with("\"podCIDR\"", line);
        World left = new Change(before, before).left(OUT);
        assertFalse(left.counters().packets().isEmpty());
        var same = new Change(before, before.with("10.0.1.254/24", "10.0.1.253/24"));
        assertEquals(left.counters(), same.succession(left, 1).world().counters());
        var other = new Change(before, before.with("every 2", "every 3"));
        assertEquals(Counters.EMPTY, other.succession(left, 1).world().counters());
    }

    @Test
    void aPathIsLearnedAnewWhereTheRouteChanges() {
        World left = World.COLD.with(PathMtu.Learned.now(VM1, Ip.parse("10.9.0.1"), 1400, 0));
        var same = Change.of(c -> c.with(SELECTOR, SELECTOR.replace("old", "new")));
        assertEquals(left.pathMtu(), same.succession(left, 1).world().pathMtu());
        var other = Change.of(c -> c.with("default via 10.0.0.254", "default via 10.0.1.254"));
        assertEquals(PathMtu.EMPTY, other.succession(left, 1).world().pathMtu());
    }
}
