package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
/// else of the input or output device, else of protocol and destination port. The rest are looked at each time. Two
/// keys of one hash only cost a look.
final class Dispatch {

    private static final int DESTINATION = 1;
    private static final int SOURCE = 2;
    private static final int PORT = 3;
    private static final int IN = 4;
    private static final int OUT = 5;

    /// Key and place in turn; a place is where the key's rules begin and end in `order`, 0 if the slot is free.
    private final long[] slots;

    private final int[] order;
    private final int alwaysFrom;
    private final int end;

    private Dispatch(Map<Long, List<Integer>> byKey, List<Integer> always, int rules) {
        int capacity = Integer.highestOneBit(Math.max(4, byKey.size())) * 4;
        slots = new long[capacity * 2];
        order = new int[rules + 1];
        end = rules;
        int at = 1;
        for (Map.Entry<Long, List<Integer>> entry : byKey.entrySet()) {
            int from = at;
            for (int rule : entry.getValue()) {
                order[at++] = rule;
            }
            int slot = slot(entry.getKey());
            slots[slot] = entry.getKey();
            slots[slot + 1] = (long) from << 32 | at;
        }
        alwaysFrom = at;
        for (int rule : always) {
            order[at++] = rule;
        }
    }

    static Dispatch of(List<Rule> rules) {
        var byKey = new HashMap<Long, List<Integer>>();
        var always = new ArrayList<Integer>();
        for (int i = 0; i < rules.size(); i++) {
            Optional<Long> key = key(rules.get(i));
            List<Integer> list = key.isEmpty() ? always : byKey.computeIfAbsent(key.get(), _ -> new ArrayList<>(1));
            list.add(i);
        }
        return new Dispatch(byKey, always, rules.size());
    }

    /// What a packet must show for the rule to match; empty if no single value decides.
    private static Optional<Long> key(Rule rule) {
        Ip source = null;
        Protocol protocol = null;
        int port = -1;
        long device = 0;
        boolean remembers = false;
        for (Match match : rule.matches()) {
            if (match instanceof Destination(boolean not, Cidr cidr) && !not && isHost(cidr)) {
                return Optional.of(key(DESTINATION, cidr.ip()));
            } else if (match instanceof Source(boolean not, Cidr cidr) && !not && isHost(cidr)) {
                source = cidr.ip();
            } else if (match instanceof Proto(boolean not, Protocol p) && !not) {
                protocol = p;
            } else if (match instanceof DestinationPorts(boolean not, List<PortRange> ports)
                    && !not
                    && isSingle(ports)) {
                port = ports.getFirst().first();
            } else if (match instanceof Match.In(boolean not, String name) && !not && isOne(name)) {
                device = key(IN, name);
            } else if (match instanceof Match.Out(boolean not, String name) && !not && isOne(name)) {
                device = key(OUT, name);
            } else if (match instanceof RecentList || match instanceof Match.Nth || match instanceof Match.Metered) {
                remembers = true;
            }
        }
        if (source != null) {
            return Optional.of(key(SOURCE, source));
        }
        // A `recent` or `nth` match to the left of the port remembers or counts whatever the port is.
        if (device != 0 && !remembers) {
            return Optional.of(device);
        }
        return protocol != null && port >= 0 && !remembers ? Optional.of(key(protocol, port)) : Optional.empty();
    }

    private static boolean isHost(Cidr cidr) {
        return cidr.prefix() == cidr.ip().bits();
    }

    /// Whether a name stands for one device: `eth+` stands for many.
    private static boolean isOne(String device) {
        return !device.endsWith("+");
    }

    private static boolean isSingle(List<PortRange> ports) {
        return ports.size() == 1 && ports.getFirst().first() == ports.getFirst().last();
    }

    private static long key(int side, Ip ip) {
        return mix(ip.high() * 31 + ip.low() + ((long) side << 60) + (ip.v6() ? 1L << 59 : 0));
    }

    private static long key(int side, String device) {
        return mix(((long) side << 60) + device.hashCode());
    }

    private static long key(Protocol protocol, int port) {
        return mix(((long) PORT << 60) + ((long) protocol.number() << 16) + port);
    }

    /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014).
    private static long mix(long bits) {
        long z = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /// The key's slot, or the free one where it would go.
    private int slot(long key) {
        int mask = slots.length - 2;
        int slot = (int) (key << 1) & mask;
        while (slots[slot + 1] != 0 && slots[slot] != key) {
            slot = slot + 2 & mask;
        }
        return slot;
    }

    private long place(long key) {
        return slots[slot(key) + 1];
    }

    Candidates candidates(Facts facts) {
        Packet packet = facts.packet();
        long byPort = packet.laterFragment() ? 0 : place(key(packet.protocol(), packet.destinationPort()));
        return new Candidates(
                this,
                place(key(DESTINATION, packet.destination())),
                place(key(SOURCE, packet.source())),
                facts.in() == null ? 0 : place(key(IN, facts.in())),
                facts.out() == null ? 0 : place(key(OUT, facts.out())),
                byPort);
    }

    /// The rules worth looking at, in order.
    static final class Candidates {
        private final Dispatch of;
        private long destination;
        private long source;
        private long in;
        private long out;
        private long port;
        private long always;

        private Candidates(Dispatch of, long destination, long source, long in, long out, long port) {
            this.of = of;
            this.destination = destination;
            this.source = source;
            this.in = in;
            this.out = out;
            this.port = port;
            this.always = (long) of.alwaysFrom << 32 | of.order.length;
        }

        /// The first candidate not before `from`; the number of rules if there is none.
        int next(int from) {
            destination = of.skip(destination, from);
            source = of.skip(source, from);
            in = of.skip(in, from);
            out = of.skip(out, from);
            port = of.skip(port, from);
            always = of.skip(always, from);
            int byAddress = Math.min(of.first(destination), of.first(source));
            int byDevice = Math.min(of.first(in), of.first(out));
            return Math.min(Math.min(byAddress, byDevice), Math.min(of.first(port), of.first(always)));
        }
    }

    private long skip(long range, int from) {
        long left = range;
        while ((int) (left >>> 32) < (int) left && order[(int) (left >>> 32)] < from) {
            left += 1L << 32;
        }
        return left;
    }

    private int first(long range) {
        return (int) (range >>> 32) < (int) range ? order[(int) (range >>> 32)] : end;
    }
}
