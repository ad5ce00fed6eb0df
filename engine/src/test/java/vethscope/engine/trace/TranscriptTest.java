package vethscope.engine.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;

class TranscriptTest {

    @Test
    void aTripThereAndBackReadsAsOneLineAStep() {
        assertEquals("""
                pod1 → web:80   delivered to pod4, which sees 10.244.1.2
                  pod1  eth0   ARP            10.244.1.1 is at 02:00:00:00:00:02
                  pod1  eth0   send           10.244.1.2:40000 → 10.96.0.10:80  ttl 64
                  vm1   veth1  receive        10.244.1.2:40000 → 10.96.0.10:80  ttl 64
                  vm1   nat    PREROUTING     10.96.0.10:80 belongs to Service default/web; chance chose endpoint 2 of 2, so the destination becomes 10.244.2.2:8080
                                                -A KUBE-SEP-X -j DNAT --to-destination 10.244.2.2:8080
                  vm1   route  10.244.2.0/24  via 10.0.0.1 dev eth0
                  vm1   eth0   send           10.244.1.2:40000 → 10.244.2.2:8080  ttl 63
                  vm2   eth0   receive        10.244.1.2:40000 → 10.244.2.2:8080  ttl 63
                  pod4  eth0   receive        10.244.1.2:40000 → 10.244.2.2:8080  ttl 63
                 reply
                  pod4  eth0   send           10.244.2.2:8080 → 10.244.1.2:40000  SYN-ACK  ttl 64
                  vm1   nat    PREROUTING     The answer's source 10.244.2.2:8080 is put back to 10.96.0.10:80, the address that was called
                                                conntrack
                """, Transcript.of(Traces.delivered(), Locale.ENGLISH));
    }

    @Test
    void chineseColumnsStandUnderEachOther() {
        assertEquals("""
                pod1 → web:80   送达 pod4，它看到的来源是 10.244.1.2
                  pod1  eth0   ARP            10.244.1.1 的 MAC 是 02:00:00:00:00:02
                  pod1  eth0   发送           10.244.1.2:40000 → 10.96.0.10:80  ttl 64
                  vm1   veth1  接收           10.244.1.2:40000 → 10.96.0.10:80  ttl 64
                  vm1   nat    PREROUTING     10.96.0.10:80 属于 Service default/web，共 2 个端点，随机选中第 2 个，目的地址改为 10.244.2.2:8080
                                                -A KUBE-SEP-X -j DNAT --to-destination 10.244.2.2:8080
                  vm1   route  10.244.2.0/24  via 10.0.0.1 dev eth0
                  vm1   eth0   发送           10.244.1.2:40000 → 10.244.2.2:8080  ttl 63
                  vm2   eth0   接收           10.244.1.2:40000 → 10.244.2.2:8080  ttl 63
                  pod4  eth0   接收           10.244.1.2:40000 → 10.244.2.2:8080  ttl 63
                 应答
                  pod4  eth0   发送           10.244.2.2:8080 → 10.244.1.2:40000  SYN-ACK  ttl 64
                  vm1   nat    PREROUTING     应答的源地址 10.244.2.2:8080 还原为当初调用的 10.96.0.10:80
                                                conntrack
                """, Transcript.of(Traces.delivered(), Locale.CHINESE));
    }

    @Test
    void aPacketThatIsLostSaysWhyAndWhatHelps() {
        assertEquals("""
                pod1 → web:80   network unreachable: vm1 has no route to 10.9.0.1
                  pod1  eth0   ARP   nobody answers for 10.244.1.1, asked 2 times
                  pod1  eth0   send  10.244.1.2:40000 → 10.9.0.1:80  ttl 64
                 ICMP error
                  vm1   veth1  send  10.244.1.1 → 10.244.1.2  ICMP network unreachable (type 3 code 0) about 10.244.1.2:40000 → 10.9.0.1:80  ttl 64
                 request
                  vm1   drop         vm1 has no route to 10.9.0.1
                  What helps: Add a route for the destination, or a default route.
                """, Transcript.of(Traces.lost(), Locale.ENGLISH));
    }

    /// Two packets wait for the same neighbour: between question and answer lies a step of the second one.
    @Test
    void aQuestionThatIsAnsweredLaterIsNotCalledUnanswered() {
        var asked = Traces.arp(true, "10.0.0.11", "10.0.0.12");
        var answer = Traces.arp(false, "10.0.0.12", "10.0.0.11");
        Trace trace = new Traces()
                .wire(Leg.ARP, "vm1", "eth0", Step.TRANSMIT, asked)
                .stage(Leg.REQUEST, "vm1", "forward", Sentence.of("forward.ttl", "64", "63"), null)
                .wire(Leg.ARP, "vm2", "eth0", Step.RECEIVE, asked)
                .wire(Leg.ARP, "vm2", "eth0", Step.TRANSMIT, answer)
                .wire(Leg.ARP, "vm1", "eth0", Step.RECEIVE, answer)
                .ended(Fate.TIMEOUT, null, null, null, null);
        assertEquals("""
                pod1 → web:80   timeout
                  vm1  forward       TTL 64 becomes 63
                  vm1  eth0     ARP  10.0.0.12 is at 02:00:00:00:00:02
                """, Transcript.of(trace, Locale.ENGLISH));
    }

