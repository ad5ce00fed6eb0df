package vethscope.engine.forward;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vethscope.engine.packet.Packet;
import vethscope.engine.stage.Skb;
import vethscope.model.Id;
import vethscope.model.address.Ip;

/// Fragments that wait for the rest of their datagram (net/ipv4/ip_fragment.c, net/ipv6/reassembly.c).
final class Reassembly {

    private record Key(Id netns, Ip source, Ip destination, int id) {}

    private final Map<Key, List<Skb>> queues = new HashMap<>(0);

    /// The whole datagram when this fragment completes it: the first fragment's headers, the size of the largest
    /// part.
    Optional<Skb> add(Id netns, Skb skb) {
        Packet packet = skb.packet();
        Packet.Fragment fragment = packet.fragment();
        if (fragment == null) {
            return Optional.of(skb);
        }
        Key key = new Key(netns, packet.source(), packet.destination(), fragment.id());
        List<Skb> parts = queues.computeIfAbsent(key, k -> new ArrayList<>());
        parts.add(skb);
        int payload = parts.stream().mapToInt(p -> p.packet().payloadLength()).sum();
        Optional<Skb> last = parts.stream().filter(p -> !more(p)).findFirst();
        Optional<Skb> first = parts.stream().filter(p -> offset(p) == 0).findFirst();
        if (first.isEmpty()
                || last.isEmpty()
                || offset(last.get()) + last.get().packet().payloadLength() != payload) {
            return Optional.empty();
        }
        queues.remove(key);
        int largest = parts.stream().mapToInt(p -> p.packet().length()).max().orElse(0);
        List<Integer> carried = parts.stream()
                .sorted(Comparator.comparingInt(Reassembly::offset))
                .map(p -> p.packet().payloadLength())
                .toList();
        return Optional.of(first.get()
                .with(first.get().packet().withFragment(null, packet.family().header() + payload))
                .reassembled(largest, carried));
    }

    private static boolean more(Skb skb) {
        Packet.Fragment fragment = skb.packet().fragment();
        return fragment != null && fragment.more();
    }

    private static int offset(Skb skb) {
        Packet.Fragment fragment = skb.packet().fragment();
        return fragment == null ? 0 : fragment.offset();
    }
}
