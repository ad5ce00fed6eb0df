package vethscope.engine.verify;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.engine.origin.Origin;
import vethscope.engine.verify.Segments.Member;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// What neighbours on one segment must agree about: addresses, MACs, prefix lengths.
final class SegmentRules {

    private SegmentRules() {}

    static void check(Drawing drawing, Notes notes) {
        var reported = new HashMap<Ip, Id>();
        drawing.segments().all().forEach(members -> {
            duplicateAddresses(members, drawing, reported, notes);
            duplicateMacs(members, drawing, notes);
            prefixes(members, drawing, notes);
        });
        duplicatesInCluster(drawing, reported, notes);
    }

    private static void duplicateAddresses(List<Member> members, Drawing drawing, Map<Ip, Id> reported, Notes notes) {
        var owners = new HashMap<Ip, Id>();
        for (Member member : members) {
            for (Cidr address : member.device().addresses()) {
                duplicate(address.ip(), member.owner(), owners, drawing, reported, notes);
            }
        }
        // A machine answers ARP for every local address, also for one that only a route makes local (arp_ignore 0);
        // that
        // matters where neighbours ask for it because it lies in their subnet.
        for (Member member : members) {
            member.netns().fib().tables().getOrDefault(Route.LOCAL, List.of()).stream()
                    .filter(r -> member.device().port() == null && isExtra(r))
                    .map(r -> r.destination().ip())
                    .filter(ip -> owners.containsKey(ip) && isAskedFor(ip, members))
                    .forEach(ip -> duplicate(ip, member.owner(), owners, drawing, reported, notes));
        }
    }

    private static boolean isAskedFor(Ip ip, List<Member> members) {
        return members.stream()
                .flatMap(m -> m.device().addresses().stream())
                .anyMatch(a -> a.prefix() < a.ip().bits() && a.contains(ip));
    }

    private static boolean isExtra(Route route) {
        return route.type() == Route.Type.LOCAL
                && !route.author().equals(Origin.KERNEL)
                && route.destination().prefix() == route.destination().ip().bits();
    }

    private static void duplicate(
            Ip ip, Id here, Map<Ip, Id> owners, Drawing drawing, Map<Ip, Id> reported, Notes notes) {
        Id first = owners.putIfAbsent(ip, here);
        if (first != null && !first.equals(here) && !here.equals(reported.put(ip, here))) {
            notes.add(Flaw.DUPLICATE_ADDRESS, here, "address", ip, drawing.name(first), drawing.name(here));
        }
    }

    /// Pod and node addresses are unique in the whole cluster, whatever the segments. A bridge may repeat its address.
    private static void duplicatesInCluster(Drawing drawing, Map<Ip, Id> reported, Notes notes) {
        var owners = new HashMap<Ip, Id>();
        for (Netns netns : drawing.network().spaces().values()) {
            if (netns.kind() != Netns.Kind.POD && netns.kind() != Netns.Kind.NODE) {
                continue;
            }
            for (Interface device : netns.interfaces().values()) {
                if (device.kind() == Interface.Kind.ETHERNET) {
                    device.addresses().forEach(a -> duplicate(a.ip(), netns.id(), owners, drawing, reported, notes));
                }
            }
        }
    }

    private static void duplicateMacs(List<Member> members, Drawing drawing, Notes notes) {
        var owners = new HashMap<Mac, Member>();
        for (Member member : members) {
            if (member.device().kind() == Interface.Kind.VXLAN) {
                continue;
            }
            Member first = owners.putIfAbsent(member.device().mac(), member);
            if (first != null) {
                notes.add(
                        Flaw.DUPLICATE_MAC,
                        member.owner(),
                        "mac",
                        member.device().mac(),
                        at(first, drawing),
                        at(member, drawing));
            }
        }
    }

    private static String at(Member member, Drawing drawing) {
        return drawing.name(member.owner()) + " " + member.device().name();
    }

    /// Who is inside the segment's usual subnet must use its prefix length.
    private static void prefixes(List<Member> members, Drawing drawing, Notes notes) {
        for (boolean v6 : new boolean[] {false, true}) {
            usual(members, v6)
                    .ifPresent(usual -> members.forEach(member -> member.device().addresses().stream()
                            .filter(a -> disagrees(a, usual))
                            .forEach(a -> notes.add(
                                    Flaw.WRONG_PREFIX,
                                    member.owner(),
                                    "address",
                                    drawing.name(member.owner()),
                                    a,
                                    usual.network()))));
        }
    }

    private static boolean disagrees(Cidr address, Cidr usual) {
        return address.v6() == usual.v6()
                && address.prefix() != usual.prefix()
                && address.prefix() != address.ip().bits()
                && (usual.contains(address.ip()) || address.contains(usual.ip()));
    }

    /// The subnet that most addresses name; of two, a bridge's or the first.
    private static Optional<Cidr> usual(List<Member> members, boolean v6) {
        Map<Cidr, Long> votes = members.stream()
                .flatMap(m -> m.device().addresses().stream())
                .filter(a -> a.v6() == v6 && a.prefix() != a.ip().bits())
                .collect(Collectors.groupingBy(Cidr::network, java.util.LinkedHashMap::new, Collectors.counting()));
        if (votes.size() < 2) {
            return Optional.empty();
        }
        Optional<Cidr> bridge = members.stream()
                .filter(m -> m.device().kind() == Interface.Kind.BRIDGE)
                .flatMap(m -> m.device().addresses().stream())
                .filter(a -> a.v6() == v6)
                .map(Cidr::network)
                .findFirst();
        long most = votes.values().stream().max(Comparator.naturalOrder()).orElse(0L);
        return bridge.filter(b -> votes.getOrDefault(b, 0L) == most)
                .or(() -> votes.entrySet().stream()
                        .filter(e -> e.getValue() == most)
                        .map(Map.Entry::getKey)
                        .findFirst());
    }
}
