package vethscope.engine.network;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The interfaces of a namespace by name, in their order. A packet asks for one at nearly every stage.
final class Interfaces extends AbstractMap<String, Interface> {

    private final LinkedHashMap<String, Interface> byName;

    private Interfaces(LinkedHashMap<String, Interface> byName) {
        this.byName = byName;
    }

    static Interfaces of(Map<String, Interface> interfaces) {
        return interfaces instanceof Interfaces ready ? ready : new Interfaces(new LinkedHashMap<>(interfaces));
    }

    @Nullable
    Interface find(String name) {
        return byName.get(name);
    }

    @Override
    public @Nullable Interface get(@Nullable Object name) {
        return byName.get(name);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return byName.containsKey(name);
    }

    @Override
    public Set<Entry<String, Interface>> entrySet() {
        return Collections.unmodifiableMap(byName).entrySet();
    }
}
