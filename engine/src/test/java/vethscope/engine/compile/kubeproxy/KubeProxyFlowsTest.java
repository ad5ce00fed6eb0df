package vethscope.engine.compile.kubeproxy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import vethscope.engine.netfilter.Applied;
import vethscope.engine.netfilter.Evaluation;
import vethscope.engine.netfilter.Facts;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.IptablesText;
import vethscope.engine.netfilter.Match;
import vethscope.engine.netfilter.Match.CtState.State;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Target;
import vethscope.engine.netfilter.Verdict;
import vethscope.engine.netfilter.Verdict.Decision;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.model.KubeProxy;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// Every flow of the corpus, through the rules generated for the mode that it was recorded in.
class KubeProxyFlowsTest {

    @TestFactory
    Stream<DynamicTest> everyFlowEndsAsInKubeProxysOwnTests() {
        return Stream.concat(cases("iptables"), cases("nftables"))
                .map(test -> dynamicTest(Corpus.name(test), () -> {
                    Node node = node(test);
                    assertAll(Corpus.items(test.path("flows")).map(flow -> () -> {
                        Result result = node.flow(flow, Hook.PREROUTING);
                        assertEquals(expected(flow), result, flow.path("name").asText());
                    }));
                }));
    }

    @TestFactory
    Stream<DynamicTest> theNodesOwnPacketsEndAlikeInOutput() {
        return cases("iptables")
                .map(test -> dynamicTest(Corpus.name(test), () -> {
                    Node node = node(test);
                    assertAll(Corpus.items(test.path("flows"))
                            .filter(node::isOwn)
                            .filter(f ->
                                    !f.path("expected").path("verdict").asText().equals("ACCEPT"))
                            .map(flow -> () -> {
                                Result result = node.flow(flow, Hook.OUTPUT);
                                Result expected = expected(flow);
                                // OUTPUT has no KUBE-EXTERNAL-SERVICES.
                                if (!result.outputs.isEmpty()
                                        || !expected.outputs.equals(Set.of("REJECT"))
                                                && !expected.outputs.equals(Set.of("DROP"))) {
                                    assertEquals(
                                            expected, result, flow.path("name").asText());
                                }
                            }));
                }));
    }

    private static Stream<JsonNode> cases(String mode) {
        return Corpus.cases().filter(c -> c.path("proxyMode").asText().equals(mode));
    }

    private record Result(Set<String> outputs, boolean masquerade) {}

    private static Result expected(JsonNode flow) {
        JsonNode expected = flow.path("expected");
        return new Result(
                new TreeSet<>(Corpus.texts(expected.path("output"))),
                expected.path("masquerade").asBoolean());
    }

    private static Node node(JsonNode test) {
        NodeView view = Corpus.node(test.path("node"));
        ServiceProgram program = ServiceProgram.of(Corpus.design(test), _ -> List.of());
        boolean nftables = test.path("proxyMode").asText().equals("nftables");
        Ruleset rules = nftables
                ? KubeProxyNftables.install(Ruleset.EMPTY, program, view, Corpus.settings(test))
                : KubeProxyIptables.install(Ruleset.EMPTY, program, view, Corpus.settings(test));
        return new Node(view, rules, !nftables);
    }

    /// @param loopbackIsLocal in nftables mode only the node's own addresses count
    private record Node(NodeView view, Ruleset rules, boolean loopbackIsLocal) {

        boolean isOwn(JsonNode flow) {
            return isLocal(Ip.parse(flow.path("sourceIP").asText()));
        }

        private boolean isLocal(Ip ip) {
            return loopbackIsLocal && ip.isLoopback() || view.addresses().contains(ip);
        }

        /// Every end that some random choice leads to.
        Result flow(JsonNode flow, Hook entry) {
            var outputs = new TreeSet<String>();
            boolean masquerade = false;
            Chooser chooser = new Chooser(this::isLocal);
            do {
                chooser.restart();
                masquerade = once(packet(flow), entry, chooser, outputs);
            } while (chooser.hasMore());
            return new Result(outputs, masquerade);
        }

