package vethscope.engine.netfilter;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Family;

/// Reads `-j` or `-g` and the target's options.
final class TargetReader {

    private static final Set<String> NAT = Set.of("DNAT", "SNAT", "MASQUERADE", "REDIRECT", "NETMAP");
    private static final Set<String> MANGLE = Set.of("TPROXY", "TTL", "HL", "TOS", "DSCP");
    private static final Set<String> SIMULATED = Set.of(
            "ACCEPT",
            "DROP",
            "RETURN",
            "REJECT",
            "DNAT",
            "SNAT",
            "MASQUERADE",
            "REDIRECT",
            "NETMAP",
            "MARK",
            "CONNMARK",
            "TTL",
            "HL",
            "NOTRACK",
            "CT",
            "TOS",
            "DSCP",
            "LOG");

    private static final int MOST_HOPS = 255;

    private final String name;
    private final boolean away;
    private final RuleReader rule;
    private final NatOptions nat;
    private final MarkOptions marks = new MarkOptions();
    private final MatchReader.Raw raw;
    private final boolean chain;
    private boolean notrack;
    private @Nullable Target ttl;
    private Target.Reject.@Nullable With with;
    private Target.@Nullable ServiceSet service;

    private TargetReader(String name, boolean away, boolean chain, RuleReader rule) {
        this.name = name;
        this.away = away;
        this.chain = chain;
        this.rule = rule;
        this.nat = new NatOptions(rule.v6());
        this.raw = new MatchReader.Raw(name);
    }

    static TargetReader of(String name, boolean away, RuleReader rule) throws Refusal {
        boolean chain = rule.isChain(name);
        boolean known = isName(name) && !name.equals(rule.v6() ? "TTL" : "HL");
        if (!chain && (away || !known)) {
            throw new Refusal(
                    away ? "chain.none" : "target.none", name, rule.table().lower());
        }
        var reader = new TargetReader(name, away, chain, rule);
        if (!chain) {
            reader.checkTable();
        }
        return reader;
    }

    static boolean isName(String name) {
        return SIMULATED.contains(name) || Names.OPAQUE_TARGETS.contains(name);
    }

    private void checkTable() throws Refusal {
        if (NAT.contains(name)) {
            require(Table.NAT);
        } else if (name.equals("REJECT")) {
            require(Table.FILTER);
        } else if (MANGLE.contains(name)) {
            require(Table.MANGLE);
        } else if (name.equals("NOTRACK") || name.equals("CT")) {
            require(Table.RAW);
        } else if (name.equals("DROP") && rule.table() == Table.NAT) {
            throw new Refusal("target.drop-nat");
        }
    }

    private void require(Table table) throws Refusal {
        if (rule.table() != table) {
            throw new Refusal("target.table", name, table.lower(), rule.table().lower());
        }
    }

    /// The kernel takes address translation only where it can be done (net/netfilter/xt_nat.c).
    void checkHook(Hook hook) throws Refusal {
        boolean fits = chain
                || switch (name) {
                    case "DNAT", "REDIRECT" -> hook == Hook.PREROUTING || hook == Hook.OUTPUT;
                    case "SNAT" -> hook == Hook.POSTROUTING || hook == Hook.INPUT;
                    case "NETMAP" -> hook != Hook.FORWARD;
                    case "MASQUERADE" -> hook == Hook.POSTROUTING;
                    case "TPROXY" -> hook == Hook.PREROUTING;
                    default -> true;
                };
        if (!fits) {
            throw new Refusal("target.hook", name, hook);
        }
    }

    boolean isOpaque() {
        return !chain && (Names.OPAQUE_TARGETS.contains(name) || name.equals("LOG"));
    }

    void takeRaw(String option, Words words) {
        raw.take(false, option, words);
    }

    boolean accept(String option, Words words) throws Refusal {
        return !chain
                && switch (name) {
                    case "REJECT" -> option.equals("--reject-with") && reject(words.value(option));
                    case "DNAT" -> nat.accept(option, words, "--to-destination", "--random", "--persistent");
                    case "SNAT" ->
                        nat.accept(option, words, "--to-source", "--random", "--random-fully", "--persistent");
                    case "MASQUERADE" -> nat.accept(option, words, "--to-ports", "--random", "--random-fully");
                    case "REDIRECT" -> nat.accept(option, words, "--to-ports", "--random");
                    case "NETMAP" -> option.equals("--to") && nat.network(words.value(option));
                    case "MARK" -> marks.accept(option, words, false);
                    case "CONNMARK" -> marks.accept(option, words, true);
                    case "TTL", "HL" -> ttl(option, words);
                    case "TOS", "DSCP" -> service(option, words);
                    case "CT" -> option.equals("--notrack") && noTrack();
                    default -> false;
                };
    }

    private boolean ttl(String option, Words words) throws Refusal {
        for (Target.TtlSet.Mode mode : Target.TtlSet.Mode.values()) {
            if (option.equals(mode.option(rule.v6()))) {
                int value = Names.number(words.value(option));
                if (ttl != null || value > MOST_HOPS || value == 0 && mode != Target.TtlSet.Mode.SET) {
                    throw new Refusal("number.one", name, MOST_HOPS);
                }
                ttl = new Target.TtlSet(mode, value);
                return true;
            }
        }
        return false;
    }

