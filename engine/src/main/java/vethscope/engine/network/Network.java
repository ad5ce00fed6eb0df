package vethscope.engine.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import vethscope.model.Id;
import vethscope.model.address.Ip;

/// All network namespaces and what lives where. Immutable; what packets leave behind is in [World].
///
/// @param spaces namespaces by the id of the element that owns them, in drawing order
/// @param homes element to the namespace it lives in: a host-network pod's is its node's
/// @param owners address to the element that owns it: a pod rather than its node; a service address has none
public record Network(Map<Id, Netns> spaces, Map<Id, Id> homes, Map<Ip, Id> owners) {

    public Network {
        spaces = Directory.of(spaces);
        homes = Directory.of(homes);
        owners = Collections.unmodifiableMap(new LinkedHashMap<>(owners));
    }

    /// @throws IllegalArgumentException if no element of that id owns a namespace
    public Netns netns(Id id) {
        Netns found = ((Directory<Id, Netns>) spaces).get(id);
        if (found == null) {
            throw new IllegalArgumentException("no network namespace is called " + id);
        }
        return found;
    }

    /// The namespace that an element lives in.
    public Optional<Netns> home(Id element) {
        return Optional.ofNullable(homes.get(element)).map(spaces::get);
    }
}
