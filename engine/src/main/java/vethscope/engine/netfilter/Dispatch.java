package vethscope.engine.netfilter;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Match.Destination;
import vethscope.engine.netfilter.Match.DestinationPorts;
import vethscope.engine.netfilter.Match.PortRange;
import vethscope.engine.netfilter.Match.Proto;
import vethscope.engine.netfilter.Match.RecentList;
import vethscope.engine.netfilter.Match.Source;
import vethscope.engine.packet.Packet;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// Which rules of a long chain can match a packet at all: a hash of the exact destination, else of the exact source,
/// else of protocol and destination port. The rest are looked at each time.
final class Dispatch {

    private static final int[] NO_RULES = {};

    private final Map<Object, int[]> byKey;
    private final int[] always;
    private final int end;

    private Dispatch(Map<Object, int[]> byKey, int[] always, int end) {
        this.byKey = byKey;
        this.always = always;
        this.end = end;
    }

    private record Target(Ip ip) {}

    private record Origin(Ip ip) {}

    private record Service(Protocol protocol, int port) {}

    static Dispatch of(List<Rule> rules) {
        var byKey = new HashMap<Object, int[]>();
        int[] always = NO_RULES;
        int others = 0;
        for (int i = 0; i < rules.size(); i++) {
            Object key = key(rules.get(i));
            if (key == null) {
                always = others == always.length ? Arrays.copyOf(always, Math.max(8, others * 2)) : always;
                always[others++] = i;
            } else {
                byKey.merge(key, new int[] {i}, Dispatch::joined);
            }
        }
        return new Dispatch(byKey, Arrays.copyOf(always, others), rules.size());
    }

    private static int[] joined(int[] before, int[] more) {
        int[] both = Arrays.copyOf(before, before.length + more.length);
        System.arraycopy(more, 0, both, before.length, more.length);
        return both;
    }

    /// What a packet must show for the rule to match; null if no single value decides.
    private static @Nullable Object key(Rule rule) {
        Object source = null;
        Protocol protocol = null;
        int port = -1;
        boolean remembers = false;
        for (Match match : rule.matches()) {
            if (match instanceof Destination(boolean not, Cidr cidr) && !not && isHost(cidr)) {
                return new Target(cidr.ip());
            } else if (match instanceof Source(boolean not, Cidr cidr) && !not && isHost(cidr)) {
                source = new Origin(cidr.ip());
            } else if (match instanceof Proto(boolean not, Protocol p) && !not) {
                protocol = p;
            } else if (match instanceof DestinationPorts(boolean not, List<PortRange> ports)
                    && !not
                    && isSingle(ports)) {
                port = ports.getFirst().first();
            } else if (match instanceof RecentList) {
                remembers = true;
            }
        }
        // A `recent` match to the left of the port remembers the source whatever the port is.
        return source != null
                ? source
                : protocol != null && port >= 0 && !remembers ? new Service(protocol, port) : null;
    }

    private static boolean isHost(Cidr cidr) {
        return cidr.prefix() == cidr.ip().bits();
    }

    private static boolean isSingle(List<PortRange> ports) {
        return ports.size() == 1 && ports.getFirst().first() == ports.getFirst().last();
    }

    Candidates candidates(Packet packet) {
        int[] byPort =
                packet.laterFragment() ? NO_RULES : rules(new Service(packet.protocol(), packet.destinationPort()));
        return new Candidates(
                rules(new Target(packet.destination())), rules(new Origin(packet.source())), byPort, always, end);
    }

    private int[] rules(Object key) {
        return byKey.getOrDefault(key, NO_RULES);
    }

    /// The rules worth looking at, in order.
    static final class Candidates {
        private final int[][] lists;
        private final int[] at;
        private final int end;

        private Candidates(int[] destination, int[] source, int[] port, int[] always, int end) {
            this.lists = new int[][] {destination, source, port, always};
            this.at = new int[lists.length];
            this.end = end;
        }

        /// The first candidate not before `from`; the number of rules if there is none.
        int next(int from) {
            int first = end;
            for (int i = 0; i < lists.length; i++) {
                int[] list = lists[i];
                while (at[i] < list.length && list[at[i]] < from) {
                    at[i]++;
                }
                if (at[i] < list.length) {
                    first = Math.min(first, list[at[i]]);
                }
            }
            return first;
        }
    }
}
