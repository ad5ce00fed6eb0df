package vethscope.engine.network;

import vethscope.model.Id;

/// A table entry that a packet made or removed: state learned or expired.
public sealed interface Change
        permits Neighbours.Learned,
                ForwardingDatabase.Learned,
                Conntrack.Recorded,
                Recent.Seen,
                Recent.Forgotten,
                Counters.Counted,
                PathMtu.Learned,
                Redirects.Told,
                Redirects.Followed,
                Admitted.Entered,
                IpvsTable.Changed {

    /// The namespace whose table changed.
    Id netns();

    /// `arp`, `fdb`, `conntrack`, `recent`, `statistic`, `pmtu`, `redirects`, `security-group` or
    /// `ipvs`.
    String table();

    /// The entry as its tool would print it.
    String entry();
}
