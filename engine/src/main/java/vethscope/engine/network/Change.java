package vethscope.engine.network;

import vethscope.model.Id;

/// A table entry that was made or removed: state learned or forgotten.
public sealed interface Change {

    /// The namespace whose table changed.
    Id netns();

    /// `arp`, `fdb`, `conntrack`, `recent`, `statistic`, `pmtu`, `redirects`, `security-group` or
    /// `ipvs`.
    String table();

    /// The entry as its tool would print it.
    String entry();

    /// An entry came into its table, or took the place of the one of its key.
    sealed interface Made extends Change
            permits Neighbours.Learned,
                    ForwardingDatabase.Learned,
                    Conntrack.Recorded,
                    Recent.Seen,
                    Counters.Counted,
                    PathMtu.Learned,
                    Redirects.Told,
                    Redirects.Followed,
                    Admitted.Entered,
                    IpvsTable.Changed {}

    /// An entry left its table; whichever entry has its key does.
    record Removed(Made made) implements Change {
        @Override
        public Id netns() {
            return made.netns();
        }

        @Override
        public String table() {
            return made.table();
        }

        @Override
        public String entry() {
            return made.entry();
        }
    }
}
