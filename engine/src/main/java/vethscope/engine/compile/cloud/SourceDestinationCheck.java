package vethscope.engine.compile.cloud;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import vethscope.engine.compile.site.Attachment;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.Match;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Ruleset.Policy;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Target;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Family;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// A vpc drops what an interface sends that does not come from it, and what goes to it that is not for it, unless its
/// source/destination check is off (Amazon EC2, "Disable source/destination checks").
public final class SourceDestinationCheck {

    private final Map<String, Chain> chains = new LinkedHashMap<>();
    private final List<Rule> forward = new ArrayList<>();

    private SourceDestinationCheck() {}

    /// @param vips further addresses that an interface may use
    /// @param v6 whether anybody speaks IPv6
    public static Ruleset of(List<Attachment> attachments, Map<Attachment, List<Ip>> vips, boolean v6) {
        Map<Table, Map<String, Chain>> none = Map.of();
        return new Ruleset(tables(attachments, vips, Family.V4), v6 ? tables(attachments, vips, Family.V6) : none);
    }

    private static Map<Table, Map<String, Chain>> tables(
            List<Attachment> attachments, Map<Attachment, List<Ip>> vips, Family family) {
        var check = new SourceDestinationCheck();
        attachments.stream()
                .filter(Attachment::checked)
                .forEach(a -> check.add(a, vips.getOrDefault(a, List.of()), family));
        if (check.forward.isEmpty()) {
            return Map.of();
        }
        var filter = new LinkedHashMap<String, Chain>();
        for (Hook hook : List.of(Hook.INPUT, Hook.FORWARD, Hook.OUTPUT)) {
            List<Rule> rules = hook == Hook.FORWARD ? check.forward : List.of();
            filter.put(hook.name(), new Chain(hook.name(), Policy.ACCEPT, rules));
        }
        filter.putAll(check.chains);
        var tables = new EnumMap<Table, Map<String, Chain>>(Table.class);
        tables.put(Table.FILTER, filter);
        return tables;
    }

    private void add(Attachment a, List<Ip> vips, Family family) {
        Origin origin = Origin.sourceDestinationCheck(a.member().name() + " " + a.nic().name);
        List<Cidr> own = Stream.concat(a.own().stream(), vips.stream().map(Cidr::host))
                .filter(c -> c.v6() == family.v6())
                .distinct()
                .toList();
        if (own.size() == 1) {
            Cidr only = own.getFirst();
            drop(List.of(new Match.In(false, a.port().name), new Match.Source(true, only)), origin);
            drop(List.of(new Match.Out(false, a.port().name), new Match.Destination(true, only)), origin);
            return;
        }
        List<Match> sources =
                own.stream().<Match>map(c -> new Match.Source(false, c)).toList();
        List<Match> destinations =
                own.stream().<Match>map(c -> new Match.Destination(false, c)).toList();
        jump("FROM-" + a.port().name, new Match.In(false, a.port().name), sources, origin);
        jump("TO-" + a.port().name, new Match.Out(false, a.port().name), destinations, origin);
    }

    private void drop(List<Match> matches, Origin origin) {
        forward.add(new Rule(matches, new Target.Drop(), origin));
    }

    private void jump(String chain, Match when, List<Match> allowed, Origin origin) {
        var rules = new ArrayList<Rule>();
        allowed.forEach(match -> rules.add(new Rule(List.of(match), new Target.Return(), origin)));
        rules.add(new Rule(List.of(), new Target.Drop(), origin));
        chains.put(chain, new Chain(chain, null, rules));
        forward.add(new Rule(List.of(when), new Target.Jump(chain), origin));
    }
}
