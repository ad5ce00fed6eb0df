package vethscope.engine.forward;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;

/// Which frames a story has seen on which devices. Few are looked through, many are found by their device.
final class Sights {

    private static final int FEW = 16;

    private final List<Sight> all = new ArrayList<>();
    private @Nullable Map<Device, List<Sight>> byDevice;

    private record Device(Id at, String name) {
        static Device of(Sight sight) {
            return new Device(sight.at().id(), sight.iface());
        }
    }

    /// Remembers a sight; false if the same was seen before.
    boolean add(Sight sight) {
        List<Sight> known = among(sight);
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).isLike(sight)) {
                return false;
            }
        }
        all.add(sight);
        if (known != all) {
            known.add(sight);
        }
        return true;
    }

    /// Those that may be the same.
    private List<Sight> among(Sight sight) {
        if (all.size() <= FEW) {
            return all;
        }
        Map<Device, List<Sight>> known = byDevice;
        if (known == null) {
            known = new HashMap<>();
            for (Sight each : all) {
                known.computeIfAbsent(Device.of(each), _ -> new ArrayList<>()).add(each);
            }
            byDevice = known;
        }
        return known.computeIfAbsent(Device.of(sight), _ -> new ArrayList<>());
    }
}
