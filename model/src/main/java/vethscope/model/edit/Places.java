package vethscope.model.edit;

import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;
import vethscope.model.Unknown;

/// Where in a file the keys of one element stand: itself, links from it, its place on the canvas.
record Places(Id id) {

    private static final List<String> PARENTS = List.of("/elements/", "/links/", "/layout/elements/", "/layout/links/");

    static Places of(Id id) {
        return new Places(id);
    }

    boolean contains(String place) {
        return PARENTS.stream().anyMatch(parent -> at(place, parent));
    }

    private boolean at(String place, String parent) {
        String own = parent + id;
        return place.startsWith(own)
                && (place.length() == own.length() || "/:#".indexOf(place.charAt(own.length())) >= 0);
    }

    /// What was kept of a file, where it stands once the element has another id.
    Unknown renamed(Id to, Unknown unknown) {
        var byPlace = new LinkedHashMap<String, Unknown.Kept>();
        unknown.byPlace()
                .forEach((place, kept) -> byPlace.put(
                        renamed(place, to),
                        new Unknown.Kept(kept.json(), kept.entry(), renamedEntry(kept.after(), to))));
        return new Unknown(byPlace);
    }

    private String renamed(String place, Id to) {
        return PARENTS.stream()
                .filter(parent -> at(place, parent))
                .findFirst()
                .map(parent -> parent
                        + to
                        + place.substring(parent.length() + id.value().length()))
                .orElse(place);
    }

    private @Nullable String renamedEntry(@Nullable String identity, Id to) {
        boolean own = identity != null && at("/elements/" + identity, "/elements/");
        return own && identity != null ? to + identity.substring(id.value().length()) : identity;
    }
}
