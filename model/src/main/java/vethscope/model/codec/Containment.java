package vethscope.model.codec;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import vethscope.model.Id;
import vethscope.model.element.Element;

/// Takes elements out that would contain themselves: everyone who walks up `in` may rely on an end.
record Containment(Map<Id, Element> elements, Json.Obj json, Place at, Keep keep) {

    Map<Id, Element> withoutCircles() {
        var result = new LinkedHashMap<>(elements);
        var safe = new HashSet<Id>();
        for (Id id : elements.keySet()) {
            if (containsItself(id, result, safe)) {
                result.computeIfPresent(
                        id, (_, element) -> element.withHead(element.head().withIn(null)));
                report(id);
            }
        }
        return result;
    }

    /// Whether walking up from an element leads back to it. What is on the way to an end is safe from then on.
    private static boolean containsItself(Id id, Map<Id, Element> elements, HashSet<Id> safe) {
        var path = new HashSet<Id>();
        Id at = id;
        while (path.add(at) && !safe.contains(at)) {
            Element element = elements.get(at);
            if (element == null || element.in().isEmpty()) {
                safe.addAll(path);
                return false;
            }
            at = element.in().get();
        }
        return at.equals(id) && !safe.contains(id);
    }

    private void report(Id id) {
        Place place = at.child(id.value()).child("in");
        Json in = json.get(id.value()) instanceof Json.Obj element ? element.get("in") : null;
        if (in != null) {
            String message = place.described() + " makes " + id
                    + " contain itself and is ignored: name another element or delete the key.";
            keep.problem(place, in.mark(), message);
            keep.value(place, in);
        }
    }
}
