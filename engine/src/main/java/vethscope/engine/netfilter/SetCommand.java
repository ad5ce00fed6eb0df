package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.IpSet.Entry;
import vethscope.engine.netfilter.IpSet.Type;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// One line for the command `ipset` (ipset(8)): sets are created, and entries added.
final class SetCommand {

    /// IPSET_MAXNAMELEN less the closing zero.
    private static final int LONGEST_NAME = 31;

    /// A range of addresses or ports is kept as so many single entries at most.
    private static final int MOST = 65536;

    /// Options of `create` that change nothing that a trace shows, with a value.
    private static final Set<String> SIZES =
            Set.of("hashsize", "maxelem", "range", "timeout", "netmask", "bucketsize", "initval");

    /// It may stand anywhere: what is there already is no mistake.
    private static final Set<String> EXIST = Set.of("-exist", "-!");

    private final Words words;
    private final boolean exist;

    private SetCommand(List<String> words) {
        this.words = Words.of(words.stream().filter(w -> !EXIST.contains(w)).toList());
        this.exist = words.stream().anyMatch(EXIST::contains);
    }

    /// Empty if the line is for another command.
    static Optional<SetCommand> of(String line) throws Refusal {
        Words words = Words.of(line);
        if (words.hasNext() && words.peek().equals("sudo")) {
            words.next();
        }
        if (!words.hasNext() || !words.peek().equals("ipset")) {
            return Optional.empty();
        }
        words.next();
        return Optional.of(new SetCommand(words.rest()));
    }

    Ruleset run(Ruleset ruleset) throws Refusal {
        String command = words.value("ipset");
        return switch (command) {
            case "create", "-N", "n", "new" -> created(ruleset);
            case "add", "-A", "a" -> added(ruleset);
            default -> throw new Refusal("ipset.command", command);
        };
    }

    private Ruleset created(Ruleset ruleset) throws Refusal {
        String name = words.value("create");
        if (name.length() > LONGEST_NAME) {
            throw new Refusal("name.length", name, LONGEST_NAME);
        }
        Type type = type(words.value("create " + name));
        boolean v6 = false;
        while (words.hasNext()) {
            String option = words.next();
            if (option.equals("family")) {
                v6 = family(words.value(option));
            } else if (SIZES.contains(option)) {
                words.value(option);
            } else if (!Set.of("counters", "comment", "skbinfo", "forceadd").contains(option)) {
                throw new Refusal("ipset.option", "create", option);
            }
        }
        if (ruleset.sets().containsKey(name)) {
            if (exist) {
                return ruleset;
            }
            throw new Refusal("ipset.exists", name);
        }
        return ruleset.with(List.of(new IpSet(name, type, v6, List::of)));
    }

    private static Type type(String text) throws Refusal {
        for (Type type : Type.values()) {
            if (type.text().equals(text)) {
                return type;
            }
        }
        throw new Refusal(
                "ipset.type",
                text,
                String.join(", ", Arrays.stream(Type.values()).map(Type::text).toList()));
    }

    private static boolean family(String text) throws Refusal {
        return switch (text) {
            case "inet", "ipv4", "-4" -> false;
            case "inet6", "ipv6", "-6" -> true;
            default -> throw new Refusal("word.neither", text, "inet", "inet6");
        };
    }

    private Ruleset added(Ruleset ruleset) throws Refusal {
        String name = words.value("add");
        IpSet set = ruleset.sets().get(name);
        if (set == null) {
            throw new Refusal("ipset.none", name);
        }
        String text = words.value("add " + name);
        while (words.hasNext()) {
            String option = words.next();
            switch (option) {
                case "timeout", "comment" -> words.value(option);
                default -> throw new Refusal("ipset.option", "add", option);
            }
        }
        List<Entry> entries = entries(set, text);
        if (!exist && entries.stream().anyMatch(set.entries()::contains)) {
            throw new Refusal("ipset.entry.exists", text, name);
        }
        var all = new ArrayList<>(set.entries());
        all.addAll(entries);
        return ruleset.with(List.of(new IpSet(name, set.type(), set.v6(), () -> all)));
    }

