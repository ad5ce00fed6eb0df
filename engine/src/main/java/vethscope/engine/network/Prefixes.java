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

    /// Tell the families of keys apart; no key is 0.
    private static final long FOUR = 1L << 62;

    private static final long SIX = 1L << 63;

    /// A prefix as a number in every slot that is taken, else 0; a full slot's neighbour is next.
    private final long[] keys;

    /// The routes of the prefix, smallest metric first.
    private final Route[][] routes;

    private final int[] lengths4;
    private final int[] lengths6;

    Prefixes(List<Route> all) {
        var byPrefix = new LinkedHashMap<Cidr, List<Route>>();
        for (Route route : all) {
            byPrefix.computeIfAbsent(route.destination().network(), _ -> new ArrayList<>(1))
                    .add(route);
        }
        keys = new long[Integer.highestOneBit(Math.max(1, byPrefix.size())) * 4];
        routes = new Route[keys.length][];
        byPrefix.forEach((prefix, same) -> {
            same.sort(Comparator.comparingInt(Route::metric));
            long key = key(prefix.ip(), prefix.prefix());
            int slot = slot(key, prefix.ip(), prefix.prefix());
            keys[slot] = key;
            routes[slot] = same.toArray(Route[]::new);
        });
        lengths4 = lengths(all, false);
        lengths6 = lengths(all, true);
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
            long key = key(ip, length);
            int slot = slot(key, ip, length);
            if (keys[slot] == 0) {
                continue;
            }
            for (Route route : routes[slot]) {
                if (oif == null || oif.equals(route.dev())) {
                    return route;
                }
            }
        }
        return null;
    }

    /// The first bits of an address and how many they are; of two IPv6 prefixes it may be the same.
    private static long key(Ip ip, int length) {
        if (!ip.v6()) {
            long bits = length == 0 ? 0 : ip.low() & -1L << 32 - length;
            return FOUR | bits << 6 | length;
        }
        return SIX | mixed((high(ip, length) * 31 + low(ip, length)) * 131 + length) >>> 2;
    }

    private static long high(Ip ip, int length) {
        return length == 0 ? 0 : length >= 64 ? ip.high() : ip.high() & -1L << 64 - length;
    }

    private static long low(Ip ip, int length) {
        return length <= 64 ? 0 : length == 128 ? ip.low() : ip.low() & -1L << 128 - length;
    }

    private static long mixed(long bits) {
        return bits * 0x9e3779b97f4a7c15L;
    }

    /// Where the first bits of an address stand, or would stand.
    private int slot(long key, Ip ip, int length) {
        int mask = keys.length - 1;
        int slot = (int) (mixed(key) >>> 40) & mask;
        while (keys[slot] != 0 && !(keys[slot] == key && (!ip.v6() || stands(slot, ip, length)))) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean stands(int slot, Ip ip, int length) {
        Cidr prefix = routes[slot][0].destination();
        return prefix.prefix() == length
                && low(prefix.ip(), length) == low(ip, length)
                && high(prefix.ip(), length) == high(ip, length);
    }
}
