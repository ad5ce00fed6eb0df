package vethscope.engine.stage;

import vethscope.engine.network.Conntrack.Connection;

/// What conntrack attached to a packet (`nfct` and `ctinfo`).
///
/// @param reply the packet travels in the reply direction
/// @param destinationDone whether the translation of that kind is settled for the connection (`nf_nat_initialized`)
/// @param confirmed whether the connection is in the table
public record Tracked(
        Connection connection,
        boolean reply,
        Info info,
        boolean destinationDone,
        boolean sourceDone,
        boolean confirmed) {

    public enum Info {
        NEW,
        ESTABLISHED,
        RELATED
    }

    Tracked with(Connection connection) {
        return new Tracked(connection, reply, info, destinationDone, sourceDone, confirmed);
    }

    /// With the translation of one kind settled.
    Tracked settled(Connection connection, boolean source) {
        return new Tracked(connection, reply, info, destinationDone || !source, sourceDone || source, confirmed);
    }

    Tracked withMark(int mark) {
        return mark == connection.mark() ? this : with(connection.withMark(mark));
    }

    /// As it is once the connection is in the table.
    Tracked settled() {
        return new Tracked(connection, reply, info, true, true, true);
    }

    Tracked asConfirmed() {
        return new Tracked(connection, reply, info, destinationDone, sourceDone, true);
    }
}