    private static List<Entry> entries(IpSet set, String text) throws Refusal {
        String[] parts = text.split(",", -1);
        int wanted = set.type().text().split(",", -1).length;
        if (parts.length != wanted) {
            throw new Refusal("ipset.entry", text, set.type().text());
        }
        var entries = new ArrayList<Entry>();
        switch (set.type()) {
            case BITMAP_PORT -> ports(parts[0]).numbers().forEach(port -> entries.add(Entry.port(port)));
            case HASH_IP -> addresses(parts[0], set.v6()).forEach(ip -> entries.add(Entry.ip(ip)));
            case HASH_NET -> entries.add(Entry.net(network(parts[0], set.v6())));
            case HASH_IP_PORT, HASH_IP_PORT_IP, HASH_IP_PORT_NET -> {
                Ports ports = ports(parts[1]);
                Cidr second = switch (set.type()) {
                    case HASH_IP_PORT_IP -> Cidr.host(address(parts[2], set.v6()));
                    case HASH_IP_PORT_NET -> network(parts[2], set.v6());
                    default -> null;
                };
                for (Ip ip : addresses(parts[0], set.v6())) {
                    ports.numbers().forEach(port -> entries.add(door(ip, ports.protocol, port, second)));
                }
            }
        }
        return entries;
    }

    private static Entry door(Ip ip, Protocol protocol, int port, @Nullable Cidr second) {
        return second == null ? Entry.door(ip, protocol, port) : Entry.door(ip, protocol, port, second);
    }

    private static Ip address(String text, boolean v6) throws Refusal {
        return Ip.tryParse(text)
                .filter(ip -> ip.v6() == v6)
                .orElseThrow(() -> new Refusal("address.family", text, v6 ? "IPv6" : "IPv4"));
    }

    private static Cidr network(String text, boolean v6) throws Refusal {
        return Cidr.tryParse(text)
                .filter(c -> c.v6() == v6 && c.prefix() > 0)
                .orElseThrow(() -> new Refusal("network.family", text, v6 ? "IPv6" : "IPv4"))
                .network();
    }

    /// One address, all of a prefix, or a range.
    private static List<Ip> addresses(String text, boolean v6) throws Refusal {
        int dash = text.indexOf('-');
        Ip first;
        Ip last;
        if (dash > 0) {
            first = address(text.substring(0, dash), v6);
            last = address(text.substring(dash + 1), v6);
        } else {
            Cidr cidr = network(text, v6);
            first = cidr.ip();
            last = cidr.last();
        }
        long size = last.low() - first.low() + 1;
        if (first.compareTo(last) > 0 || first.high() != last.high() || size < 1 || size > MOST) {
            throw new Refusal("address.range.most", text, MOST);
        }
        var all = new ArrayList<Ip>();
        for (long i = 0; i < size; i++) {
            all.add(first.plus(i));
        }
        return all;
    }

    private record Ports(Protocol protocol, int first, int last) {
        List<Integer> numbers() {
            return java.util.stream.IntStream.rangeClosed(first, last).boxed().toList();
        }
    }

    /// `80`, `udp:53`, `tcp:80-90`; TCP unless it says another.
    private static Ports ports(String text) throws Refusal {
        int colon = text.indexOf(':');
        String name = colon < 0 ? "tcp" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        Protocol protocol = Arrays.stream(Protocol.values())
                .filter(p -> p.lower().equals(name))
                .filter(Protocol::hasPorts)
                .findFirst()
                .orElseThrow(() -> new Refusal("protocol.no-ports", name));
        Match.PortRange range = Names.range(text.substring(colon + 1), '-');
        return new Ports(protocol, range.first(), range.last());
    }
}
