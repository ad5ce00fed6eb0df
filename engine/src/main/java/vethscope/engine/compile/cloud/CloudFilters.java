package vethscope.engine.compile.cloud;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.ingress.AlbAnnotations;
import vethscope.engine.compile.ingress.AlbGroups;
import vethscope.engine.compile.site.Attachment;
import vethscope.engine.compile.site.Line;
import vethscope.engine.compile.site.Site;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.CloudFilter;
import vethscope.engine.network.CloudFilter.Guard;
import vethscope.engine.network.CloudFilter.Peer;
import vethscope.engine.network.CloudFilter.Plug;
import vethscope.engine.network.CloudFilter.Ports;
import vethscope.engine.network.CloudFilter.Rules;
import vethscope.engine.packet.Family;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.AclRule;
import vethscope.model.element.Element;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.NetworkAcl;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;
import vethscope.model.element.SecurityGroup;
import vethscope.model.element.Vpc;

/// Security groups and network ACLs, put where the cloud applies them: at the ports of a vpc.
///
/// An interface without groups is not guarded. A group without egress rules has the one that every new group has:
/// everything may leave. A pod's own groups hold for its address instead of its node's.
public final class CloudFilters {

    private static final String ICMPV6 = "icmpv6";

    private static final Peer NOBODY = new CloudFilter.Members(Set.of(), Set.of());

    private static final CloudFilter.Line ALL =
            new CloudFilter.Line(null, null, new CloudFilter.Anyone(), true, "0 (default): all to any");

    private final Site site;
    private final Cloud cloud;
    private final Notes notes;
    private final Map<Id, Set<Ip>> members = new HashMap<>();
    private final Map<Id, Set<String>> balancers = new HashMap<>();
    private final Map<Id, Optional<Rules>> groups = new HashMap<>();
    private final Map<Id, Optional<Rules>> acls = new HashMap<>();

    public CloudFilters(Site site, Cloud cloud, Notes notes) {
        this.site = site;
        this.cloud = cloud;
        this.notes = notes;
        site.design()
                .topology()
                .all(Vpc.class)
                .flatMap(vpc -> cloud.of(vpc.id()).stream())
                .forEach(this::join);
        site.design()
                .topology()
                .all(SecurityGroup.class)
                .forEach(group -> groups.put(group.id(), Optional.of(read(group))));
        site.design().topology().all(NetworkAcl.class).forEach(acl -> acls.put(acl.id(), Optional.of(read(acl))));
        site.design().topology().elements().values().forEach(this::checkPlace);
    }

    /// The security groups and network ACLs that guard a machine.
    public CloudFilter of(Element element) {
        if (!(element instanceof Vpc vpc)) {
            return CloudFilter.NONE;
        }
        var plugs = new LinkedHashMap<String, Plug>();
        for (Attachment a : cloud.of(vpc.id())) {
            Optional<Vpc.Subnet> subnet = subnet(vpc, a);
            Rules acl =
                    subnet.map(Vpc.Subnet::acl).flatMap(id -> known(acls, id)).orElse(null);
            plugs.put(a.port().name, new Plug(subnet.map(Vpc.Subnet::name).orElse(null), acl, guards(a)));
        }
        boolean idle = plugs.values().stream()
                .allMatch(p -> p.acl() == null && p.guards().isEmpty());
        return idle ? CloudFilter.NONE : new CloudFilter(plugs);
    }

    private static Optional<Rules> known(Map<Id, Optional<Rules>> all, Id id) {
        return all.getOrDefault(id, Optional.empty());
    }

    private static Optional<Vpc.Subnet> subnet(Vpc vpc, Attachment a) {
        return a.addressed() || !a.nic().branch.isEmpty()
                ? vpc.subnets().stream()
                        .filter(s -> s.cidr().stream().anyMatch(c -> c.contains(a.hop())))
                        .findFirst()
                : Optional.empty();
    }

    private List<Guard> guards(Attachment a) {
        var guards = new ArrayList<Guard>();
        podsOf(a.memberId())
                .forEach(pod ->
                        guard(Set.copyOf(addresses(pod)), pod.securityGroups()).ifPresent(guards::add));
        guard(Set.of(), groups(a)).or(() -> managed(a)).ifPresent(guards::add);
        return guards;
    }

