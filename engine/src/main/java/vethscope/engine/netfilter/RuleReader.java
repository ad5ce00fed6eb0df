package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Match.Proto;
import vethscope.engine.origin.Origin;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// Reads what stands after `-A CHAIN`. One line makes several rules if it lists several addresses.
final class RuleReader {

    private final Table table;
    private final boolean v6;
    private final Predicate<String> isChain;
    private final List<Cidr> sources = new ArrayList<>();
    private final List<Cidr> destinations = new ArrayList<>();
    private final List<Match> header = new ArrayList<>();
    private final List<MatchReader> modules = new ArrayList<>();
    private boolean notSource;
    private boolean notDestination;
    private @Nullable String protocol;
    private @Nullable TargetReader target;

    /// @param isChain whether the table has a user chain of that name
    RuleReader(Table table, boolean v6, Predicate<String> isChain) {
        this.table = table;
        this.v6 = v6;
        this.isChain = isChain;
    }

    boolean v6() {
        return v6;
    }

    Table table() {
        return table;
    }

    boolean isChain(String name) {
        return isChain.test(name);
    }

    /// `tcp`, `udp`, `sctp`, `icmp` or what else `-p` said; null without a `-p` or with an inverted one.
    @Nullable
    String protocol() {
        return protocol;
    }

    /// Takes one option and its values.
    void option(Words words) throws Refusal {
        boolean not = words.peek().equals("!");
        if (not) {
            words.next();
            if (!words.hasNext()) {
                throw new Refusal("not.nothing");
            }
        }
        String option = words.next();
        switch (option) {
            case "-s", "--source", "--src" -> notSource = addresses(sources, words.value(option), not);
            case "-d", "--destination", "--dst" -> notDestination = addresses(destinations, words.value(option), not);
            case "-i", "--in-interface" -> device(not, words.value(option), true);
            case "-o", "--out-interface" -> device(not, words.value(option), false);
            case "-p", "--protocol", "--proto" -> protocol(not, words.value(option));
            case "-f", "--fragment" -> fragment(not);
            case "-m", "--match" -> modules.add(MatchReader.of(plain(not, option, words), this));
            case "-j", "--jump" -> target(plain(not, option, words), false);
            case "-g", "--goto" -> target(plain(not, option, words), true);
            case "-c", "--set-counters" -> {
                words.value(option);
                words.value(option);
            }
            default -> moduleOption(not, option, words);
        }
    }

    private static String plain(boolean not, String option, Words words) throws Refusal {
        if (not) {
            throw new Refusal("option.no-not", option);
        }
        return words.value(option);
    }

    private void moduleOption(boolean not, String option, Words words) throws Refusal {
        if (target != null && !not && target.accept(option, words)) {
            return;
        }
        for (MatchReader module : modules.reversed()) {
            if (module.accept(not, option, words)) {
                return;
            }
        }
        if (protocol != null && modules.stream().noneMatch(m -> m.name().equals(protocol))) {
            MatchReader implied = MatchReader.of(protocol, this);
            if (implied.accept(not, option, words)) {
                modules.add(implied);
                return;
            }
        }
        Optional<MatchReader> opaque =
                modules.reversed().stream().filter(MatchReader::isOpaque).findFirst();
        if (target != null && target.isOpaque() && !not) {
            target.takeRaw(option, words);
        } else if (opaque.isPresent() && option.startsWith("-")) {
            opaque.get().takeRaw(not, option, words);
        } else {
            throw new Refusal(option.startsWith("-") ? "option.unknown" : "word.out-of-place", option);
        }
    }

    private boolean addresses(List<Cidr> into, String list, boolean not) throws Refusal {
        if (!into.isEmpty()) {
            throw new Refusal("address.once");
        }
        for (String text : list.split(",", -1)) {
            into.add(address(text));
        }
        if (not && into.size() > 1) {
            throw new Refusal("not.several");
        }
        return not;
    }

