package vethscope.engine.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// The routes of all tables of a namespace, hashed by table and prefix; prefix lengths are tried from the longest. A
/// look-up allocates nothing and touches little memory: what a large cluster's packets meet is in no cache.
final class Prefixes {

    /// Tell the families of keys apart; no key is 0.
    private static final long FOUR = 1L << 62;

    private static final long SIX = 1L << 63;

    private static final long FAMILIES = FOUR | SIX;

    private record Place(int table, Cidr prefix) {}

    /// A table and a prefix as a number in every slot that is taken, else 0; a full slot's neighbour is next.
    private final long[] keys;

    /// The routes of the prefix, smallest metric first.
    private final Route[][] routes;

    /// For each table and family where its prefix lengths begin, then the lengths themselves, longest first.
    private final int[] lengths;

    /// @param tables of routes, in the order in which they were added
    Prefixes(List<List<Route>> tables) {
        var byPlace = new LinkedHashMap<Place, List<Route>>();
        for (int table = 0; table < tables.size(); table++) {
            for (Route route : tables.get(table)) {
                var place = new Place(table, route.destination().network());
                byPlace.computeIfAbsent(place, _ -> new ArrayList<>(1)).add(route);
            }
        }
        keys = new long[Integer.highestOneBit(Math.max(1, byPlace.size())) * 4];
        routes = new Route[keys.length][];
        for (Map.Entry<Place, List<Route>> entry : byPlace.entrySet()) {
            Place place = entry.getKey();
            Ip ip = place.prefix.ip();
            long key = key(place.table, ip, place.prefix.prefix());
            int slot = slot(key, ip, place.prefix.prefix());
            keys[slot] = key;
            entry.getValue().sort(Comparator.comparingInt(Route::metric));
            routes[slot] = entry.getValue().toArray(Route[]::new);
        }
        lengths = lengths(tables);
    }

    private static int[] lengths(List<List<Route>> tables) {
        var begins = new ArrayList<Integer>();
        var all = new ArrayList<Integer>();
        int first = tables.size() * 2 + 1;
        for (List<Route> routes : tables) {
            for (boolean v6 : new boolean[] {false, true}) {
                begins.add(first + all.size());
                routes.stream()
                        .filter(r -> r.destination().v6() == v6)
                        .map(r -> r.destination().prefix())
                        .distinct()
                        .sorted(Comparator.reverseOrder())
                        .forEach(all::add);
            }
        }
        begins.add(first + all.size());
        begins.addAll(all);
        return begins.stream().mapToInt(n -> n).toArray();
    }

    /// @param table its place among the tables
    /// @param oif the route must leave by this device; null: by any
    @Nullable
    Route lookup(int table, Ip ip, @Nullable String oif) {
        int family = table * 2 + (ip.v6() ? 1 : 0);
        int end = lengths[family + 1];
        for (int i = lengths[family]; i < end; i++) {
            int length = lengths[i];
            long key = key(table, ip, length);
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

    /// The first bits of an address, how many they are, and the table; of two IPv6 prefixes it may be the same.
    private static long key(int table, Ip ip, int length) {
        if (!ip.v6()) {
            long bits = length == 0 ? 0 : ip.low() & -1L << 32 - length;
            return FOUR | (long) table << 38 | bits << 6 | length;
        }
        long hash = mixed((high(ip, length) * 31 + low(ip, length)) * 131 + length) >>> 14;
        return SIX | (long) table << 50 & ~FAMILIES | hash;
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
