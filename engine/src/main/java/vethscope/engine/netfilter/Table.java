package vethscope.engine.netfilter;

import java.util.Locale;
import java.util.Set;

/// The four tables of iptables and the hooks that each stands at.
public enum Table {
    RAW(Set.of(Hook.PREROUTING, Hook.OUTPUT)),
    MANGLE(Set.of(Hook.values())),
    NAT(Set.of(Hook.PREROUTING, Hook.INPUT, Hook.OUTPUT, Hook.POSTROUTING)),
    FILTER(Set.of(Hook.INPUT, Hook.FORWARD, Hook.OUTPUT));

    private final Set<Hook> hooks;

    Table(Set<Hook> hooks) {
        this.hooks = hooks;
    }

    public boolean standsAt(Hook hook) {
        return hooks.contains(hook);
    }

    public String lower() {
        return name().toLowerCase(Locale.ROOT);
    }
}
