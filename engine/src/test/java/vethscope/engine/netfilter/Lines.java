package vethscope.engine.netfilter;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Match.AddrType;
import vethscope.engine.netfilter.Match.CtState.State;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.trace.Sentence;
import vethscope.model.address.Ip;

/// Rules and packets for tests, from text.
final class Lines {

    private Lines() {}

    static Ruleset rules(String lines) {
        Ruleset ruleset = Ruleset.EMPTY;
        for (String line : lines.strip().lines().map(String::strip).toList()) {
            ruleset = switch (IptablesText.apply(ruleset, line, null)) {
                case Applied.Done done -> done.ruleset();
                case Applied.Malformed bad -> fail(bad.toString());
            };
        }
        return ruleset;
    }

    /// What iptables says to a line; empty if it takes it.
    static String refusal(Ruleset ruleset, String line, Locale locale) {
        return switch (IptablesText.apply(ruleset, line, null)) {
            case Applied.Done _ -> "";
            case Applied.Malformed(var _, String key, List<String> arguments) ->
                Sentence.of(new Sentence.Bundle(Applied.MESSAGES), key, arguments.toArray())
                        .in(locale);
        };
    }

    static Rule rule(String spec) {
        Ruleset ruleset = rules("-t mangle -N OTHER\n-t mangle -N TEST\n-t mangle -A TEST " + spec);
        return ruleset.chain(Table.MANGLE, "TEST").orElseThrow().rules().getFirst();
    }

    static Packet tcp(String source, int sourcePort, String destination, int destinationPort) {
        return new Packet(
                Ip.parse(source),
                Ip.parse(destination),
                64,
                true,
                60,
                null,
                new Payload.Tcp(sourcePort, destinationPort, Payload.Tcp.Flags.SYN));
    }

    static Packet udp(String source, int sourcePort, String destination, int destinationPort) {
        return new Packet(
                Ip.parse(source),
                Ip.parse(destination),
                64,
                false,
                28,
                null,
                new Payload.Udp(sourcePort, destinationPort, false, null));
    }

    static Facts facts(Packet packet) {
        return facts(packet, new Machine());
    }

    static Facts facts(Packet packet, Machine machine) {
        return new Facts(packet, "eth0", null, null, null, 0, 0, EnumSet.of(State.NEW), machine);
    }

    static Facts with(Facts f, @Nullable String in, @Nullable String out, int mark, Set<State> states) {
        return new Facts(f.packet(), in, out, f.physIn(), f.physOut(), mark, f.connMark(), states, f.around());
    }

    /// Surroundings that a test sets up: local addresses, recent lists, and what chance will say.
    static final class Machine implements Facts.Surroundings {
        final Map<Ip, AddrType.Type> types = new HashMap<>();
        final Set<String> recent = new HashSet<>();
        final List<double[]> asked = new ArrayList<>();
        int answer;

        Machine answering(int answer) {
            this.answer = answer;
            return this;
        }

        @Override
        public AddrType.Type typeOf(Ip ip) {
            return types.getOrDefault(ip, ip.isLoopback() ? AddrType.Type.LOCAL : AddrType.Type.UNICAST);
        }

        @Override
        public int recent(String list, Ip address, int seconds) {
            return recent.contains(list) ? 1 : 0;
        }

        @Override
        public int choose(double[] weights) {
            asked.add(weights.clone());
            return answer;
        }
    }
}