    private Target ttl() throws Refusal {
        if (ttl == null) {
            throw new Refusal("target.needs-any", name);
        }
        return ttl;
    }

    /// Every way to set comes down to `(tos & ~mask) ^ value`.
    private boolean service(String option, Words words) throws Refusal {
        boolean tos = name.equals("TOS");
        switch (option) {
            case "--set-tos", "--and-tos", "--or-tos", "--xor-tos" -> {
                if (!tos) {
                    return false;
                }
                Service.Bits bits = Service.tos(words.value(option));
                service = switch (option) {
                    case "--and-tos" -> new Target.ServiceSet(0, ~bits.value() & 0xff, false);
                    case "--or-tos" -> new Target.ServiceSet(bits.value(), bits.value(), false);
                    case "--xor-tos" -> new Target.ServiceSet(bits.value(), 0, false);
                    default -> new Target.ServiceSet(bits.value(), bits.mask(), false);
                };
            }
            case "--set-dscp", "--set-dscp-class" -> {
                if (tos) {
                    return false;
                }
                String text = words.value(option);
                int dscp = option.equals("--set-dscp") ? Service.dscp(text) : Service.dscpClass(text);
                service = new Target.ServiceSet(dscp << 2, Service.DSCP, true);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean noTrack() {
        notrack = true;
        raw.add(false, "--notrack", List.of());
        return true;
    }

    private boolean reject(String option) throws Refusal {
        for (Target.Reject.With each : Target.Reject.With.values()) {
            String full = each.option(Family.of(rule.v6()));
            if (full.equals(option) || full.startsWith(option) && option.length() >= 7 || isShort(each, option)) {
                with = each;
                return true;
            }
        }
        throw new Refusal("reject.way", option);
    }

    private boolean isShort(Target.Reject.With each, String option) {
        return switch (each) {
            case PORT_UNREACHABLE -> option.equals("port-unreach");
            case NET_UNREACHABLE -> option.equals(rule.v6() ? "no-route" : "net-unreach");
            case HOST_UNREACHABLE -> option.equals(rule.v6() ? "addr-unreach" : "host-unreach");
            case PROTO_UNREACHABLE -> option.equals("proto-unreach");
            case NET_PROHIBITED -> option.equals("net-prohib");
            case HOST_PROHIBITED -> option.equals("host-prohib");
            case ADMIN_PROHIBITED -> option.equals(rule.v6() ? "adm-prohibited" : "admin-prohib");
            case TCP_RESET -> option.equals("tcp-rst");
        };
    }

    Target read() throws Refusal {
        if (chain) {
            return away ? new Target.Goto(name) : new Target.Jump(name);
        }
        nat.checkPorts(rule.protocol());
        return switch (name) {
            case "ACCEPT" -> new Target.Accept();
            case "DROP" -> new Target.Drop();
            case "RETURN" -> new Target.Return();
            case "REJECT" -> reject();
            case "DNAT" -> nat.dnat();
            case "SNAT" -> nat.snat();
            case "MASQUERADE" -> nat.masquerade();
            case "REDIRECT" -> nat.redirect();
            case "NETMAP" -> nat.netmap();
            case "MARK" -> marks.mark();
            case "CONNMARK" -> marks.connMark();
            case "HMARK" -> hashMark(raw.toString());
            case "TTL", "HL" -> ttl();
            case "NOTRACK" -> new Target.NoTrack();
            case "TOS", "DSCP" -> service();
            case "LOG" ->
                new Target.Log(raw.toString().substring("LOG".length()).strip());
            default ->
                notrack && raw.toString().equals("CT --notrack")
                        ? new Target.NoTrack()
                        : Unsimulated.decides(name) || raw.toString().contains(" --zone")
                                ? new Target.NotSimulated(raw.toString())
                                : new Target.Aside(raw.toString());
        };
    }

    private Target service() throws Refusal {
        if (service == null) {
            throw new Refusal("target.needs-any", name);
        }
        return service;
    }

    /// libxt_HMARK needs `--hmark-mod`; the offset is 0 unless given.
    private static Target hashMark(String text) throws Refusal {
        List<String> words = List.of(text.split(" "));
        int modulus = option(words, "--hmark-mod");
        if (modulus < 1) {
            throw new Refusal("target.needs", "HMARK", "--hmark-mod");
        }
        return new Target.HashMark(text, modulus, option(words, "--hmark-offset"));
    }

    private static int option(List<String> words, String option) throws Refusal {
        int at = words.indexOf(option);
        return at < 0 || at + 1 == words.size() ? 0 : Names.bits(words.get(at + 1));
    }

    private Target reject() throws Refusal {
        Target.Reject.With chosen = with == null ? Target.Reject.With.PORT_UNREACHABLE : with;
        if (chosen == Target.Reject.With.TCP_RESET && !"tcp".equals(rule.protocol())) {
            throw new Refusal("option.needs", "--reject-with tcp-reset", "-p tcp");
        }
        return new Target.Reject(chosen);
    }
}