        private boolean once(Packet packet, Hook entry, Chooser around, Set<String> outputs) {
            Verdict first =
                    Evaluation.walk(rules, Table.MANGLE, entry, facts(packet, 0, around, EnumSet.of(State.NEW)));
            if (first.decision() instanceof Decision.Drop) {
                outputs.add("DROP");
                return false;
            }
            Verdict nat = Evaluation.walk(rules, Table.NAT, entry, facts(packet, 0, around, EnumSet.of(State.NEW)));
            Packet sent = packet;
            Set<State> states = EnumSet.of(State.NEW);
            if (nat.decision() instanceof Decision.Translate(Target target)
                    && target instanceof Target.Dnat dnat
                    && dnat.first() != null) {
                sent = packet.withDestination(dnat.first())
                        .withPayload(packet.payload().withPorts(packet.sourcePort(), dnat.firstPort()));
                states.add(State.DNAT);
            }
            Hook next = entry == Hook.OUTPUT ? entry : isLocal(sent.destination()) ? Hook.INPUT : Hook.FORWARD;
            Verdict filter = Evaluation.walk(rules, Table.FILTER, next, facts(sent, nat.mark(), around, states));
            boolean byKubeProxy = filter.hit() != null;
            switch (filter.decision()) {
                case Decision.Drop _ -> outputs.add("DROP");
                case Decision.Reject _ -> outputs.add("REJECT");
                case Decision.Accept _, Decision.Translate _ -> {
                    if (states.contains(State.DNAT)) {
                        outputs.add(sent.destinationText());
                    } else if (byKubeProxy) {
                        outputs.add("ACCEPT");
                    }
                }
            }
            return (nat.mark() & KubeProxy.DEFAULT.masqueradeMark()) != 0;
        }

        private static Facts facts(Packet packet, int mark, Facts.Surroundings around, Set<State> states) {
            return new Facts(packet, "eth0", null, null, null, mark, 0, states, around);
        }

        private static Packet packet(JsonNode flow) {
            Protocol protocol = Protocol.valueOf(flow.path("protocol").asText());
            int port = flow.path("destPort").asInt();
            Payload payload = switch (protocol) {
                case TCP -> new Payload.Tcp(40000, port, Payload.Tcp.Flags.SYN);
                case UDP -> new Payload.Udp(40000, port, false, null);
                case SCTP -> new Payload.Sctp(40000, port, Payload.Sctp.Chunk.INIT);
                case ICMP, IPIP -> new Payload.Echo(false, 1);
            };
            return new Packet(
                    Ip.parse(flow.path("sourceIP").asText()),
                    Ip.parse(flow.path("destIP").asText()),
                    64,
                    false,
                    60,
                    null,
                    payload);
        }
    }

    /// Walks the tree of choices leaf by leaf.
    private static final class Chooser implements Facts.Surroundings {
        private final Predicate<Ip> local;
        private final List<int[]> path = new ArrayList<>();
        private int at;

        Chooser(Predicate<Ip> local) {
            this.local = local;
        }

        void restart() {
            at = 0;
        }

        boolean hasMore() {
            while (!path.isEmpty() && path.getLast()[0] + 1 == path.getLast()[1]) {
                path.removeLast();
            }
            if (path.isEmpty()) {
                return false;
            }
            path.getLast()[0]++;
            return true;
        }

        @Override
        public Match.AddrType.Type typeOf(Ip ip) {
            return local.test(ip) ? Match.AddrType.Type.LOCAL : Match.AddrType.Type.UNICAST;
        }

        @Override
        public int recent(String list, Ip address, int seconds) {
            return 0;
        }

        @Override
        public int choose(double[] weights) {
            if (at == path.size()) {
                path.add(new int[] {0, weights.length});
            }
            return path.get(at++)[0];
        }
    }

    @TestFactory
    Stream<DynamicTest> theRulesCanBePrintedAndReadBack() {
        return cases("iptables")
                .map(test -> dynamicTest(Corpus.name(test), () -> {
                    Ruleset rules = node(test).rules;
                    String text = IptablesText.print(rules);
                    var read = IptablesText.parse(text);
                    assertEquals(
                            text,
                            read instanceof Applied.Done done ? IptablesText.print(done.ruleset()) : read.toString());
                }));
    }
}