    /// The group that the AWS Load Balancer Controller makes for a balancer without groups: the ports of its ingresses,
    /// from whom their `inbound-cidrs` say.
    private Optional<Guard> managed(Attachment a) {
        if (!(a.member() instanceof LoadBalancer balancer)) {
            return Optional.empty();
        }
        var lines = new ArrayList<CloudFilter.Line>();
        new AlbGroups(site.design())
                .served(balancer)
                .forEach(ingress -> AlbAnnotations.of(ingress)
                        .inboundCidrs()
                        .forEach(cidr -> AlbGroups.ports(ingress)
                                .keySet()
                                .forEach(port -> lines.add(new CloudFilter.Line(
                                        Protocol.TCP,
                                        new Ports(port, port),
                                        new CloudFilter.Range(cidr),
                                        true,
                                        (lines.size() + 1) + ": tcp " + port + " from " + cidr)))));
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new Guard(
                        Set.of(), List.of(new Rules("inbound-cidrs of " + balancer.name(), lines, List.of(ALL)))));
    }

    /// An interface's own groups, else its machine's.
    private List<Id> groups(Attachment a) {
        return a.member().machine().interfaces().stream()
                .filter(nic -> nic.name().equals(a.nic().name))
                .map(Nic::securityGroups)
                .filter(own -> !own.isEmpty())
                .findFirst()
                .orElseGet(() -> groups(a.member()));
    }

    private Optional<Guard> guard(Set<Ip> of, List<Id> ids) {
        List<Rules> around =
                ids.stream().flatMap(id -> known(groups, id).stream()).toList();
        return around.isEmpty() ? Optional.empty() : Optional.of(new Guard(of, around));
    }

    private Stream<Pod> pods(Id node) {
        NodeSite at = site.nodes().get(node);
        return at == null ? Stream.empty() : at.pods().stream();
    }

    /// The pods of a node with groups of their own.
    private Stream<Pod> podsOf(Id node) {
        return pods(node).filter(p -> !p.securityGroups().isEmpty());
    }

    private static List<Ip> addresses(Pod pod) {
        return pod.network().addresses().stream().map(Cidr::ip).toList();
    }

    private static List<Id> groups(Element element) {
        return switch (element) {
            case KubeNode node -> node.status().securityGroups();
            case LoadBalancer balancer -> balancer.cloud().securityGroups();
            case Pod pod -> pod.securityGroups();
            default -> List.of();
        };
    }

    /// Enters the addresses of an interface as members of its groups, and those of pods with groups into theirs.
    private void join(Attachment a) {
        var own = new HashSet<Ip>(a.secondary());
        a.nic().addresses.forEach(address -> own.add(address.ip()));
        pods(a.memberId())
                .flatMap(pod -> addresses(pod).stream())
                .filter(ip -> a.prefixes().stream().anyMatch(p -> p.contains(ip)))
                .forEach(own::add);
        podsOf(a.memberId()).forEach(pod -> {
            addresses(pod).forEach(own::remove);
            pod.securityGroups().forEach(id -> joined(id).addAll(addresses(pod)));
        });
        groups(a).forEach(id -> {
            joined(id).addAll(own);
            if (a.member() instanceof LoadBalancer) {
                balancers.computeIfAbsent(id, k -> new HashSet<>()).add(a.port().name);
            }
        });
    }

    private Set<Ip> joined(Id group) {
        return members.computeIfAbsent(group, k -> new HashSet<>());
    }

    /// Groups are the vpc's: elsewhere nobody looks at them.
    private void checkPlace(Element element) {
        Optional<Id> box = element instanceof Pod ? element.in() : Optional.of(element.id());
        boolean onVpc = box.stream().flatMap(id -> cloud.member(id).stream()).anyMatch(a -> a.cloud() instanceof Vpc);
        boolean some = !groups(element).isEmpty()
                || element instanceof LinuxBox machine
                        && machine.machine().interfaces().stream()
                                .anyMatch(nic -> !nic.securityGroups().isEmpty());
        if (some && !onVpc) {
            notes.add(Flaw.GROUPS_WITHOUT_VPC, element.id(), "securityGroups", element.name());
        }
    }

    private Rules read(SecurityGroup group) {
        List<CloudFilter.Line> egress = read(group, "egress", group.egress(), false);
        return new Rules(
                group.name(),
                read(group, "ingress", group.ingress(), false),
                group.egress().isEmpty() ? List.of(ALL) : egress);
    }

    private Rules read(NetworkAcl acl) {
        return new Rules(
                acl.name(), read(acl, "ingress", acl.ingress(), true), read(acl, "egress", acl.egress(), true));
    }

    private List<CloudFilter.Line> read(Element owner, String direction, List<AclRule> rules, boolean ordered) {
        var entries = new ArrayList<CloudFilter.Line>();
        for (int i = 0; i < rules.size(); i++) {
            try {
                entries.add(entry(i + 1, direction, rules.get(i), ordered));
            } catch (Line.Unreadable e) {
                notes.add(
                        Flaw.MALFORMED_CLOUD_RULE,
                        owner.id(),
                        direction,
                        direction + " " + (i + 1),
                        owner.name(),
                        e.word);
            }
        }
        return entries;
    }

    /// @param ordered a network ACL's rule: it may deny, and knows no groups
    private CloudFilter.Line entry(int number, String direction, AclRule rule, boolean ordered) throws Line.Unreadable {
        Protocol protocol = protocol(rule.protocol());
        Ports ports = ports(rule.ports());
        if (ports != null && protocol != null && !protocol.hasPorts()) {
            throw new Line.Unreadable(String.valueOf(rule.ports()));
        }
        String action = rule.action() == null ? "allow" : rule.action().toLowerCase(Locale.ROOT);
        if (!action.equals("allow") && !(ordered && action.equals("deny"))) {
            throw new Line.Unreadable(action);
        }
        String text = number + ": " + (ordered ? action + " " : "") + (protocol == null ? "all" : name(rule))
                + (ports == null ? "" : " " + rule.ports()) + (direction.equals("ingress") ? " from " : " to ")
                + (rule.peer() == null ? "any" : rule.peer());
        Peer peer = of(family(rule.protocol()), peer(rule.peer(), ordered));
        return new CloudFilter.Line(protocol, ports, peer, action.equals("allow"), text);
    }

    /// As the rule is written: `icmpv6` is no protocol of its own here.
    private static String name(AclRule rule) {
        return String.valueOf(rule.protocol()).toLowerCase(Locale.ROOT);
    }

    /// `icmp` is IPv4's, `icmpv6` is IPv6's (EC2 API, IpPermission); null: both.
    private static @Nullable Family family(@Nullable String protocol) {
        return switch (String.valueOf(protocol).toLowerCase(Locale.ROOT)) {
            case "icmp" -> Family.V4;
            case ICMPV6 -> Family.V6;
            default -> null;
        };
    }

    /// Those of a peer that have addresses of the family.
    private static Peer of(@Nullable Family family, Peer peer) {
        if (family == null) {
            return peer;
        }
        var every = new CloudFilter.Range(new Cidr(family.any(), 0));
        return switch (peer) {
            case CloudFilter.Anyone _ -> every;
            case CloudFilter.Range range -> range.cidr().v6() == family.v6() ? range : NOBODY;
            case CloudFilter.Members(Set<Ip> addresses, Set<String> ports) ->
                new CloudFilter.Members(
                        addresses.stream().filter(ip -> ip.v6() == family.v6()).collect(Collectors.toSet()), ports);
        };
    }

    private static @Nullable Protocol protocol(@Nullable String text) throws Line.Unreadable {
        if (text == null || text.equals("-1") || text.equalsIgnoreCase("all") || text.equalsIgnoreCase("any")) {
            return null;
        }
        if (text.equalsIgnoreCase(ICMPV6)) {
            return Protocol.ICMP;
        }
        return Stream.of(Protocol.values())
                .filter(p -> p.lower().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new Line.Unreadable(text));
    }

    private static @Nullable Ports ports(@Nullable String text) throws Line.Unreadable {
        if (text == null) {
            return null;
        }
        List<String> ends = Stream.of(text.split("-", -1)).map(String::strip).collect(Collectors.toList());
        try {
            int first = Integer.parseInt(ends.getFirst());
            int last = Integer.parseInt(ends.getLast());
            if (ends.size() <= 2 && first >= 0 && last < 65536 && first <= last) {
                return new Ports(first, last);
            }
        } catch (NumberFormatException e) {
            throw new Line.Unreadable(text);
        }
        throw new Line.Unreadable(text);
    }

    private Peer peer(@Nullable String text, boolean ordered) throws Line.Unreadable {
        if (text == null) {
            return new CloudFilter.Anyone();
        }
        Optional<Cidr> cidr = Cidr.tryParse(text).or(() -> Ip.tryParse(text).map(Cidr::host));
        if (cidr.isPresent()) {
            return new CloudFilter.Range(cidr.get());
        }
        boolean group = !ordered && Id.legal(text) && site.find(Id.of(text)).orElse(null) instanceof SecurityGroup;
        if (!group) {
            throw new Line.Unreadable(text);
        }
        return new CloudFilter.Members(
                members.getOrDefault(Id.of(text), Set.of()), balancers.getOrDefault(Id.of(text), Set.of()));
    }
}
