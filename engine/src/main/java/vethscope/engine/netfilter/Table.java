package vethscope.engine.netfilter;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The four tables of iptables and the hooks that each stands at.
public enum Table {
    RAW(Set.of(Hook.PREROUTING, Hook.OUTPUT)),
    MANGLE(Set.of(Hook.values())),
    NAT(Set.of(Hook.PREROUTING, Hook.INPUT, Hook.OUTPUT, Hook.POSTROUTING)),
    FILTER(Set.of(Hook.INPUT, Hook.FORWARD, Hook.OUTPUT));

    private final Set<Hook> hooks;
    private final String lower;
    private final Map<Hook, String> stages = new EnumMap<>(Hook.class);

    Table(Set<Hook> hooks) {
        this.hooks = hooks;
        lower = name().toLowerCase(Locale.ROOT);
        hooks.forEach(hook -> stages.put(hook, lower + " " + hook));
    }

    /// `nat PREROUTING`: the name of this table's turn at a hook where it stands.
    public String at(Hook hook) {
        return Objects.requireNonNull(stages.get(hook), () -> lower + " does not stand at " + hook);
    }

    public boolean standsAt(Hook hook) {
        return hooks.contains(hook);
    }

    public String lower() {
        return lower;
    }
}
