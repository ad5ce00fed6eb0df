package vethscope.engine.succession;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Admitted;
import vethscope.engine.network.Change;
import vethscope.engine.network.Conntrack;
import vethscope.engine.network.Counters;
import vethscope.engine.network.Fib;
import vethscope.engine.network.ForwardingDatabase;
import vethscope.engine.network.Interface;
import vethscope.engine.network.IpvsTable;
import vethscope.engine.network.Neighbours;
import vethscope.engine.network.Netns;
import vethscope.engine.network.PathMtu;
import vethscope.engine.network.Recent;
import vethscope.engine.network.Redirects;
import vethscope.engine.network.World;
import vethscope.engine.succession.Lasting.Both;
import vethscope.engine.trace.Sentence;
import vethscope.model.address.Ip;

/// What the kernel forgets by itself: of namespaces, devices, carriers, addresses and routes that go.
final class KernelTables {

    private final Lasting lasting;

    private KernelTables(Lasting lasting) {
        this.lasting = lasting;
    }

    static List<Reaction> react(Lasting lasting, World world) {
        var kernel = new KernelTables(lasting);
        var reactions = new Reactions(Reaction.Program.KERNEL);
        for (Change.Made entry : world.entries()) {
            Sentence why = kernel.forgets(entry);
            if (why != null) {
                reactions.forgets(entry, entry.netns(), why);
            }
        }
        return reactions.all();
    }

    /// Why an entry goes; null: it stays.
    private @Nullable Sentence forgets(Change.Made entry) {
        Optional<Both> both = lasting.of(entry.netns());
        if (both.isEmpty()) {
            return Causes.of("netns", entry.netns());
        }
        return switch (entry) {
            case Neighbours.Learned e -> neighbour(both.get(), e);
            case ForwardingDatabase.Learned e -> learned(both.get(), e);
            case Conntrack.Recorded e -> masqueraded(both.get(), e.connection());
            case Recent.Seen e -> RuleMemory.list(both.get(), e.list());
            case Counters.Counted e -> RuleMemory.counter(both.get(), e.rule());
            case PathMtu.Learned e -> path(both.get(), e.destination());
            case Redirects.Followed e -> path(both.get(), e.destination());
            case IpvsTable.Turned e -> RuleMemory.turn(both.get(), e.door());
            // what a router told whom is about the sender; the rest of IPVS notices when the next packet comes
            case Redirects.Told _, IpvsTable.Connected _, IpvsTable.Persisted _ -> null;
            // not among the entries of a world
            case Admitted.Entered _ -> null;
        };
    }

    /// neigh_ifdown, neigh_changeaddr and neigh_carrier_down in net/core/neighbour.c; the last address of a family
    /// takes the device's neighbours with it (net/ipv4/fib_frontend.c fib_disable_ip).
    private @Nullable Sentence neighbour(Both both, Neighbours.Learned entry) {
        Sentence device = device(both, entry.dev());
        if (device != null) {
            return device;
        }
        if (!mac(both.was(), entry.dev()).equals(mac(both.is(), entry.dev()))) {
            return Causes.of("mac", entry.dev());
        }
        return Lasting.lostAddresses(both, entry.dev(), entry.ip().v6()) ? Causes.of("address", entry.dev()) : null;
    }

    private @Nullable Sentence device(Both both, String dev) {
        if (!lasting.has(both.is().id(), dev)) {
            return Causes.of("device", dev);
        }
        return lasting.lostCarrier(both, dev) ? Causes.of("carrier", dev) : null;
    }

    private static Optional<?> mac(Netns netns, String dev) {
        return netns.find(dev).map(Interface::mac);
    }

    /// A port that leaves its bridge, or is disabled because its carrier is gone, takes with it what was learned behind
    /// it (net/bridge/br_if.c del_nbp, br_stp_if.c br_stp_disable_port).
    private @Nullable Sentence learned(Both both, ForwardingDatabase.Learned entry) {
        Sentence device = device(both, entry.port());
        if (device != null) {
            return device;
        }
        boolean port = lasting.has(entry.netns(), entry.bridge())
                && both.is()
                        .find(entry.port())
                        .map(Interface::port)
                        .filter(p -> p.bridge().equals(entry.bridge()))
                        .isPresent();
        return port ? null : Causes.of("port", entry.port(), entry.bridge());
    }

    /// The device is closed for good, or lost the address that hid the connection (net/netfilter/nf_nat_masquerade.c
    /// masq_device_event, masq_inet_event). A carrier that is lost is neither.
    private @Nullable Sentence masqueraded(Both both, Conntrack.Connection c) {
        String dev = c.masqueradedBy();
        if (dev == null) {
            return null;
        }
        Ip hidden = c.reply().destination();
        if (!lasting.has(both.is().id(), dev)) {
            return Causes.of("masquerade.device", dev);
        }
        return Lasting.lostAddress(both, dev, hidden) ? Causes.of("masquerade.address", dev, hidden) : null;
    }

    /// What was learned of a path hangs on its route's next hop (struct fib_nh_common, nhc_exceptions).
    private static @Nullable Sentence path(Both both, Ip destination) {
        Fib.Query query = Fib.Query.to(destination);
        return both.was().fib().lookup(query).equals(both.is().fib().lookup(query))
                ? null
                : Causes.of("route", destination);
    }
}
