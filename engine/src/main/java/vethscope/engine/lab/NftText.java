package vethscope.engine.lab;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import vethscope.engine.compile.kubeproxy.KubeProxyNftables;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.IptablesText;
import vethscope.engine.netfilter.Match;
import vethscope.engine.netfilter.Match.RecentList;
import vethscope.engine.netfilter.NftRule;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Ruleset.Policy;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Target;

/// Rules as a file for `nft -f`: kube-proxy's table where it runs in nftables mode, and the tables of iptables under
/// the names and priorities that iptables-nft gives them.
final class NftText {

    private final boolean v6;
    private final StringBuilder text = new StringBuilder();

    private NftText(boolean v6) {
        this.v6 = v6;
    }

    /// kube-proxy's own table: empty unless it runs in nftables mode.
    static String kubeProxy(Ruleset rules, boolean v6) {
        if (rules.nft(v6).isEmpty()) {
            return "";
        }
        var writer = new NftText(v6);
        writer.kubeProxy(rules.nft(v6));
        return writer.text.toString();
    }

    /// The tables of iptables, translated.
    static String tables(Ruleset rules, boolean v6) {
        var writer = new NftText(v6);
        rules.family(v6).forEach(writer::table);
        return writer.text.toString();
    }

    private String family() {
        return v6 ? "ip6" : "ip";
    }

    private void line(int depth, String words) {
        text.append("\t".repeat(depth)).append(words).append('\n');
    }

    private void kubeProxy(Map<Table, Map<String, Chain>> tables) {
        line(0, "table " + family() + " " + KubeProxyNftables.TABLE + " {");
        sets(tables.values().stream().flatMap(t -> t.values().stream()).toList());
        var own = new LinkedHashMap<String, Chain>();
        tables.forEach((table, chains) -> chains.values().forEach(chain -> {
            Hook hook = chain.hook();
            if (hook == null) {
                own.putIfAbsent(chain.name(), chain);
            } else {
                String priority = table == Table.MANGLE ? "-110" : priority(table, hook);
                base(chain, (table == Table.NAT ? "nat" : "filter") + " hook " + lower(hook), priority);
            }
        }));
        Set<String> used = reached(tables, own);
        own.values().stream().filter(c -> used.contains(c.name())).forEach(c -> chain(c, List.of()));
        line(0, "}");
    }

    /// The chains that some packet can come to: kube-proxy makes no others.
    private static Set<String> reached(Map<Table, Map<String, Chain>> tables, Map<String, Chain> own) {
        var next = new ArrayDeque<Chain>();
        tables.values()
                .forEach(t -> t.values().stream().filter(c -> c.hook() != null).forEach(next::add));
        var reached = new HashSet<String>();
        while (!next.isEmpty()) {
            for (Rule rule : next.remove().rules()) {
                if (rule.target() instanceof Target.Jump(String chain)
                        && own.containsKey(chain)
                        && reached.add(chain)) {
                    next.add(Objects.requireNonNull(own.get(chain)));
                }
            }
        }
        return reached;
    }

    private void table(Table table, Map<String, Chain> chains) {
        if (chains.values().stream().allMatch(c -> c.rules().isEmpty() && c.policy() != Policy.DROP)) {
            return;
        }
        line(0, "table " + family() + " " + table.lower() + " {");
        sets(chains.values());
        for (Chain chain : chains.values()) {
            Hook hook = chain.hook();
            if (hook == null) {
                chain(chain, List.of());
            } else {
                String type =
                        table == Table.NAT ? "nat" : table == Table.MANGLE && hook == Hook.OUTPUT ? "route" : "filter";
                base(chain, type + " hook " + lower(hook), priority(table, hook));
            }
        }
        line(0, "}");
    }

    private static String lower(Hook hook) {
        return hook.name().toLowerCase(java.util.Locale.ROOT);
    }

    /// enum nf_ip_hook_priorities (linux/netfilter_ipv4.h).
    private static String priority(Table table, Hook hook) {
        return switch (table) {
            case RAW -> "-300";
            case MANGLE -> "-150";
            case NAT -> hook == Hook.PREROUTING || hook == Hook.OUTPUT ? "-100" : "100";
            case FILTER -> "0";
        };
    }

    private void base(Chain chain, String typeAndHook, String priority) {
        Policy policy = chain.policy() == null ? Policy.ACCEPT : chain.policy();
        String head = "type " + typeAndHook + " priority " + priority + "; policy "
                + policy.name().toLowerCase(java.util.Locale.ROOT) + ";";
        chain(chain, List.of(head));
    }

    private void chain(Chain chain, List<String> head) {
        line(1, "chain " + chain.name() + " {");
        head.forEach(h -> line(2, h));
        Function<Rule, String> asIptables = v6 ? IptablesText::ruleText6 : IptablesText::ruleText;
        for (Rule rule : chain.rules()) {
            line(
                    2,
                    NftRule.text(rule, v6)
                            .orElseGet(() -> "# nft has no words for: " + Text.oneLine(asIptables.apply(rule))));
        }
        line(1, "}");
    }

    /// The lists of `-m recent` become sets whose elements go after a while.
    private void sets(Iterable<Chain> chains) {
        var seconds = new LinkedHashMap<String, Integer>();
        for (Chain chain : chains) {
            for (Rule rule : chain.rules()) {
                for (Match match : rule.matches()) {
                    if (match instanceof RecentList list) {
                        seconds.merge(list.list(), list.seconds(), Math::max);
                    }
                }
            }
        }
        seconds.forEach((name, timeout) -> {
            line(1, "set " + name + " {");
            line(2, "type " + (v6 ? "ipv6_addr" : "ipv4_addr"));
            line(2, "flags dynamic" + (timeout > 0 ? ",timeout" : ""));
            if (timeout > 0) {
                line(2, "timeout " + timeout + "s");
            }
            line(1, "}");
        });
    }
}