    @Test
    void aTunnelledFrameShowsBothHeaders() {
        var inner = Traces.tcp("10.244.1.2", 40000, "10.244.2.2", 80, 63, Payload.Tcp.Flags.SYN);
        Packet outer = Traces.packet(
                "10.0.0.11", "10.0.0.12", 64, new Payload.Udp(45017, 8472, false, new Payload.Vxlan(1, inner)));
        Trace trace = new Traces()
                .wire(Leg.REQUEST, "vm1", "eth0", Step.TRANSMIT, Traces.frame(outer))
                .ended(Fate.TIMEOUT, null, null, null, null);
        assertEquals("""
                pod1 → web:80   timeout
                  vm1  eth0  send  10.244.1.2:40000 → 10.244.2.2:80  ttl 63  in VXLAN 1, 10.0.0.11 → 10.0.0.12
                """, Transcript.of(trace, Locale.ENGLISH));
    }

    @Test
    void everyOutcomeHasAWordInBothLanguages() {
        for (Fate fate : Fate.values()) {
            Trace trace = new Traces().ended(fate, null, null, null, null);
            for (Locale locale : List.of(Locale.ENGLISH, Locale.CHINESE)) {
                assertEquals(
                        "pod1 → web:80   ", Transcript.headline(trace, locale).substring(0, 16));
            }
        }
    }

    @Test
    void anIpv6SourceIsShownWithoutItsPort() {
        Trace trace = new Traces().ended(Fate.DELIVERED, null, "pod4", "[fd00::1]:40000", null);
        assertEquals(
                "pod1 → web:80   delivered to pod4, which sees fd00::1", Transcript.headline(trace, Locale.ENGLISH));
    }

    /// Behind entries that are short the origins stand under each other; a Service that the rule names is not told
    /// again.
    @Test
    void anEntryThatDecidedSaysWhereItComesFrom() {
        Trace trace = new Traces()
                .decided(
                        "pod1",
                        "route",
                        Sentence.of("route.out", "10.96.0.10", "default via 10.244.1.1 dev eth0"),
                        "default via 10.244.1.1 dev eth0",
                        Entry.by(Origin.CNI))
                .decided(
                        "vm1",
                        "nat PREROUTING",
                        Sentence.of("nat.dnat.of", "10.96.0.10:80", "10.244.2.2:8080", "Service default/web"),
                        "KUBE-SEP-X #2 -j DNAT --to-destination 10.244.2.2:8080",
                        Entry.by(Origin.service("default/web")))
                .decided(
                        "vm1",
                        "route",
                        Sentence.of("route.out", "10.244.2.2", "10.244.2.0/24 via 10.0.0.12 dev eth0"),
                        "10.244.2.0/24 via 10.0.0.12 dev eth0",
                        Entry.by(Origin.ownRoutes("vm1").line(2)))
                .ended(Fate.TIMEOUT, null, null, null, null);
        assertEquals("""
                pod1 → web:80   timeout
                  pod1  route  default        via 10.244.1.1 dev eth0  ← CNI plugin
                  vm1   nat    PREROUTING     10.96.0.10:80 belongs to Service default/web: the destination becomes 10.244.2.2:8080
                  vm1   route  10.244.2.0/24  via 10.0.0.12 dev eth0   ← vm1 routes, line 2
                """, Transcript.of(trace, Locale.ENGLISH));
        assertTrue(Transcript.of(trace, Locale.CHINESE).contains("via 10.244.1.1 dev eth0  ← CNI 插件\n"));
    }

    /// A new sort of origin needs its short word, or a sentence that says it.
    @Test
    void everyOriginIsToldInAWordOrByItsLine() {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.CHINESE)) {
            var untold = new TreeSet<String>();
            for (String key :
                    ResourceBundle.getBundle(Sentence.TRACE.name(), locale).keySet()) {
                if (key.startsWith("origin.")) {
                    Trace trace = new Traces()
                            .decided(
                                    "vm1", "x", Sentence.of("forward.ttl", "64", "63"), "y", Sentence.of(key, "a", "b"))
                            .ended(Fate.TIMEOUT, null, null, null, null);
                    if (!Transcript.of(trace, locale).contains("  ← ")) {
                        untold.add(key.substring("origin.".length()));
                    }
                }
            }
            assertEquals(
                    "answered chain-policy client connection device group group.default health port socket"
                            + " source-destination-check",
                    String.join(" ", untold));
        }
    }
}