    private Cidr address(String text) throws Refusal {
        Cidr cidr = Cidr.tryParse(text).or(() -> withMask(text)).orElseThrow(() -> new Refusal("address.none", text));
        if (cidr.v6() != v6) {
            throw new Refusal("address.other-family", text, v6 ? "IPv6" : "IPv4", v6 ? "iptables" : "ip6tables");
        }
        return cidr.network();
    }

    /// `10.0.0.0/255.0.0.0`.
    private static Optional<Cidr> withMask(String text) {
        int slash = text.indexOf('/');
        Optional<Ip> ip = slash < 0 ? Optional.empty() : Ip.tryParse(text.substring(0, slash));
        Optional<Ip> mask = slash < 0 ? Optional.empty() : Ip.tryParse(text.substring(slash + 1));
        if (ip.isEmpty() || mask.isEmpty() || ip.get().v6() || mask.get().v6()) {
            return Optional.empty();
        }
        int ones = Integer.numberOfLeadingZeros(~(int) mask.get().low());
        return new Cidr(Ip.BROADCAST, ones).network().ip().equals(mask.get())
                ? Optional.of(new Cidr(ip.get(), ones))
                : Optional.empty();
    }

    private void device(boolean not, String name, boolean in) throws Refusal {
        if (name.length() > 15 || name.isEmpty()) {
            throw new Refusal("device.name", name);
        }
        if (not || !name.equals("+")) {
            header.add(in ? new Match.In(not, name) : new Match.Out(not, name));
        }
    }

    private void protocol(boolean not, String name) throws Refusal {
        String known = Names.protocol(name, v6);
        Optional<Protocol> simulated = Names.simulated(known, v6);
        if (known.equals("all")) {
            if (not) {
                throw new Refusal("protocol.never");
            }
        } else {
            header.add(
                    simulated.isPresent()
                            ? new Proto(not, simulated.get())
                            : new Match.NotSimulated((not ? "! -p " : "-p ") + known));
            protocol = not ? null : known;
        }
    }

    private void fragment(boolean not) throws Refusal {
        if (v6) {
            throw new Refusal("fragment.v6");
        }
        header.add(new Match.LaterFragment(not));
    }

    private void target(String name, boolean away) throws Refusal {
        if (target != null) {
            throw new Refusal("target.one");
        }
        target = TargetReader.of(name, away, this);
    }

    /// Devices that the chain's hook never has.
    void checkHook(Hook hook) throws Refusal {
        boolean in = header.stream().anyMatch(Match.In.class::isInstance);
        boolean out = header.stream().anyMatch(Match.Out.class::isInstance);
        if (in && (hook == Hook.OUTPUT || hook == Hook.POSTROUTING)) {
            throw new Refusal("hook.not-there", "-i", hook);
        }
        if (out && (hook == Hook.PREROUTING || hook == Hook.INPUT)) {
            throw new Refusal("hook.not-there", "-o", hook);
        }
        for (MatchReader module : modules) {
            module.checkHook(hook);
        }
        if (target != null) {
            target.checkHook(hook);
        }
    }

    List<Rule> rules(@Nullable Origin origin) throws Refusal {
        var modulesRead = new ArrayList<Match>();
        for (MatchReader module : modules) {
            modulesRead.addAll(module.matches());
        }
        Target done = target == null ? null : target.read();
        var rules = new ArrayList<Rule>();
        for (Cidr source : orAny(sources)) {
            for (Cidr destination : orAny(destinations)) {
                var matches = new ArrayList<Match>();
                if (source.prefix() > 0 || notSource) {
                    matches.add(new Match.Source(notSource, source));
                }
                if (destination.prefix() > 0 || notDestination) {
                    matches.add(new Match.Destination(notDestination, destination));
                }
                matches.addAll(header);
                matches.addAll(modulesRead);
                rules.add(new Rule(matches, done, origin));
            }
        }
        return rules;
    }

    private List<Cidr> orAny(List<Cidr> listed) {
        return listed.isEmpty() ? List.of(new Cidr(v6 ? Ip.ANY6 : Ip.ANY, 0)) : listed;
    }
}
