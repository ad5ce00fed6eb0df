package vethscope.engine.replay;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vethscope.engine.forward.Lookup;
import vethscope.engine.network.Netns;
import vethscope.engine.stage.RoutingOutput;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// Which addresses of an answer a program may call: those that getaddrinfo(3) of glibc may put first (RFC 6724 rules 1
/// and 9, sysdeps/posix/getaddrinfo.c).
final class Preference {

    private Preference() {}

    /// CoreDNS shuffles the records of the cluster's own names (plugin `loadbalance`, which kubeadm configures), and
    /// the sort leaves equals in the order of the answer: each of them may be the first. Whoever answers for other
    /// names is taken to keep its order. Of the families the one of the first address that the sender can use comes
    /// first.
    static List<Lookup.Target> among(Lookup.Attempt answer, Netns sender) {
        List<Lookup.Target> all = answer.choices();
        if (all.size() < 2) {
            return all;
        }
        Ip first = Ends.pick(answer.addresses(), sender);
        List<Lookup.Target> family =
                all.stream().filter(t -> t.ip().v6() == first.v6()).toList();
        List<Lookup.Target> reachable =
                family.stream().filter(t -> source(sender, t.ip()).isPresent()).toList();
        List<Lookup.Target> left = reachable.isEmpty() ? family : reachable;
        int longest = left.stream().mapToInt(t -> common(sender, t.ip())).max().orElse(0);
        Stream<Lookup.Target> best = left.stream().filter(t -> common(sender, t.ip()) == longest);
        return answer.outside() ? best.limit(1).toList() : best.toList();
    }

    private static Optional<Ip> source(Netns sender, Ip destination) {
        return RoutingOutput.source(sender, destination);
    }

    /// Leading bits that a destination has in common with the sender's address for it; over IPv4 only within a subnet,
    /// since beyond it they say nothing about distance.
    private static int common(Netns sender, Ip destination) {
        Optional<Ip> source = source(sender, destination);
        if (source.isEmpty()) {
            return 0;
        }
        boolean counts = destination.v6()
                || sender.interfaces().values().stream()
                        .flatMap(device -> device.addresses().stream())
                        .anyMatch(own -> own.ip().equals(source.get()) && own.contains(destination));
        int bits = counts ? destination.v6() ? 128 : 32 : 0;
        while (bits > 0 && !new Cidr(source.get(), bits).contains(destination)) {
            bits--;
        }
        return bits;
    }
}
