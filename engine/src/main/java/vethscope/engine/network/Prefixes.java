package vethscope.engine.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// The routes of one table, hashed by prefix; prefix lengths are tried from the longest. A look-up allocates nothing.
final class Prefixes {

    /// The routes of one prefix in every slot that is taken, smallest metric first; a full slot's neighbour is next.
    private final @Nullable Route[][] slots;

    private final int[] lengths4;
    private final int[] lengths6;

    Prefixes(List<Route> routes) {
        var byPrefix = new LinkedHashMap<Cidr, List<Route>>();
        for (Route route : routes) {
            byPrefix.computeIfAbsent(route.destination().network(), _ -> new ArrayList<>(1))
                    .add(route);
        }
        slots = new Route[Integer.highestOneBit(Math.max(1, byPrefix.size())) * 4][];
        byPrefix.forEach((prefix, same) -> {
            same.sort(Comparator.comparingInt(Route::metric));
            slots[slot(prefix.ip().high(), prefix.ip().low(), prefix.prefix(), prefix.v6())] =
                    same.toArray(Route[]::new);
        });
        lengths4 = lengths(routes, false);
        lengths6 = lengths(routes, true);
    }

    private static int[] lengths(List<Route> routes, boolean v6) {
        return routes.stream()
                .filter(r -> r.destination().v6() == v6)
                .mapToInt(r -> -r.destination().prefix())
                .distinct()
                .sorted()
                .map(n -> -n)
                .toArray();
    }

    /// @param oif the route must leave by this device; null: by any
    @Nullable
    Route lookup(Ip ip, @Nullable String oif) {
        for (int length : ip.v6() ? lengths6 : lengths4) {
            int slot = slot(high(ip, length), low(ip, length), length, ip.v6());
            Route[] routes = slots[slot];
            if (routes == null) {
                continue;
            }
            for (Route route : routes) {
                if (oif == null || oif.equals(route.dev())) {
                    return route;
                }
            }
        }
        return null;
    }

    private static long high(Ip ip, int length) {
        return !ip.v6() || length == 0 ? 0 : length >= 64 ? ip.high() : ip.high() & -1L << 64 - length;
    }

    private static long low(Ip ip, int length) {
        if (!ip.v6()) {
            return length == 0 ? 0 : ip.low() & -1L << 32 - length;
        }
        return length <= 64 ? 0 : length == 128 ? ip.low() : ip.low() & -1L << 128 - length;
    }

    /// Where the prefix stands, or would stand.
    private int slot(long high, long low, int length, boolean v6) {
        long mixed = ((high * 31 + low) * 131 + length) * 0x9e3779b97f4a7c15L;
        int mask = slots.length - 1;
        int slot = (int) (mixed >>> 40) & mask;
        while (slots[slot] != null && !stands(slots[slot][0].destination(), high, low, length, v6)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static boolean stands(Cidr prefix, long high, long low, int length, boolean v6) {
        return prefix.prefix() == length
                && prefix.v6() == v6
                && low(prefix.ip(), length) == low
                && high(prefix.ip(), length) == high;
    }
}
