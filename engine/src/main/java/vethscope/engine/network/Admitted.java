package vethscope.engine.network;

import java.util.function.Predicate;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;
import vethscope.model.Id;

/// Which connections the security groups around an interface let through: each interface of a cloud remembers its own
/// (Amazon VPC User Guide, "Connection tracking").
public record Admitted(PSet<Key> known) {

    public static final Admitted EMPTY = new Admitted(HashTreePSet.empty());

    /// @param port the cloud's side of the interface
    /// @param connection by its number in the cloud's table
    public record Key(Id netns, String port, long connection) {}

    public boolean has(Id netns, String port, Conntrack.Connection connection) {
        return known.contains(new Key(netns, port, connection.id()));
    }

    Admitted with(Entered change) {
        return new Admitted(known.plus(new Key(change.netns, change.port, change.connection.id())));
    }

    Admitted without(Entered entry) {
        return new Admitted(known.minus(new Key(entry.netns, entry.port, entry.connection.id())));
    }

    /// What is remembered of these connections alone.
    public Admitted only(Predicate<Key> kept) {
        Admitted left = this;
        for (Key key : known) {
            left = kept.test(key) ? left : new Admitted(left.known.minus(key));
        }
        return left;
    }

    public record Entered(Id netns, String port, Conntrack.Connection connection) implements Change.Made {
        @Override
        public String table() {
            return "security-group";
        }

        @Override
        public String entry() {
            return port + " " + connection;
        }
    }
}
