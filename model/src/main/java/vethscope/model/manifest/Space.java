package vethscope.model.manifest;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// A range of addresses, given out in order past those that the manifests know already.
final class Space {

    private static final int WIDEST = 16;

    private final Cidr range;
    private final Set<Ip> known;
    private final Set<Ip> claimed = new HashSet<>();
    private long next;

    private Space(Cidr range, Collection<Ip> known) {
        this.range = range;
        this.known = new HashSet<>(known);
    }

    /// The usual range, or the smallest of at least a /16 around the known addresses where it does not hold them.
    static Space around(Collection<Ip> known, Cidr usual) {
        if (known.stream().allMatch(usual::contains)) {
            return new Space(usual, known);
        }
        Cidr range = new Cidr(known.iterator().next(), WIDEST).network();
        while (!known.stream().allMatch(range::contains)) {
            range = new Cidr(range.ip(), range.prefix() - 1).network();
        }
        return new Space(range, known);
    }

    Cidr range() {
        return range;
    }

    boolean overlaps(Cidr other) {
        return range.contains(other) || other.contains(range);
    }

    /// A given address, unless somebody else has it.
    boolean claims(Ip given) {
        return range.contains(given) && claimed.add(given);
    }

    /// The next free address that is at least so far into the range.
    Ip next(long from) {
        next = Math.max(next, from);
        Ip ip = range.ip().plus(next++);
        while (known.contains(ip) || !claimed.add(ip)) {
            ip = range.ip().plus(next++);
        }
        return ip;
    }
}
